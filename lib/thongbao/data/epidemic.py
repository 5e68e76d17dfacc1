"""Cases and isolation: what is active, pending, new within a week, and who is in isolation too long. Pure.

A grid here has a row per day, every day of the window once and ascending, and a column per unit; NaN was not stated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from thongbao.data.indicators import WEEK
from thongbao.data.rates import shares

if TYPE_CHECKING:
    import pandas as pd

ISOLATION_DAYS = 14
"""How long people are isolated, in days; offices differ."""


class Week(NamedTuple):
    """Seven days added up, days x units.

    Attributes:
        total: sum of the stated daily flows of the 7 days to each day; NaN where none was stated.
        days: on how many of the 7 it was stated; below 7 the total is partial and must be marked so.
    """

    total: pd.DataFrame
    days: pd.DataFrame

    @property
    def partial(self) -> pd.DataFrame:
        """Where a total lacks days."""
        return self.total.notna() & (self.days < WEEK)


def seven_day_sum(flow: pd.DataFrame) -> Week:
    """Add up the stated daily flows of the 7 days to each day.

    Args:
        flow: new per day, days x units, as from ``indicators.daily_flow``.
    """
    # Added up anew for each day: a running sum would carry rounding along.
    rolled = flow.rolling(WEEK, min_periods=1)
    return Week(rolled.sum(), flow.notna().rolling(WEEK, min_periods=1).sum().astype("int64"))


def growth(flow: pd.DataFrame) -> pd.DataFrame:
    """Return the sum of the 7 days to each day over that of the 7 days before: 1 for no change.

    NaN where a day of the fourteen was not stated, or where nothing was new in the earlier seven.
    """
    total = flow.rolling(WEEK, min_periods=WEEK).sum()
    before = total.shift(WEEK)
    return (total / before).where(before > 0)


def active(confirmed: pd.DataFrame, recovered: pd.DataFrame, dead: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the cases that are ill: confirmed - recovered - dead, all cumulative; NaN where one is not stated.

    A form that asks for those confirmed *now* states this itself: it must not be derived from such a stock.
    """
    return confirmed - recovered - (dead if dead is not None else 0)


def pending(suspected: pd.DataFrame, excluded: pd.DataFrame, confirmed: pd.DataFrame) -> pd.DataFrame:
    """Return the suspected cases still open: suspected - excluded - those that became confirmed, all cumulative."""
    return suspected - excluded - confirmed


def isolated_anew(stock: pd.DataFrame, released: pd.DataFrame) -> pd.DataFrame:
    """Return who came into isolation each day: the change of the stock plus those released on the day.

    Args:
        stock: people in isolation at the cut-off.
        released: people released, cumulative.

    Returns:
        people per day; NaN where the day or the day before was not stated. A negative figure says that stock and
        releases contradict each other; it is not repaired.
    """
    return stock.diff() + released.diff()


def overdue(stock: pd.DataFrame, released: pd.DataFrame, days: int = ISOLATION_DAYS) -> pd.DataFrame:
    """Return how many people at least are in isolation longer than ``days``.

    Whoever had entered by then, stock + released so many days ago, must have been released by now; the first to enter
    are taken to be the first released. If others went before them, more are overdue.

    Args:
        stock: people in isolation at the cut-off.
        released: people released, cumulative.

    Returns:
        people, 0 or more; NaN where the day itself or the one ``days`` before was not stated.
    """
    return ((stock + released).shift(days) - released).clip(lower=0).where(stock.notna())


def isolation_excess(stock: pd.DataFrame, released: pd.DataFrame, screened: pd.DataFrame) -> pd.DataFrame:
    """Return by how many people isolation exceeds screening: stock + released - screened, where that is above 0.

    People in isolation were screened before; more of them than of the screened is a contradiction between the two
    figures: other people, people counted twice, or another day.

    Returns:
        people; 0 where it fits, NaN where one of the three was not stated.
    """
    return (stock + released - screened).clip(lower=0)


def reconciled(reported: pd.Series[float], authority: pd.Series[float]) -> pd.DataFrame:
    """Hold what schools and offices report against what the health authority says; neither is changed.

    Args:
        reported, authority: cases of the same place, day and basis, by measure; NaN = not stated.

    Returns:
        n (reported), of (the authority's), share, over (more are reported than the authority has in all), as from
        ``rates.shares``; difference = reported - authority (cases).
    """
    return shares(reported, authority).assign(difference=reported - authority)
