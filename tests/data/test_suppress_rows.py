"""A split into teachers, students and relatives is shown whole or not at all."""

from __future__ import annotations

import numpy as np

from thongbao.data.suppress import family, hide, rule_of
from thongbao.data.suppress_rows import shown_splits

RULE = rule_of(10)
KNOWN = family(["a", "b", "c"], {"all": ["a", "b", "c"]})


def splits(parts: list[list[float]]) -> tuple[list[bool], dict[str, bool]]:
    rows = np.array(parts)
    totals = rows.sum(axis=1)
    units, areas = shown_splits(rows, totals, hide(totals, KNOWN, RULE), KNOWN, RULE)
    return units.tolist(), areas


def test_a_split_without_small_parts_is_shown() -> None:
    """Zeros are no small parts."""
    assert splits([[10, 20], [0, 30], [40, 50]]) == ([True, True, True], {"all": True})


def test_the_hidden_splits_of_several_units_must_not_add_up_to_a_small_part() -> None:
    """One teacher in unit a: with b's split shown the sum over all would give him back."""
    units, areas = splits([[1, 30], [20, 30], [40, 50]])

    assert units == [False, False, True]
    assert areas == {"all": True}


def test_where_no_other_split_can_cover_the_sum_is_not_split_either() -> None:
    """Only unit a has teachers, and it has one."""
    units, areas = splits([[1, 30], [0, 30], [0, 50]])

    assert not units[0]
    assert areas == {"all": False}


def test_a_split_of_which_a_small_part_was_not_stated_is_hidden() -> None:
    """What is missing is the total less the others."""
    rows, totals = np.array([[np.nan, 30.0], [20.0, 30.0], [40.0, 50.0]]), np.array([33.0, 50.0, 90.0])

    units, _ = shown_splits(rows, totals, hide(totals, KNOWN, RULE), KNOWN, RULE)

    assert not units[0]
