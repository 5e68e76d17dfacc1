"""Write the Excel workbook a unit fills in: one sheet per form.

Column A holds the codes that the intake reads, column B what people read; entries and figures begin in column C.
Everything but the cells to fill is locked, so a form is hard to fill wrongly.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Literal

import xlsxwriter

from thongbao.data.checkcells import write_checks
from thongbao.data.due import is_due
from thongbao.data.layout import Layout
from thongbao.data.page import FORMATS, Lists, Page
from thongbao.data.printing import set_up_print
from thongbao.data.worksheet import finish, write_head, write_table
from thongbao.errors import WrongUse
from thongbao.files import publish
from thongbao.params.calendar import calendar_of
from thongbao.params.findings import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from thongbao.records import Form, OfficeParams, Unit

MADE = datetime(2020, 1, 1)  # noqa: DTZ001 -- a fixed stamp, so that the same figures give the same bytes
LISTS = "_lists"
LONGEST_SHEET = 31
EVERY = "all"
"""Stands for all forms of a unit; no form can be called so."""

Filled = dict[tuple[str, str], float | str]
"""(row, column) -> what stands in the cell; of a choice its code, of days and moments ISO 8601."""


def blank_workbook(folder: Path, params: OfficeParams, code: str, day: date, locale: str, form: str = "") -> Path:
    """Write the workbook that a unit fills in for a day, and return its path.

    Args:
        code: of a unit that owes at least one form on that day.
        form: code of the one form that is wanted; "" for those that are due on that day, EVERY for all that the unit
            fills in.

    Raises:
        WrongUse: the office has no such unit or form, or the unit does not fill it in then.
        OutputUnwritable: the file could not be written.
    """
    unit = params.unit(code)
    owed = [one.code for one in params.forms if unit and unit.kind in one.filled_by and unit.exists(day)]
    if unit is None or not owed:
        owing = ", ".join(one.code for one in params.reporting_units(day))
        raise WrongUse(f"{params.office.code} has no unit {code!r} that fills in a form on {day}. It has: {owing}.")
    if form == EVERY:
        wanted = owed
    elif form:
        wanted = [form]
    else:
        calendar = calendar_of(params)
        wanted = [one.code for one in params.forms if one.code in owed and is_due(one, day, calendar)]
    if not wanted:
        raise WrongUse(f"Nothing is due from {code} on {day}. Name a form, or {EVERY}. It fills in: {', '.join(owed)}.")
    if form not in ("", EVERY) and params.form(form) is None:
        known = nearest(form, (one.code for one in params.forms))
        raise WrongUse(f"{params.office.code} has no form {form!r} in office.yml. {known}")
    if not set(wanted) <= set(owed):
        raise WrongUse(f"{code} does not fill in {form}. It fills in: {', '.join(owed)}.")
    path = folder / (f"{day}_{unit.code}_{form}.xlsx" if form else f"{day}_{unit.code}.xlsx")
    write_workbook(path, params, unit, day, {one: {} for one in wanted}, locale)
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
        reports: form code -> {(row, column): what stands in the cell} or ``"nothing"`` for a zero report; ``{}`` gives
            a form to fill. A sheet is made for each form named here. A choice is given as its code, a day or moment in
            ISO 8601; other text is written as text: what a clerk may have typed.
        locale: the language of what people read, one of LOCALES.

    Raises:
        KeyError: a form that the office does not have.
        OutputUnwritable: the file could not be written.
    """
    all_forms = {form.code: form for form in params.forms}
    forms = {code: all_forms[code] for code in reports}
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"title": unit.names.to(locale), "author": params.office.names.to(locale), "created": MADE})
    formats = {name: book.add_format(how) for name, how in FORMATS.items()}
    layouts, lists = _layouts(list(forms.values()), locale), Lists(LISTS)
    figures = {
        (code, column, row): value
        for code, filled in reports.items()
        for (row, column), value in (filled.items() if filled != "nothing" else ())
        if not isinstance(value, str)
    }
    for layout in layouts:
        filled = reports[layout.form.code]
        places = {cell: place for one in layouts for cell, place in one.places(outside=one is not layout).items()}
        page = Page(book.add_worksheet(layout.name), formats, locale, layout, places, lists, forms, figures)
        write_head(page, unit, day, nothing=filled == "nothing")
        write_table(page, {} if filled == "nothing" else filled)
        used = write_checks(page)
        finish(page)
        set_up_print(page.sheet, layout.form, locale, used)
    if lists.labels:
        hidden = book.add_worksheet(lists.name)
        for column, labels in enumerate(lists.labels):
            hidden.write_column(0, column, labels)
        hidden.protect()
        hidden.hide()
    book.close()
    publish(path, buffer.getvalue())


def _layouts(forms: Sequence[Form], locale: str) -> list[Layout]:
    taken = {LISTS.casefold()}
    return [Layout(form, _sheet_name(form.title.to(locale), taken)) for form in forms]


def _sheet_name(title: str, taken: set[str]) -> str:
    """Return ``title`` as Excel allows it: at most 31 characters, none of ``[]:*?/\\``, not used before."""
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:LONGEST_SHEET].strip(" '") or "1"
    name, n = plain, 1
    while name.casefold() in taken:
        n += 1
        name = f"{plain[: LONGEST_SHEET - 1 - len(str(n))]} {n}"
    taken.add(name.casefold())
    return name
