"""How wide the columns of a workbook are, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

if TYPE_CHECKING:
    from thongbao.records import Form

FIRST_COLUMN, LABELS_ROW = 2, 6
"""Column C, where the figures begin, and row 7 with the labels of the columns, from 0."""

LAST_OF_HEAD = 5
"""Column F, from 0: as far as the longest names of units reach."""

UPRIGHT, WIDEST, LEAST_SCALE = 85, 220, 60
"""Characters that fit across an A4 page, upright in full size and on its side in the least size that is read, in %."""


def widths(form: Form, locale: str) -> list[int]:
    """Return the widths of column B and of the columns with figures, in characters."""
    rows = (min(wcswidth(row.label.to(locale)), 40) + 2 for row in form.rows)
    columns = (max(14, min(24, wcswidth(column.label.to(locale)) + 2)) for column in form.columns)
    return [max(22, *rows), *columns]


def set_up_print(sheet: Any, form: Form, locale: str, last_row: int) -> None:
    """Print what people read, without column A, on A4: as wide as a page, or where that cannot be read, on several."""
    wide = sum(widths(form, locale))
    # The name of the unit stands in D4 and runs on to the right: room is left for it.
    sheet.print_area(0, 1, last_row, max(FIRST_COLUMN + len(form.columns) - 1, LAST_OF_HEAD))
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
