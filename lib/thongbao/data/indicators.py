"""Sums, changes, new cases and means. Nothing is filled in: a day without a report stays a gap. Pure.

A grid here has a row per day, every day of the window once and ascending, and a column per unit; NaN was not stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

WEEK = 7
ENOUGH_OF_WEEK = 5
"""A 7-day mean of fewer reported days is not shown."""


class Sum(NamedTuple):
    """A figure added up over units.

    Attributes:
        value: None where no unit stated it: that is not zero.
        units: how many stated it.
        of: how many did or should have.
    """

    value: float | None
    units: int
    of: int


class Change(NamedTuple):
    """A figure and how it differs from an earlier one of the same units.

    Attributes:
        value: None where nothing was stated on the day.
        change: over the units that stated both; None where there is nothing to compare.
        span: days between the two, at least 1; 0 where there is no change.
        units: how many units are compared.
        of: how many stated the figure of the day or should have.
    """

    value: float | None
    change: float | None
    span: int
    units: int
    of: int


class Growth(NamedTuple):
    """What a cumulative figure grew by, days x units.

    Attributes:
        new: since the last stated day before; NaN where nothing can be said, and where it fell: that is a correction.
        span: the days ``new`` covers, 0 where it is NaN.
    """

    new: pd.DataFrame
    span: pd.DataFrame


def total(figures: pd.Series[float], due: Collection[str]) -> Sum:
    """Add up one day's figures.

    Args:
        figures: by unit.
        due: the units that should have stated it.
    """
    stated = figures.dropna()
    value = float(stated.sum()) if len(stated) else None
    return Sum(value, len(stated), len(set(due).union(stated.index)))


def sums(grid: pd.DataFrame, due: pd.DataFrame) -> pd.DataFrame:
    """Add up the units day by day, as ``total`` does for one day.

    Args:
        due: where a report was due, shaped like ``grid``.

    Returns:
        By day: value (NaN where no unit stated it), units, of.
    """
    stated = grid.notna()
    counts = {"units": stated.sum(axis=1), "of": (stated | due).sum(axis=1)}
    return pd.DataFrame({"value": grid.sum(axis=1, min_count=1), **counts})


def change(grid: pd.DataFrame, due: Collection[str]) -> Change:
    """Compare the last day of ``grid`` with an earlier one, over the units that stated the figure on both.

    The earlier day is the last on which at least half of the units of the day stated it, however long ago; where there
    is none, the one on which most of them did.

    Args:
        due: the units that should have stated it on the last day.
    """
    today = grid.iloc[-1].dropna()
    now = total(today, due)
    before = grid.iloc[:-1][list(today.index)]
    units = before.notna().sum(axis=1).to_numpy()
    if not units.any():
        return Change(now.value, None, 0, 0, now.of)
    enough = np.flatnonzero(units * 2 >= now.units)
    at = int(enough[-1]) if len(enough) else len(units) - 1 - int(units[::-1].argmax())
    both = (today - before.iloc[at]).dropna()
    return Change(now.value, float(both.sum()), int((grid.index[-1] - grid.index[at]).days), len(both), now.of)


def new_cases(cumulative: pd.DataFrame) -> Growth:
    """Return what each day added, unit by unit: new_d = cum_d - cum of the last stated day before."""
    places = np.arange(len(cumulative), dtype=float)[:, np.newaxis]
    stated = pd.DataFrame(np.where(cumulative.notna(), places, np.nan), cumulative.index, cumulative.columns)
    new = cumulative - cumulative.ffill().shift()
    new = new.mask(new < 0)
    span = (stated - stated.ffill().shift()).where(new.notna())
    return Growth(new, span.fillna(0).astype("int64"))


def daily_flow(growth: Growth) -> pd.DataFrame:
    """Return the new cases that belong to one day alone; what covers several days is no daily figure."""
    return growth.new.where(growth.span == 1)


def seven_day_mean(flow: pd.DataFrame) -> pd.DataFrame:
    """Return the mean of the stated daily flows of the 7 days to each day, where at least 5 of them were stated.

    Args:
        flow: new per day; a stock or cumulative makes no sense here.
    """
    return flow.rolling(WEEK, min_periods=ENOUGH_OF_WEEK).mean()


def mean_of_sum(flow: pd.DataFrame, due: pd.DataFrame) -> pd.Series[float]:
    """Return the 7-day mean of a sum over units: the sum of their means, where every unit that is due has one.

    Where all units stated all days it is the mean of the daily sums. Where one was silent for a day the other days
    stand for it, as they do in its own mean; a day's sum that lacks it would pull the line down.

    Args:
        due: where a report was due, shaped like ``flow``.
    """
    found = sums(seven_day_mean(flow), due)
    return found["value"].where(found["units"] == found["of"])
