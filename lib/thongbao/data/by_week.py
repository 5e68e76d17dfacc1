"""Shares of weekly forms week by week, and two weeks of daily figures side by side. Nothing is filled in. Pure.

A grid here has a row per day (of weekly forms per due day), ascending, and a column per unit; NaN was not stated.
"""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from thongbao.data.epidemic import seven_day_sum
from thongbao.data.indicators import WEEK


class Weeks(NamedTuple):
    """A figure of the last seven days and of the seven days before.

    Attributes:
        now, before: what was new in each, or the state at the end of each; None where nothing was stated.
        units: how many units are in both; a unit that lacks a day of the fourteen is in neither.
        of: how many units there are.
    """

    now: float | None
    before: float | None
    units: int
    of: int

    @property
    def growth(self) -> float | None:
        """Return now over before, 1 for no change; None where there was nothing before."""
        return None if self.now is None or not self.before else self.now / self.before


def shares_by_week(n: pd.DataFrame, of: pd.DataFrame) -> pd.DataFrame:
    """Add up a part and its whole week by week, over the units that stated both.

    Args:
        n, of: weeks x units, of one shape.

    Returns:
        By week: n, of (NaN where no unit stated both), units (how many did).
    """
    both = n.notna() & of.notna()
    parts = {name: grid.where(both).sum(axis=1, min_count=1) for name, grid in (("n", n), ("of", of))}
    return pd.DataFrame({**parts, "units": both.sum(axis=1)})


def two_weeks(flow: pd.DataFrame) -> Weeks:
    """Add up what was new in the last seven days and in the seven before, over units that stated all fourteen.

    Args:
        flow: new per day, every day of the window once.
    """
    total = seven_day_sum(flow)
    whole = total.total.where(~total.partial)
    return _both(whole)


def two_states(stock: pd.DataFrame) -> Weeks:
    """Compare the state on the last day with that of seven days before, over units that stated both."""
    return _both(stock)


def _both(values: pd.DataFrame) -> Weeks:
    of = values.shape[1]
    if len(values) <= WEEK:
        return Weeks(None, None, 0, of)
    now, before = values.iloc[-1], values.iloc[-1 - WEEK]
    held = now.notna() & before.notna()
    if not held.any():
        return Weeks(None, None, 0, of)
    return Weeks(float(now[held].sum()), float(before[held].sum()), int(held.sum()), of)
