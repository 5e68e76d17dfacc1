"""Cumulative counts are published in steps, so that two days do not give back what was new between them."""

from __future__ import annotations

import numpy as np
import pytest

from support.tables import attack_course, attack_growth
from thongbao.data.suppress import COVER, SHOWN, SMALL, family, rule_of
from thongbao.data.suppress_growth import hide_growth

RULE = rule_of(10)
KNOWN = family(["a", "b", "c"], {"all": ["a", "b", "c"], "two": ["a", "b"]})


@pytest.mark.parametrize("seed", range(0, 100, 20))
def test_no_small_growth_can_be_worked_out_from_two_or_three_days(seed: int) -> None:
    """Twenty random courses each, with areas and missing reports."""
    for course in range(seed, seed + 20):
        attack_course(course, days=2 + course % 2)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(1_000, 2_000, 100))
def test_no_small_growth_of_a_thousand_pairs_of_days_can_be_worked_out(seed: int) -> None:
    """The same at length, and as many courses of up to five days."""
    for course in range(seed, seed + 100):
        attack_course(course, days=2)
        attack_course(course)


def test_a_cumulative_is_published_when_it_stands_or_has_grown_by_k() -> None:
    """From nothing: 4 is small, 12 a step; 15 waits, 22 is one."""
    values = np.array([[0.0], [4.0], [12.0], [12.0], [15.0], [15.0], [22.0]])

    course = hide_growth(values, values[:, :, np.newaxis], family(["a"], {}), RULE)

    assert course.units[:, 0].tolist() == [SHOWN, SMALL, SHOWN, SHOWN, COVER, COVER, SHOWN]


def test_the_sum_waits_while_a_single_unit_waits() -> None:
    """All but one are published: the sum would give the last one."""
    values = np.array([[20.0, 20.0, 20.0], [23.0, 40.0, 40.0], [23.0, 60.0, 60.0]])

    course = hide_growth(values, values[:, :, np.newaxis], KNOWN, RULE)

    assert course.areas["all"].tolist() == [SHOWN, COVER, COVER]


def test_the_sum_is_published_when_those_that_wait_cover_each_other() -> None:
    """Two units have added 10 together: each may have added 1 to 9. A sum of a part of the units would say more."""
    values = np.array([[20.0, 20.0, 20.0], [23.0, 27.0, 40.0]])

    course = hide_growth(values, values[:, :, np.newaxis], KNOWN, RULE)

    assert course.areas["all"].tolist() == [SHOWN, SHOWN]
    assert course.areas["two"].tolist() == [SHOWN, COVER]


def test_a_unit_that_takes_its_step_while_the_others_stand_still_does_not_give_them_back() -> None:
    """Then what the others had added is what they have added still, and the rest of the old sum is the unit's own."""
    values = np.array([[20.0, 20.0, 20.0], [28.0, 23.0, 40.0], [48.0, 23.0, 40.0]])

    course = hide_growth(values, values[:, :, np.newaxis], KNOWN, RULE)

    attack_growth(values, course, KNOWN, RULE)
    assert course.areas["all"].tolist() == [SHOWN, SHOWN, COVER]


def test_a_fall_by_less_than_k_is_hidden_too() -> None:
    """A correction of two people is a count of two people."""
    values = np.array([[20.0], [18.0], [5.0]])

    course = hide_growth(values, values[:, :, np.newaxis], family(["a"], {}), RULE)

    assert course.units[:, 0].tolist()[:2] == [SHOWN, COVER]


def test_a_small_value_after_a_great_fall_is_hidden() -> None:
    """A cumulative of 5 is a count of five people, however it came to be."""
    values = np.array([[40.0], [5.0]])

    course = hide_growth(values, values[:, :, np.newaxis], family(["a"], {}), RULE)

    assert course.units[1, 0] == SMALL


def test_a_split_of_the_sum_is_published_when_every_part_has_taken_a_step() -> None:
    """Two teachers more would be the difference of two splits."""
    rows = np.array([[[20.0, 30.0]], [[22.0, 60.0]], [[32.0, 60.0]]])

    course = hide_growth(rows.sum(axis=2), rows, family(["a"], {"all": ["a"]}), RULE)

    assert course.splits.tolist() == [True, False, True]
