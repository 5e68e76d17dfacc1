"""Hide splits: who of the people counted are teachers, students, relatives. One column of a form on one day. Pure.

A split is shown whole or not at all. What is then known of the hidden splits is their sum, row by row, over each block
of units that stands under one shown split; it is shown only where each of these sums is 0 or at least k. Inside a block
only margins are known, and by Fréchet's bounds a part can be anything within the smallest of four of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from thongbao.data.suppress import SHOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thongbao.data.suppress import Day, Family, Floats, Rule

    Flags = NDArray[np.bool_]


def shown_splits(rows: Floats, totals: Floats, day: Day, known: Family, rule: Rule) -> tuple[Flags, dict[str, bool]]:
    """Say whose split may be shown.

    Args:
        rows: units x parts, NaN where not stated.
        totals: per unit, NaN where not stated.
        day: what may be shown of the totals.

    Returns:
        per unit, and area -> whether its split is shown.
    """
    stated = ~np.isnan(totals)
    parts = np.where(stated[:, np.newaxis], np.nan_to_num(rows), 0.0)
    rest = np.where(stated, np.nan_to_num(totals) - parts.sum(axis=1), 0.0)
    parts = np.column_stack([parts, rest])  # what was not stated is known by the difference
    shown = stated & (day.units == SHOWN) & ~rule.small(parts).any(axis=1)
    areas: dict[str, bool] = {}
    for name in known.areas:
        areas[name] = day.areas[name] == SHOWN and _protect(name, parts, shown, areas, known, rule)
    return shown, areas


def _protect(name: str, parts: Floats, shown: Flags, areas: dict[str, bool], known: Family, rule: Rule) -> bool:
    """Hide the splits of more units until the sums over the hidden ones are not small; False where none is left."""
    while True:
        inside = [known.areas[other] for other in known.below[name] if areas[other]]
        own = np.setdiff1d(known.areas[name], np.concatenate(inside)) if inside else known.areas[name]
        hidden, free = own[~shown[own]], own[shown[own]]
        sums = parts[hidden].sum(axis=0)
        small = rule.small(sums)
        whole = parts[hidden].sum(axis=1)
        alone = whole.sum() > 0 and whole.sum() - whole.max() < rule.k
        if not small.any() and not alone:
            return True
        useful = free[(parts[free][:, small] >= rule.k).all(axis=1) & (parts[free].sum(axis=1) >= rule.k)]
        if not len(useful):
            useful = free[(parts[free][:, small] >= rule.k).any(axis=1)] if small.any() else useful
        if not len(useful):
            return False
        shown[useful[np.argmin(parts[useful].sum(axis=1))]] = False
