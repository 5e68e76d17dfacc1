"""Changes, new cases, means and sums. Nothing is filled in: a day without a report stays a gap. Pure.

A series here has one value per day, indexed by day; a day that is absent or NaN was not reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    from datetime import date

DAY = "datetime64[s]"
WEEK = 7
ENOUGH_OF_WEEK = 5
"""A 7-day mean of fewer reported days is not shown."""


class Change(NamedTuple):
    """A figure and how it differs from the last one reported before.

    Attributes:
        value: None where nothing was reported on the day.
        change: None where there is nothing to compare.
        span: days between the two reports, at least 1; 0 where there is no change.
    """

    value: float | None
    change: float | None
    span: int


def series(
    figures: pd.DataFrame, form: str, column: str, row: str, first: date, last: date, unit: str
) -> pd.Series[float]:
    """Return one figure of one unit, day by day from ``first`` to ``last``, NaN where it was not stated."""
    wanted = (
        (figures["form"] == form) & (figures["column"] == column) & (figures["row"] == row) & (figures["unit"] == unit)
    )
    return daily(figures[wanted].set_index("day")["value"], first, last)


def daily(values: pd.Series[float], first: date, last: date) -> pd.Series[float]:
    """Return ``values`` with every day from ``first`` to ``last``, NaN where there is none."""
    return values.reindex(pd.date_range(first, last, unit="s", name="day"))


def change(values: pd.Series[float], day: date) -> Change:
    """Compare the figure of ``day`` with the last one reported before it, however long ago."""
    known = values.dropna().sort_index()
    at = pd.Timestamp(day)
    if at not in known.index:
        return Change(None, None, 0)
    value = float(known[at])
    earlier = known[known.index < at]
    if earlier.empty:
        return Change(value, None, 0)
    return Change(value, value - float(earlier.iloc[-1]), int((at - earlier.index[-1]).days))


def new_cases(cumulative: pd.Series[float]) -> pd.DataFrame:
    """Return what each reported day added: new_d = cum_d - cum of the last reported day before.

    Returns:
        Indexed like ``cumulative``: new (NaN where nothing can be said), span (days it covers, 0 where none), revised
        (the cumulative fell: a correction, and no negative case is given).
    """
    known = cumulative.dropna().sort_index()
    added = known.diff()
    days = known.index.to_series().diff().dt.days.fillna(0).astype("int64")
    revised = added < 0
    found = pd.DataFrame({"new": added.mask(revised), "span": days.mask(revised, 0), "revised": revised})
    found = found.reindex(cumulative.index)
    return found.assign(
        span=found["span"].fillna(0).astype("int64"),
        revised=found["revised"].eq(True),
    )


def daily_flow(new: pd.DataFrame) -> pd.Series[float]:
    """Return the new cases that belong to one day alone; what covers several days is no daily figure.

    Args:
        new: as from ``new_cases``.
    """
    return new["new"].where(new["span"] == 1)


def seven_day_mean(flow: pd.Series[float]) -> pd.Series[float]:
    """Return the mean of the reported daily flows of the 7 days to each day, where at least 5 of them were reported.

    Args:
        flow: new per day; a stock or cumulative makes no sense here.

    Returns:
        Per day from the first to the last of ``flow``; NaN where fewer than 5 of 7 were reported.
    """
    if flow.empty:
        return flow
    every = flow.sort_index().asfreq("D")
    return every.rolling(WEEK, min_periods=ENOUGH_OF_WEEK).mean()


def sums(figures: pd.DataFrame, expected: pd.DataFrame) -> pd.DataFrame:
    """Add up the units, and say how many of those that should have reported are in each sum.

    Args:
        figures: form, unit, day, row, column, value.
        expected: form, unit, day of every report that was due.

    Returns:
        form, day, row, column, value, units (that stated the figure), of (units whose report was due). A cell that no
        unit stated has no line: it is not zero.
    """
    stated = figures.dropna(subset="value")
    cell = ["form", "day", "row", "column"]
    added = stated.groupby(cell)["value"].agg(value="sum", units="count").reset_index()
    due = expected.groupby(["form", "day"]).size().rename("of").reset_index()
    found = added.merge(due, on=["form", "day"], how="left")
    return found.assign(of=found["of"].fillna(found["units"]).astype("int64"))
