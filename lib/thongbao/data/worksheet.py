"""Write the sheet of one form: its head, its table, and what keeps it from being filled wrongly."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from thongbao.data.inputs import YES, allowed, nothing_choice
from thongbao.data.layout import FIRST_ROW, HEAD_ROW, NOTHING
from thongbao.data.printing import FIRST_COLUMN, head_height, widths
from thongbao.language import translator
from thongbao.records import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.data.page import Page
    from thongbao.records import EntryColumn, Unit


def write_head(page: Page, unit: Unit, day: date, *, nothing: bool) -> None:
    """Write rows 1 to 6: which form, whose, for which day, and whether there is anything to report."""
    t, sheet, formats, form = translator(page.locale), page.sheet, page.formats, page.layout.form
    sheet.write_string("B1", form.title.to(page.locale), formats["title"])
    lines = (
        ("form", t("Form"), form.code),
        ("version", t("Version of the form"), form.version),
        ("unit", t("Unit"), unit.code),
        ("day", t("Day reported"), day),
        ("nothing", t("Nothing to report"), t(YES) if nothing else ""),
    )
    for at, (code, label, value) in enumerate(lines, start=1):
        sheet.write_string(at, 0, code, formats["code"])
        sheet.write_string(at, 1, label, formats["label"])
        if isinstance(value, date):
            sheet.write_datetime(at, 2, datetime(value.year, value.month, value.day), formats["day_fixed"])  # noqa: DTZ001
        elif code == "nothing":
            sheet.write(at, 2, value or None, formats["choice" if form.zero_report else "not_asked"])
        else:
            sheet.write_string(at, 2, value, formats["fixed"])
    sheet.write_string("D4", unit.names.to(page.locale), formats["label"])
    if form.zero_report:
        sheet.data_validation(NOTHING, nothing_choice(page.locale))


def write_table(page: Page, filled: Mapping[tuple[str, str], float | str]) -> None:
    """Write the labels, the codes and the cells to fill."""
    sheet, formats, form, layout = page.sheet, page.formats, page.layout.form, page.layout
    sheet.write_string(HEAD_ROW, 0, "row", formats["code"])
    sheet.write_blank(HEAD_ROW - 1, 1, None, formats["head"])
    asked = {*form.cells(), *form.entry_cells()}
    for one in form.measured():
        at = layout.columns[one.code]
        sheet.write_string(HEAD_ROW - 1, at, _heading(one, page.locale), formats["head"])
        sheet.write_string(HEAD_ROW, at, one.code, formats["code"])
        listed = "" if isinstance(one, Column) or not one.choices else page.lists.area(one, page.locale)
        rule = allowed(one, page.locale, listed)
        for row, down in layout.rows.items():
            if (row, one.code) not in asked:
                sheet.write_string(down, at, "–", formats["not_asked"])
                continue
            look = formats[_look(one, row == form.total_row)]
            _cell(page, (down, at), one, filled.get((row, one.code)), look)
            sheet.data_validation(down, at, down, at, rule)
    for one_row, down in zip(form.rows, layout.rows.values(), strict=True):
        sheet.write_string(down, 0, one_row.code, formats["code"])
        sheet.write_string(down, 1, one_row.label.to(page.locale), formats["row"])


def finish(page: Page) -> None:
    """Set widths that can be read, and lock all but the cells to fill."""
    sheet, form = page.sheet, page.layout.form
    sheet.set_column(0, 0, 7)
    for at, width in enumerate(widths(form, page.locale), start=1):
        sheet.set_column(at, at, width)
    sheet.set_row(HEAD_ROW - 1, head_height(form, page.locale))
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.hide_gridlines(2)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True, "format_rows": True})
    sheet.set_selection(FIRST_ROW, FIRST_COLUMN, FIRST_ROW, FIRST_COLUMN)


def _heading(one: Column | EntryColumn, locale: str) -> str:
    label = one.label.to(locale)
    return f"{label}\n({one.unit.to(locale)})" if isinstance(one, Column) else label


def _look(one: Column | EntryColumn, total: bool) -> str:
    if not isinstance(one, Column):
        return one.kind
    return ("total" if total else "input") if one.whole else "fraction"


def _cell(page: Page, place: tuple[int, int], one: Column | EntryColumn, value: float | str | None, look: Any) -> None:
    sheet = page.sheet
    if value is None:
        sheet.write_blank(*place, None, look)
    elif not isinstance(value, str):
        sheet.write_number(*place, value, look)
    elif (moment := _moment(one, value)) is not None:
        sheet.write_datetime(*place, moment, look)
    else:
        sheet.write_string(*place, _shown(one, value, page.locale), look)


def _shown(one: Column | EntryColumn, value: str, locale: str) -> str:
    """Return a choice by its label, all else as it was written."""
    choices = () if isinstance(one, Column) else one.choices
    return next((choice.label.to(locale) for choice in choices if choice.code == value), value)


def _moment(one: Column | EntryColumn, value: str) -> datetime | None:
    if isinstance(one, Column) or one.kind not in ("day", "moment"):
        return None
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        return None  # what a clerk may have typed
