"""The lines of lists: line 3 of one unit is not line 3 of another, so they are added up or told one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.report import cells, latest

if TYPE_CHECKING:
    from thongbao.records import Form
    from thongbao.report.day import Day


def summed_lines(day: Day, form: Form, column: str) -> pd.DataFrame:
    """Return days x units: a column added up over a unit's lines, NaN where no line states it.

    Nothing to report in a list means that it has no line: its sum is 0.
    """
    figures, reports = day.data.figures, day.data.reports
    found = next(one for one in form.columns if one.code == column)
    ours = figures[(figures["form"] == form.code) & (figures["column"] == column)]
    if found.adds == "none":
        ours = ours.iloc[:0]
    sums = ours.groupby(["day", "unit"], as_index=False)["value"].sum()
    none = reports[(reports["form"] == form.code) & reports["state"].eq("zero")][["day", "unit"]].assign(value=0.0)
    none = none if found.adds != "none" else none.iloc[:0]
    stated = pd.concat([sums, none]).drop_duplicates(["day", "unit"])
    return latest.grid_of(day, form, cells.laid_out(stated.assign(form="", column="", row="")).of("", "", ""))
