"""Whether the lines of a school or ward carry its lessons. Pure.

For learning at home the narrow place is the ward's lines and the platform, so units may be wards as well as schools.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from thongbao.data.rates import shares

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rate(NamedTuple):
    """What one participant needs, Mbps."""

    up: float
    down: float


RATES: Mapping[str, Rate] = MappingProxyType(
    {
        "group_hq": Rate(0.8, 1.0),
        "group_720p": Rate(1.5, 1.5),
        "one_to_one": Rate(0.6, 0.6),
        "screen_share": Rate(0.15, 0.15),
        "audio": Rate(0.08, 0.08),
    }
)
"""Mode -> Mbps per participant, the upper end of what Zoom states for each."""

HEADROOM = 0.3
"""Above the peak: 30 to 40 % in the planning targets of EducationSuperHighway."""

AMBER, RED = 0.8, 1.0
"""Required over available: amber from 80 %, red above 100 %."""


def concurrent(enrolled: pd.Series[float], online: pd.Series[float], peak: pd.Series[float]) -> pd.Series[float]:
    """Return the learners who are online at once.

    Args:
        enrolled: pupils.
        online: share of them who learn online, 0 to 1.
        peak: share of those who are online at the busiest moment, 0 to 1.
    """
    return enrolled * online * peak


def required(
    learners: pd.DataFrame,
    teachers: pd.DataFrame | None = None,
    rates: Mapping[str, Rate] = RATES,
    headroom: float = HEADROOM,
    cameras: float = 0.0,
) -> pd.DataFrame:
    """Return what lines must carry at the peak.

    Args:
        learners: a line per place, a column per mode; concurrent learners, NaN = not stated.
        teachers: live teachers at the place, shaped like ``learners``; None where they teach from elsewhere.
        rates: Mbps by mode.
        headroom: share above the peak, 0.3 for 30 %; both ways.
        cameras: share of the learners whose cameras are on, 0 to 1.

    Returns:
        down, up: Mbps by place; NaN where a mode was not stated.

    Raises:
        KeyError: a mode has no rate.
    """
    down = pd.Series({mode: rates[str(mode)].down for mode in learners}, dtype=float)
    up = pd.Series({mode: rates[str(mode)].up for mode in learners}, dtype=float)
    sent = learners * cameras if teachers is None else learners * cameras + teachers
    factor = 1 + headroom
    return pd.DataFrame(
        {
            "down": learners.mul(down).sum(axis=1, skipna=False) * factor,
            "up": sent.mul(up).sum(axis=1, skipna=False) * factor,
        }
    )


def utilisation(required: pd.Series[float], available: pd.Series[float]) -> pd.DataFrame:
    """Return how much of the lines is needed.

    Args:
        required, available: Mbps, one way.

    Returns:
        n (required), of (available), share, over, as from ``rates.shares``; status: green, amber from 80 %, red above
        100 % or where there is no line at all, "" where one of the two is not known.
    """
    found = shares(required, available)
    none = (found["of"] == 0) & (found["n"] > 0)
    states = [none | (found["share"] > RED), found["share"] >= AMBER, found["share"].notna() | (found["of"] == 0)]
    return found.assign(status=pd.Series(np.select(states, ["red", "amber", "green"], ""), found.index, dtype="str"))
