"""One cell at the head of a sheet that says whether it can be sent, and why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.cells import address
from thongbao.data.excelrules import HOLDS, MARKS, quoted
from thongbao.data.layout import NOTHING
from thongbao.data.printing import LABELS_ROW
from thongbao.language import translator

if TYPE_CHECKING:
    from thongbao.data.page import Page


def status_formula(page: Page, checks: str, lines: str) -> str:
    """Return the formula of the cell.

    Args:
        checks: the area of the check cells below the table.
        lines: the area of those that say whether a line is whole; "" where there are no such lines.
    """
    t, layout, form = translator(page.locale), page.layout, page.layout.form
    optional = {row.code for row in form.rows if row.optional}
    needed = {one.code for one in form.measured() if one.required}
    zeroed = {column.code for column in form.columns if column.zeroed}
    empty = "+".join(f"COUNTBLANK({run})" for run in layout.runs(lambda at: at[0] not in optional and at[1] in needed))
    filled = ",".join(layout.runs(lambda at: bool(form.lines) or at[1] in zeroed))
    refused, warned, holds = MARKS["error"], MARKS["warning"], HOLDS
    bad = "+".join(f'COUNTIF({area},"{refused}*")' for area in (checks, lines) if area)
    # gettext does not look into f-strings.
    warning = quoted(warned + " " + t("Can be sent; look at the warnings below."))
    fine = quoted(holds + " " + t("Can be sent."))
    ready = f'IF(COUNTIF({checks},"{warned}*")>0,{warning},{fine})'
    steps = [(bad + ">0", t("Look at the cells marked ✗ before you send."))]
    if empty:
        steps.insert(0, (empty + ">0", t("Some cells that must be filled in are still empty.")))
    if not empty:
        everything = ",".join(layout.runs(lambda _: True))
        steps.insert(0, (f"COUNTA({everything})=0", t("Nothing is filled in yet.")))
    formula = ready
    for condition, text in reversed(steps):
        said = quoted(f"{refused} {text}")
        formula = f"IF({condition},{said},{formula})"
    if form.zero_report:
        both = quoted(refused + " " + t("Something is filled in beside “nothing to report”. Delete one of the two."))
        said = quoted(holds + " " + t("Can be sent: nothing to report."))
        against = f"SUM({filled})<>0" if not form.lines else f"COUNTA({filled})>0"
        formula = f'IF({NOTHING}<>"",IF({against},{both},{said}),{formula})'
    return "=" + formula


def complete_lines(page: Page, column: int) -> str:
    """Write beside each line that may be left empty whether it is whole once it is begun; return their area."""
    t, form = translator(page.locale), page.layout.form
    page.sheet.write_string(LABELS_ROW, column, t("Whole?"), page.formats["check_head"])
    asked = {*form.cells(), *form.entry_cells()}
    columns = page.layout.columns
    rows = [(row.code, at) for row, at in zip(form.rows, page.layout.rows.values(), strict=True) if row.optional]
    for row, at in rows:
        there = [(one.required, address(at, columns[one.code])) for one in form.measured() if (row, one.code) in asked]
        every = ",".join(place for _, place in there)
        empty = "+".join(f"COUNTBLANK({place})" for required, place in there if required) or "0"
        formula = f'=IF(COUNTA({every})=0,"",IF({empty}>0,"{MARKS["error"]}","{HOLDS}"))'
        page.sheet.write_formula(at, column, formula, page.formats["mark"], "")
    return f"{address(rows[0][1], column)}:{address(rows[-1][1], column)}"
