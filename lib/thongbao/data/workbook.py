"""Write the Excel workbook a unit fills each day: one sheet per form.

Column A holds the codes that the intake reads, column B what people read, the figures begin in column C. Everything
but the cells to fill is locked, so a form is hard to fill wrongly.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell

from thongbao.data.excelrules import excel_formula
from thongbao.data.printing import FIRST_COLUMN, set_up_print, widths
from thongbao.errors import WrongUse
from thongbao.files import publish
from thongbao.language import N_, number, translator
from thongbao.params.rules import parse_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thongbao.records import Column, Form, OfficeParams, Unit

MADE = datetime(2020, 1, 1)  # noqa: DTZ001 -- a fixed stamp, so that the same figures give the same bytes
FORMATS: dict[str, dict[str, Any]] = {
    "code": {"font_color": "#9A9A9A", "font_size": 8},
    "title": {"bold": True, "font_size": 14},
    "label": {"valign": "vcenter"},
    "fixed": {"bg_color": "#F2F2F2", "align": "left", "border": 1, "border_color": "#BFBFBF"},
    "day": {"bg_color": "#F2F2F2", "align": "left", "border": 1, "border_color": "#BFBFBF", "num_format": "yyyy-mm-dd"},
    "head": {"bold": True, "bg_color": "#DDE7F0", "border": 1, "text_wrap": True, "align": "center", "valign": "top"},
    "row": {"bg_color": "#F2F2F2", "border": 1},
    "input": {"border": 1, "locked": False, "num_format": "#,##0"},
    "fraction": {"border": 1, "locked": False, "num_format": "#,##0.###"},
    "total": {"border": 1, "locked": False, "num_format": "#,##0", "bold": True, "top": 2},
    "choice": {"border": 1, "locked": False, "align": "center"},
    "broken": {"bold": True, "font_color": "#9C2A00"},
    "not_asked": {"border": 1, "bg_color": "#E4E4E4", "align": "center"},
}
HEAD_ROW, FIRST_ROW = 7, 8
YES = N_("yes")


@dataclass(frozen=True, slots=True)
class _Page:
    """What a sheet is written with."""

    sheet: Any
    formats: dict[str, Any]
    locale: str


def blank_workbook(folder: Path, params: OfficeParams, code: str, day: date, locale: str) -> Path:
    """Write the workbook that a unit fills in for a day, and return its path.

    Args:
        code: of a unit that owes at least one form on that day.

    Raises:
        WrongUse: the office has no such unit, or it owes nothing then.
        OutputUnwritable: the file could not be written.
    """
    unit = params.unit(code)
    forms = [form.code for form in params.forms if unit and unit.kind in form.filled_by and unit.exists(day)]
    if unit is None or not forms:
        owing = ", ".join(one.code for one in params.reporting_units(day))
        raise WrongUse(f"{params.office.code} has no unit {code!r} that fills in a form on {day}. It has: {owing}.")
    path = folder / f"{day}_{unit.code}.xlsx"
    write_workbook(path, params, unit, day, {form: {} for form in forms}, locale)
    return path


def write_workbook(
    path: Path,
    params: OfficeParams,
    unit: Unit,
    day: date,
    reports: Mapping[str, Mapping[tuple[str, str], float | str] | Literal["nothing"]],
    locale: str,
) -> None:
    """Write one unit's forms for one day; the same arguments give the same bytes.

    Args:
        reports: form code -> {(row, column): figure} or ``"nothing"`` for a zero report; ``{}`` gives a form to fill.
            A sheet is made for each form named here. Text is written as text: what a clerk may have typed.
        locale: the language of what people read, one of LOCALES.

    Raises:
        KeyError: a form that the office does not have.
        OutputUnwritable: the file could not be written.
    """
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": unit.names.to(locale), "author": params.office.names.to(locale), "created": MADE})
    formats = {name: book.add_format(how) for name, how in FORMATS.items()}
    taken: set[str] = set()
    forms = {form.code: form for form in params.forms}
    for code, figures in reports.items():
        form = forms[code]
        page = _Page(book.add_worksheet(_sheet_name(form.title.to(locale), taken)), formats, locale)
        _head(page, form, unit, day, nothing=figures == "nothing")
        _table(page, form, {} if figures == "nothing" else figures)
        last_row = _checks(page, form, {} if figures == "nothing" else figures)
        _finish(page, form)
        set_up_print(page.sheet, form, page.locale, last_row)
    book.close()
    publish(path, buffer.getvalue())


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return ``title`` as Excel allows it: at most 31 characters, none of ``[]:*?/\\``, not used before."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:31] or "1"
    name, n = plain, 1
    while name.casefold() in taken:
        n += 1
        name = f"{plain[: 30 - len(str(n))]} {n}"
    taken.add(name.casefold())
    return name


def _head(page: _Page, form: Form, unit: Unit, day: date, *, nothing: bool) -> None:
    """Write rows 1 to 6: which form, whose, for which day, and whether there is anything to report."""
    t, sheet, formats = translator(page.locale), page.sheet, page.formats
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
            sheet.write_datetime(at, 2, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
        elif code == "nothing":
            sheet.write(at, 2, value or None, formats["choice"])
        else:
            sheet.write_string(at, 2, value, formats["fixed"])
    sheet.write_string("D4", unit.names.to(page.locale), formats["label"])
    if form.zero_report:
        sheet.data_validation("C6", _choice(page.locale))


def _choice(locale: str) -> dict[str, Any]:
    t = translator(locale)
    return {
        "validate": "list",
        "source": [t(YES)],
        "input_title": t("Nothing to report"),
        "input_message": t('Choose "{yes}" if nothing happened, and leave the figures empty.').format(yes=t(YES)),
        "error_title": t("Nothing to report"),
        "error_message": t('Choose "{yes}" or leave the cell empty.').format(yes=t(YES)),
    }


def _table(page: _Page, form: Form, figures: Mapping[tuple[str, str], float | str]) -> None:
    """Write the codes, the labels and the figures; cells that are not asked get a dash."""
    sheet, formats = page.sheet, page.formats
    sheet.write_string(HEAD_ROW, 0, "row", formats["code"])
    sheet.write_blank(HEAD_ROW - 1, 1, None, formats["head"])
    for at, column in enumerate(form.columns, start=FIRST_COLUMN):
        label, unit = column.label.to(page.locale), column.unit.to(page.locale)
        sheet.write_string(HEAD_ROW - 1, at, f"{label}\n({unit})", formats["head"])
        sheet.write_string(HEAD_ROW, at, column.code, formats["code"])
    asked = set(form.cells())
    for down, row in enumerate(form.rows, start=FIRST_ROW):
        sheet.write_string(down, 0, row.code, formats["code"])
        sheet.write_string(down, 1, row.label.to(page.locale), formats["row"])
        for at, column in enumerate(form.columns, start=FIRST_COLUMN):
            if (row.code, column.code) not in asked:
                sheet.write_string(down, at, "–", formats["not_asked"])
                continue
            look = ("total" if row.code == form.total_row else "input") if column.whole else "fraction"
            _figure(sheet, (down, at), figures.get((row.code, column.code)), formats[look])
            sheet.data_validation(down, at, down, at, _limits(column, page.locale))


def _checks(page: _Page, form: Form, figures: Mapping[tuple[str, str], float | str]) -> int:
    """Write below the table a line per rule that speaks up while it is broken; return the last row."""
    rows = {row.code: at for at, row in enumerate(form.rows, start=FIRST_ROW)}
    columns = {column.code: at for at, column in enumerate(form.columns, start=FIRST_COLUMN)}
    places = {(form.code, c, r): xl_rowcol_to_cell(rows[r], columns[c]) for r, c in form.cells()}
    stated = {(form.code, c, r): v for (r, c), v in figures.items() if not isinstance(v, str)}
    at = FIRST_ROW + len(form.rows) + 1
    for rule in form.rules:
        comparison, message = parse_rule(rule.check, form.code), rule.message.to(page.locale)
        if comparison.forms == (form.code,):  # another form's cells stand on another sheet, or in another file
            outcome = comparison.evaluate(stated, rule.missing)
            shown = message if outcome and not outcome.holds else ""
            formula = excel_formula(comparison, rule.missing, message, places)
            page.sheet.write_formula(at, 1, formula, page.formats["broken"], shown)
            at += 1
    return at - 1


def _figure(sheet: Any, cell: tuple[int, int], value: float | str | None, look: Any) -> None:
    if value is None:
        sheet.write_blank(*cell, None, look)
    elif isinstance(value, str):
        sheet.write_string(*cell, value, look)
    else:
        sheet.write_number(*cell, value, look)


def _limits(column: Column, locale: str) -> dict[str, Any]:
    """Return what Excel lets a clerk type into a cell of ``column``, and what it says."""
    t = translator(locale)
    least, most = number(column.minimum, locale), number(column.maximum, locale)
    whole = (
        t("Write a whole number from {least} to {most}.") if column.whole else t("Write a number, {least} to {most}.")
    )
    empty = t("Every cell must be filled; write 0 for none.") if column.required else t("Leave empty if not known.")
    return {
        "validate": "integer" if column.whole else "decimal",
        "criteria": "between",
        "minimum": int(column.minimum) if column.whole else column.minimum,
        "maximum": int(column.maximum) if column.whole else column.maximum,
        "input_title": column.label.to(locale)[:32],
        "input_message": f"{whole.format(least=least, most=most)} {empty}"[:255],
        "error_title": t("This cannot be right"),
        "error_message": whole.format(least=least, most=most)[:255],
    }


def _finish(page: _Page, form: Form) -> None:
    """Set widths that can be read, and lock all but the cells to fill."""
    sheet = page.sheet
    sheet.set_column(0, 0, 7)
    for at, width in enumerate(widths(form, page.locale), start=1):
        sheet.set_column(at, at, width)
    sheet.set_row(HEAD_ROW - 1, 48)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN)
    sheet.hide_gridlines(2)
    sheet.protect("", {"select_locked_cells": True, "format_columns": True})
    sheet.set_selection(FIRST_ROW, FIRST_COLUMN, FIRST_ROW, FIRST_COLUMN)
