"""Hide small growth: cumulative counts day after day, of units and areas. Pure.

The difference of two published cumulative counts is what was new between them, a count like any other. So a cumulative
count is published in steps: a new value only where it is the old one or at least k more. Between two steps it is known
that fewer than k were added, and no more. The sum of all units waits for them: it is published only on days on which
the sum of what the hidden units have added since their last steps leaves the share of each of them open. Sums of parts
of the units are published only where each of them is: with a second sum its days would cross those of the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thongbao.data.suppress import COVER, SHOWN, SMALL, open_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thongbao.data.suppress import Family, Floats, Marks, Rule


@dataclass(frozen=True)
class Course:
    """What may be published of a cumulative column, day by day.

    Attributes:
        units: days x units, marks.
        areas: area -> days, marks.
        splits: days: whether the split of the largest area may be shown.
    """

    units: Marks
    areas: dict[str, Marks]
    splits: NDArray[np.bool_]


class _Step:
    """What was known when the sum of all units was last published.

    Attributes:
        value: the sum; at: of each unit; shown: whether it was; base: the last step of each unit before it.
        waiting: the hidden units whose sum was known.
    """

    def __init__(self, units: int) -> None:
        self.value, self.at, self.shown = 0.0, np.zeros(units), np.ones(units, dtype=bool)
        self.base, self.waiting = np.zeros(units), np.array([], dtype=np.intp)


def hide_growth(values: Floats, rows: Floats, known: Family, rule: Rule) -> Course:
    """Decide what may be published of a cumulative column, from its first day on.

    Args:
        values: days x units, NaN where not stated; all days since the first that anybody stated.
        rows: days x units x parts.
    """
    days, count = values.shape
    units = np.zeros((days, count), dtype=np.int8)
    areas = {name: np.zeros(days, dtype=np.int8) for name in known.areas}
    splits = np.zeros(days, dtype=bool)
    last, step, split = np.zeros(count), _Step(count), np.zeros(rows.shape[2])
    for day, now in enumerate(values):
        hidden = rule.small(now - last) | rule.small(now)
        units[day] = np.where(hidden, np.where(now < rule.k, SMALL, COVER), SHOWN)
        for name, members in known.areas.items():
            areas[name][day] = COVER if hidden[members].any() else SHOWN
        if known.whole is not None:
            areas[known.whole][day] = _take_step(now, last, hidden, step, rule)
            parts = np.nan_to_num(rows[day][~np.isnan(now)]).sum(axis=0)
            if areas[known.whole][day] == SHOWN and not rule.small(parts - split).any():
                splits[day], split = True, parts
        last = np.where(hidden | np.isnan(now), last, now)
    return Course(units, areas, splits)


def _take_step(now: Floats, base: Floats, hidden: NDArray[np.bool_], step: _Step, rule: Rule) -> int:
    """Return the mark of the sum of all units on a day, and keep what is known with it where it is shown."""
    value, waiting = float(np.nansum(now)), np.flatnonzero(hidden)
    share = (now - base)[waiting]
    if len(waiting):
        least, most = open_interval(rule, len(waiting), 0, float(share.sum()))
        if (share < 0).any() or most - least < rule.width:
            return COVER
    # Those that were not published at both steps: what they added together between the two is known.
    unseen = np.isfinite(now) & (hidden | ~step.shown)
    grown = np.array([value - step.value, float((now - step.at)[unseen].sum())])
    if rule.small(grown).any() or not _may_leave(step, waiting, base, float(share.sum()), rule):
        return COVER
    step.value, step.shown, step.base, step.waiting = value, ~hidden, base, waiting
    step.at = np.where(np.isnan(now), step.at, now)
    return SHOWN


def _may_leave(step: _Step, waiting: NDArray[np.intp], base: Floats, total: float, rule: Rule) -> bool:
    """Say whether units that waited at the last step and took one since keep what they had added before it open.

    Those that still wait had then added no more than now, which bounds the others from below.
    """
    stay = np.array([u for u in waiting if u in step.waiting and base[u] == step.base[u]], dtype=np.intp)
    left = len(step.waiting) - len(stay)
    if not left:
        return True
    before = float((step.at - step.base)[step.waiting].sum())
    still = min(len(stay) * (rule.k - 1), total - (len(waiting) - len(stay)))
    least = max(1.0, before - still - (left - 1) * (rule.k - 1))
    most = min(rule.k - 1.0, before - len(stay) - (left - 1))
    return most - least >= rule.width
