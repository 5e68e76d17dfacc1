"""From the lines of a report to the grids and tables that the indicators take. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data.indicators import new_cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from thongbao.records import AlarmSettings, Form, Unit


def wide(figures: pd.DataFrame, form: str) -> pd.DataFrame:
    """Return one form's figures with a column per measure.

    Args:
        figures: form, unit, day, row, column, value, as ``Reports.figures``.

    Returns:
        unit, day, row as index; a column per measure, NaN where it was not stated.
    """
    ours = figures[figures["form"] == form]
    made = ours.pivot(index=["unit", "day", "row"], columns="column", values="value")
    made.columns.name = None
    return made


def grid(
    figures: pd.DataFrame, form: Form, column: str, rows: Sequence[str], units: Sequence[str], first: date, last: date
) -> pd.DataFrame:
    """Return one figure as days x units: every day from ``first`` to ``last`` once, NaN where it was not stated.

    Args:
        rows: added up; NaN where one of them was not stated.
    """
    ours = figures[(figures["form"] == form.code) & (figures["column"] == column) & figures["row"].isin(list(rows))]
    groups = ours.groupby(["day", "unit"])["value"].agg(["sum", "size"])
    whole = groups["sum"].where(groups["size"] == len(rows)).unstack("unit")
    days = pd.date_range(first, last, unit="s", name="day")
    return whole.reindex(index=days, columns=list(units)).astype(float)


def events(
    settings: AlarmSettings,
    forms: Iterable[Form],
    units: Iterable[Unit],
    figures: pd.DataFrame,
    first: date,
    last: date,
) -> pd.DataFrame:
    """Return the new cases of every figure that the office watches, as ``clusters.clusters`` takes them.

    Args:
        forms: a figure of another form is left out.
        figures: as ``Reports.figures``.
        first, last: days, inclusive.

    Returns:
        disease, kind, place (unit), day, new, span (days that ``new`` covers); one line per stated day.
    """
    by_code = {form.code: form for form in forms}
    lines = []
    for watched in settings.watched:
        if watched.form not in by_code:
            continue
        form = by_code[watched.form]
        basis = next(column.basis for column in form.columns if column.code == watched.column)
        places = [unit.code for unit in units if unit.kind in watched.kinds]
        asked = [row for row, column in form.cells() if column == watched.column]
        rows = watched.rows or ((form.total_row,) if form.total_row in asked else asked)
        found = grid(figures, form, watched.column, [str(row) for row in rows], places, first, last)
        new, span = new_cases(found) if basis == "cumulative" else (found, found.notna().astype("int64"))
        told = pd.DataFrame({"new": new.stack(), "span": span.stack()}).dropna().rename_axis(["day", "place"])
        lines.append(told.reset_index().assign(disease=watched.disease, kind=watched.place))
    columns = ["disease", "kind", "place", "day", "new", "span"]
    return pd.concat(lines, ignore_index=True)[columns] if lines else pd.DataFrame(columns=columns)
