"""Hide small counts so that sums do not give them back: one column of a form on one day, unit by unit. Pure.

What is published of a day are figures of single units and of areas (the whole office, a part of it, a group). Areas are
nested or apart, never crossing, so that all an attacker learns are the sums of disjoint blocks: the hidden units that
stand under one published area and under no smaller one. In a block the feasible interval of each hidden count has a
closed form, and the block is enlarged until the interval is wide enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Marks = NDArray[np.int8]

SHOWN, SMALL, COVER = 0, 1, 2
"""Marks: nothing is hidden; fewer than k; hidden because it would give another figure away."""


class Rule(NamedTuple):
    """How small a count is small, and how wide the interval is that must stay open.

    Attributes:
        k: counts of 1 to k - 1 are hidden, persons.
        width: the greatest possible value less the least that is possible, at least; persons.
    """

    k: int
    width: int

    def small(self, value: Floats) -> NDArray[np.bool_]:
        """Say which are small, of either sign; zeros and what was not stated are not."""
        size = np.abs(value)
        return (size > 0) & (size < self.k)


def rule_of(k: int) -> Rule:
    """Return the rule for a threshold: of the k - 1 values that a hidden count can have, half stay possible.

    Args:
        k: at least 3: of a count that can only be 1 nothing is hidden.
    """
    if k < 3:
        raise ValueError(f"A threshold of {k} hides nothing. Give 3 or more.")
    return Rule(k, (k - 1) // 2)


@dataclass(frozen=True)
class Family:
    """Units and the areas they are added up to; the smallest areas first, and no two that cross.

    Attributes:
        units: codes.
        areas: name -> the positions of its units in ``units``.
        below: area -> the smaller areas inside it, any depth.
    """

    units: tuple[str, ...]
    areas: dict[str, NDArray[np.intp]]
    below: dict[str, tuple[str, ...]]

    @property
    def nodes(self) -> tuple[str, ...]:
        """Return all that has figures: the units, then the areas."""
        return (*self.units, *self.areas)

    @property
    def whole(self) -> str | None:
        """Name the area that holds all units."""
        last = next(reversed(self.areas), None)
        return last if last is not None and len(self.areas[last]) == len(self.units) else None


def family(units: Sequence[str], areas: Mapping[str, Sequence[str]]) -> Family:
    """Return the areas that can be published beside each other.

    Args:
        units: codes.
        areas: name -> codes; where two cross, the one named later is left out, and is then never published.
    """
    at = {code: n for n, code in enumerate(units)}
    kept: dict[str, frozenset[int]] = {}
    for name, codes in areas.items():
        members = frozenset(at[code] for code in codes)
        if members and all(not members & other or members <= other or other <= members for other in kept.values()):
            kept[name] = members
    ordered = sorted(kept, key=lambda name: (len(kept[name]), -list(kept).index(name)))
    below = {
        name: tuple(other for other in ordered[: ordered.index(name)] if kept[other] <= kept[name]) for name in ordered
    }
    return Family(tuple(units), {name: np.array(sorted(kept[name]), dtype=np.intp) for name in ordered}, below)


class Day(NamedTuple):
    """What may be published of one column on one day.

    Attributes:
        units: a mark per unit.
        areas: area -> mark; one that is shown is the exact sum over the units that stated the figure.
    """

    units: Marks
    areas: dict[str, int]


def open_interval(rule: Rule, smalls: int, covers: int, total: float) -> tuple[float, float]:
    """Return between what a hidden small count must lie whose block has a known sum.

    Args:
        smalls: hidden counts known to be 1 to k - 1, this one among them.
        covers: hidden counts known to be k or more.
        total: of all of them.
    """
    least = 1.0 if covers else max(1.0, total - (smalls - 1) * (rule.k - 1))
    most = min(rule.k - 1.0, total - (smalls - 1) - covers * rule.k)
    return least, most


def hide(values: Floats, known: Family, rule: Rule) -> Day:
    """Decide what may be published of one column on one day.

    Args:
        values: per unit, NaN where not stated; 0 or more.
    """
    marks = np.where(rule.small(values), SMALL, SHOWN).astype(np.int8)
    areas = dict.fromkeys(known.areas, SHOWN)
    for name in known.areas:
        _protect(name, values, marks, areas, known, rule)
    if known.whole is not None and areas[known.whole] == COVER:
        # No larger sum holds it: that it is small itself may be said, as long as its parts stay open.
        smalls = int((marks == SMALL).sum())
        if np.nansum(values) < rule.k and rule.k - 1 - smalls >= rule.width:
            areas[known.whole] = SMALL
    return Day(marks, areas)


def block(name: str, areas: Mapping[str, int], known: Family) -> NDArray[np.intp]:
    """Return the units of an area that stand under no smaller area that is shown."""
    inside = [known.areas[other] for other in known.below[name] if areas[other] == SHOWN]
    return np.setdiff1d(known.areas[name], np.concatenate(inside)) if inside else known.areas[name]


def _protect(name: str, values: Floats, marks: Marks, areas: dict[str, int], known: Family, rule: Rule) -> None:
    """Hide more units, else smaller areas, else the area itself, until its small counts stay open."""
    while True:
        own = block(name, areas, known)
        if _is_open(own, values, marks, rule):
            return
        free = own[(marks[own] == SHOWN) & (values[own] >= rule.k)]
        if len(free):
            marks[_cover(own, free, values, marks, rule)] = COVER
            continue
        shown = [other for other in known.below[name] if areas[other] == SHOWN]
        if not shown:
            areas[name] = COVER
            return
        areas[min(shown, key=lambda other: float(np.nansum(values[known.areas[other]])))] = COVER


def _is_open(own: NDArray[np.intp], values: Floats, marks: Marks, rule: Rule) -> bool:
    smalls, covers = own[marks[own] == SMALL], own[marks[own] == COVER]
    if not len(smalls):
        return True
    total = float(values[smalls].sum() + values[covers].sum())
    least, most = open_interval(rule, len(smalls), len(covers), total)
    return most - least >= rule.width


def _cover(own: NDArray[np.intp], free: NDArray[np.intp], values: Floats, marks: Marks, rule: Rule) -> int:
    """Return the least unit that, hidden too, leaves the interval open; the greatest where none does alone."""
    for at in free[np.argsort(values[free], kind="stable")]:
        tried = marks.copy()
        tried[at] = COVER
        if _is_open(own, values, tried, rule):
            return int(at)
    return int(free[np.argmax(values[free])])
