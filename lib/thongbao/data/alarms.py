"""Early aberration reporting: EARS C1, C2 and C3, over all units at once. Pure.

Source: Hutwagner et al., Journal of Urban Health 80 (2003), i89-i96; thresholds as CDC uses them. surveillance::earsC
in R has 3.09 and 1.96 instead.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.lib.stride_tricks import sliding_window_view

BASELINE = 7
"""Days of the baseline; all of them must be stated."""

LAG = 2
"""Days between the baseline of C2 and the day."""

FLOOR = 0.2
"""Least standard deviation, cases per day: after a week of zeros a single case would have an infinite score."""

C1_ALARM, C2_ALARM, C3_ALARM = 3.0, 3.0, 2.0


class Ears(NamedTuple):
    """The three scores, each days x units; NaN where a day that is needed was not stated.

    Attributes:
        c1: against the 7 days before, in standard deviations.
        c2: against the 7 days that end three days before.
        c3: what C2 exceeded 1 by, over the day and the two before.
    """

    c1: pd.DataFrame
    c2: pd.DataFrame
    c3: pd.DataFrame

    def alarms(self) -> pd.DataFrame:
        """Return where any score is above its threshold: C1 > 3, C2 > 3, C3 > 2."""
        return (self.c1 > C1_ALARM) | (self.c2 > C2_ALARM) | (self.c3 > C3_ALARM)


def ears(flow: pd.DataFrame, floor: float = FLOOR) -> Ears:
    """Score each day's new cases against the days before.

    Args:
        flow: new per day, every day of the window once and ascending x units; NaN = not stated, or of several days.
        floor: least standard deviation, above 0.

    Raises:
        ValueError: the floor is not above 0, or a day is lacking or stands twice.
    """
    if not floor > 0:
        raise ValueError(f"The floor {floor} is not above 0: a baseline of zeros would divide by it.")
    days = pd.DatetimeIndex(flow.index)
    if len(days) > 1 and not (np.diff(days.to_numpy()) == np.timedelta64(1, "D")).all():
        raise ValueError("The grid has not every day once and ascending. Reindex it: a lacking day is NaN, not absent.")
    values = flow.to_numpy(dtype=float)
    c1, c2 = (_score(values, lag, floor) for lag in (0, LAG))
    above = np.maximum(0.0, c2 - 1.0)  # NaN stays NaN
    c3 = np.full_like(values, np.nan)
    c3[2:] = above[2:] + above[1:-1] + above[:-2]
    return Ears(*(pd.DataFrame(score, flow.index, flow.columns) for score in (c1, c2, c3)))


def _score(values: np.ndarray, lag: int, floor: float) -> np.ndarray:
    """Return (value - mean) / sd over the 7 days that end ``lag`` + 1 days before; sd of n - 1, at least ``floor``."""
    found = np.full_like(values, np.nan)
    first = BASELINE + lag
    if len(values) > first:
        windows = sliding_window_view(values, BASELINE, axis=0)[: len(values) - first]
        spread = np.maximum(windows.std(axis=-1, ddof=1), floor)
        found[first:] = (values[first:] - windows.mean(axis=-1)) / spread
    return found
