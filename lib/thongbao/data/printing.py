"""How wide the columns of a workbook are, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

if TYPE_CHECKING:
    from thongbao.records import Column, EntryColumn, Form

FIRST_COLUMN, LABELS_ROW = 2, 6
"""Column C, where the figures begin, and row 7 with the labels of the columns, from 0."""

LAST_OF_HEAD = 5
"""Column F, from 0: as far as the longest names of units reach."""

LINE, EXCEL_WIDTH = 15, 8
"""Points of a line of text, and characters of a column whose width is not set."""

WIDE_TEXT, NARROW_TEXT, SHORT_TEXT = 44, 28, 100
"""Widths of columns for texts, and how many characters a short one has at most."""

UPRIGHT, WIDEST, LEAST_SCALE = 85, 220, 60
"""Characters that fit across an A4 page, upright in full size and on its side in the least size that is read, in %."""


def widths(form: Form, locale: str) -> list[int]:
    """Return the widths of column B and of the columns with figures, in characters."""
    rows = (min(wcswidth(row.label.to(locale)), 40) + 2 for row in form.rows)
    columns = (_width(one, locale) for one in form.measured())
    return [max(22, *rows), *columns]


def head_height(form: Form, locale: str) -> float:
    """Return the height of the line with the labels, in points."""
    labels = zip(form.measured(), widths(form, locale)[1:], strict=True)
    return LINE * max(2 + wcswidth(one.label.to(locale)) // width for one, width in labels) + 3


def height_of(form: Form, locale: str, words: str, message: str) -> float:
    """Return the height of a check: its rule in column B and its message across the cells beside, in points."""
    first, *others = widths(form, locale)
    beside = sum(others) + EXCEL_WIDTH * max(0, LAST_OF_HEAD - FIRST_COLUMN + 1 - len(others))
    lines = max(1 + wcswidth(words) * 9 // (first * 10), 1 + (2 + wcswidth(message)) // beside)
    return LINE * lines + 3


def _width(one: Column | EntryColumn, locale: str) -> int:
    if getattr(one, "kind", "") == "text":
        return WIDE_TEXT if one.longest > SHORT_TEXT else NARROW_TEXT  # type: ignore[union-attr]
    least = 17 if getattr(one, "kind", "") == "moment" else 14
    choices = max((wcswidth(choice.label.to(locale)) + 4 for choice in getattr(one, "choices", ())), default=0)
    return max(least, min(24, max(wcswidth(one.label.to(locale)) + 2, choices)))


def set_up_print(sheet: Any, form: Form, locale: str, last_row: int) -> None:
    """Print what people read, without column A, on A4: as wide as a page, or where that cannot be read, on several."""
    wide = sum(widths(form, locale))
    # The name of the unit stands in D4 and runs on to the right: room is left for it.
    sheet.print_area(0, 1, last_row, max(FIRST_COLUMN + len(form.measured()) - 1, LAST_OF_HEAD))
    sheet.set_paper(9)
    if wide > UPRIGHT:
        sheet.set_landscape()
    if wide > WIDEST:
        sheet.set_print_scale(LEAST_SCALE)
        sheet.repeat_columns(1, 1)
    else:
        sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(LABELS_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&C&P / &N")
