"""Online learning: devices, participation, modes of teaching, deliveries. Pure.

Every function takes one line per place (unit, grade, subject, ward) and gives lines of the same index back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data.rates import shares

if TYPE_CHECKING:
    from collections.abc import Sequence

MODES = ("live", "recorded", "tv", "printed", "none")
NEED_FIRST = ("poor", "near_poor", "other")
"""Households in the order in which they are helped."""


def device_gap(lacking: pd.Series[float], due: pd.Series[float]) -> pd.DataFrame:
    """Return the pupils who cannot learn online, of those who must.

    Args:
        lacking: pupils without a device, without a line, or without both: each pupil once.
        due: pupils who must learn online, or all enrolled; the one who shows it says which.

    Returns:
        n, of, share, over: as from ``rates.shares``.
    """
    return shares(lacking, due)


def lacking_any(device: pd.Series[float], line: pd.Series[float], both: pd.Series[float]) -> pd.Series[float]:
    """Return the pupils who lack a device or a line, each once.

    Args:
        device: pupils who lack a device, whatever they have besides.
        line: pupils who lack a line, likewise.
        both: pupils who lack both, and so stand in each of the two.
    """
    return device + line - both


def coverage(need: pd.Series[float], pledged: pd.Series[float], delivered: pd.Series[float]) -> pd.DataFrame:
    """Return how far a need is met; what was promised is not what has come.

    Args:
        need: devices or books needed at the beginning.
        pledged, delivered: promised in all, and handed over in all.

    Returns:
        n (delivered), of (need), share, over, as from ``rates.shares``; remaining = need - delivered, not below 0;
        open_pledges = pledged - delivered, not below 0; uncovered = need - what was pledged or delivered, the greater,
        not below 0.
    """
    found = shares(delivered, need)
    promised = pd.concat([pledged, delivered], axis=1).max(axis=1, skipna=False)
    return found.assign(
        remaining=(need - delivered).clip(lower=0),
        open_pledges=(pledged - delivered).clip(lower=0),
        uncovered=(need - promised).clip(lower=0),
    )


def allotted(need: pd.DataFrame, supply: float, order: Sequence[str] = NEED_FIRST) -> pd.DataFrame:
    """Give out devices by need: the poor first, then the near-poor, then the others.

    Args:
        need: household, need (devices); a line per household group.
        supply: devices there are.
        order: the groups, those to be helped first in front; groups not named get what is left.

    Returns:
        The lines in that order with allotted and remaining (devices).
    """
    rank = {group: place for place, group in enumerate(order)}
    found = need.assign(place=need["household"].map(rank).fillna(len(rank)))
    found = found.sort_values("place", kind="stable").drop(columns="place")
    before = found["need"].cumsum() - found["need"]
    given = (supply - before).clip(lower=0).clip(upper=found["need"])
    return found.assign(allotted=given, remaining=found["need"] - given)


def participation(attended: pd.Series[float], expected: pd.Series[float]) -> pd.DataFrame:
    """Return pupils who took part, of those expected, per session or day: as from ``rates.shares``."""
    return shares(attended, expected)


def viewers(daily: pd.DataFrame, enrolled: pd.Series[float]) -> pd.DataFrame:
    """Return the mean daily viewers over the days that were stated.

    Viewers of a first day are another figure: they are never mixed in here.

    Args:
        daily: days x places, viewers of each day; NaN = not stated.
        enrolled: pupils by place; NaN = unknown.

    Returns:
        By place: days (stated), of_days, mean (viewers per stated day), n, of, share, over of the mean among enrolled.
    """
    mean = daily.mean()
    found = shares(mean, enrolled.reindex(daily.columns))
    return pd.DataFrame({"days": daily.notna().sum(), "of_days": len(daily), "mean": mean}).join(found)


def mode_shares(hours: pd.DataFrame, planned: pd.Series[float] | None = None) -> pd.DataFrame:
    """Return how lesson-hours are given, per subject and grade.

    Args:
        hours: a line per subject and grade, a column per mode of ``MODES``; hours, 0 or more, NaN = not stated.
        planned: hours by the plan, of the same index.

    Returns:
        A share per mode (0 to 1, adding up to 1; NaN where a mode was not stated or no hours were), hours (in all), and
        where there is a plan n (hours that were taught), of (planned), share, over.
    """
    modes = [mode for mode in MODES if mode in hours]
    total = hours[modes].sum(axis=1, skipna=False)
    found = hours[modes].div(total.where(total > 0), axis=0).assign(hours=total)
    if planned is None:
        return found
    taught = hours[[mode for mode in modes if mode != "none"]].sum(axis=1, skipna=False)
    return found.join(shares(taught, planned))


def outstanding(needed: pd.Series[float], delivered: pd.Series[float], waiting: pd.Series[float]) -> pd.DataFrame:
    """Return textbooks or devices that have not come yet.

    Args:
        needed, delivered: pupils who need them, and who have them.
        waiting: days since the oldest open request.

    Returns:
        n (delivered), of (needed), share, over; outstanding (not below 0); waiting (days; NaN where all has come).
    """
    open_ = (needed - delivered).clip(lower=0)
    return shares(delivered, needed).assign(outstanding=open_, waiting=waiting.where(open_ > 0))
