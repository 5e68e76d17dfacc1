"""Small counts are hidden so that no sum gives them back. The attackers of ``support.tables`` are linear programs."""

from __future__ import annotations

import numpy as np
import pytest

from support.attacker import Attack
from support.tables import attack_day, attack_published
from thongbao.data.suppress import COVER, SHOWN, SMALL, family, hide, open_interval, rule_of

RULE = rule_of(10)
TWO_GROUPS = family(["a", "b", "c", "d"], {"all": ["a", "b", "c", "d"], "left": ["a", "b", "c"], "right": ["d"]})


@pytest.mark.parametrize("seed", range(0, 500, 50))
def test_no_small_count_of_a_random_table_can_be_worked_out(seed: int) -> None:
    """Fifty tables each, with totals, groups, groups of groups, splits and missing reports."""
    for table in range(seed, seed + 50):
        attack_day(table)


@pytest.mark.faults
@pytest.mark.parametrize("seed", range(1_000, 11_000, 1_000))
def test_no_small_count_of_ten_thousand_random_tables_can_be_worked_out(seed: int) -> None:
    """The same at length."""
    for table in range(seed, seed + 1_000):
        attack_day(table)


def test_the_attackers_find_what_is_badly_hidden() -> None:
    """One hidden unit and an exact total: an attack that found nothing here would prove nothing above."""
    values, parts = np.array([3.0, 20.0, 30.0, 40.0]), np.array([[3.0], [20.0], [30.0], [40.0]])
    day = hide(values, TWO_GROUPS, RULE)
    careless = day._replace(units=np.array([SMALL, SHOWN, SHOWN, SHOWN]), areas=dict.fromkeys(day.areas, SHOWN))
    nothing = (np.zeros(4, dtype=bool), dict.fromkeys(day.areas, False))

    attack_published(values, parts, day, nothing, TWO_GROUPS, RULE)
    with pytest.raises(AssertionError, match="3 to 3"):
        attack_published(values, parts, careless, nothing, TWO_GROUPS, RULE)


def test_counts_below_k_are_hidden_and_zeros_are_not() -> None:
    """1 to 9 at k = 10; what was not stated is neither."""
    known = family([f"u{n}" for n in range(12)], {})

    day = hide(np.array([0, 1, 9, 10, np.nan, 2, 3, 4, 5, 6, 7, 8]), known, RULE)

    assert day.units.tolist() == [SHOWN, SMALL, SMALL, SHOWN, SHOWN, *[SMALL] * 7]


def test_a_single_small_count_takes_the_least_other_one_with_it() -> None:
    """In its own group, so that neither the group nor the whole gives it back."""
    day = hide(np.array([3.0, 20.0, 30.0, 40.0]), TWO_GROUPS, RULE)

    assert day.units.tolist() == [SMALL, COVER, SHOWN, SHOWN]
    assert day.areas == {"right": SHOWN, "left": SHOWN, "all": SHOWN}


def test_a_group_of_one_small_unit_is_hidden_with_it_and_covered_by_another() -> None:
    """The split into groups is a table of its own: the whole less one group is the other."""
    day = hide(np.array([20.0, 30.0, 50.0, 4.0]), TWO_GROUPS, RULE)

    assert day.units.tolist() == [COVER, SHOWN, SHOWN, SMALL] or day.areas["left"] != SHOWN
    assert day.areas["right"] == COVER
    assert day.areas["all"] == SHOWN


def test_many_small_counts_cover_each_other_and_their_sum_is_published() -> None:
    """No figure is hidden without need."""
    day = hide(np.array([3.0, 6.0, 5.0, 40.0]), TWO_GROUPS, RULE)

    assert day.units.tolist() == [SMALL, SMALL, SMALL, SHOWN]
    assert set(day.areas.values()) == {SHOWN}


def test_nine_units_with_one_case_each_do_not_stand_under_fewer_than_ten() -> None:
    """Nine counts of at least 1 whose sum is below 10 are all 1: then even that is too much to say."""
    known = family([f"u{n}" for n in range(9)], {"all": [f"u{n}" for n in range(9)]})

    assert hide(np.ones(9), known, RULE).areas == {"all": COVER}
    assert hide(np.array([4.0, *[0.0] * 8]), known, RULE).areas == {"all": SMALL}


def test_the_interval_of_the_closed_form_is_that_of_the_linear_program() -> None:
    """Over every block of up to three small counts and one cover."""
    for smalls, covers, total in [(1, 0, 4), (2, 0, 9), (2, 0, 18), (3, 0, 20), (1, 1, 14), (2, 1, 30), (3, 2, 29)]:
        attack = Attack()
        hidden = [attack.unknown(1, 9) for _ in range(smalls)] + [attack.unknown(10) for _ in range(covers)]
        attack.known(dict.fromkeys(hidden, 1), total)

        assert attack.interval({hidden[0]: 1}) == open_interval(RULE, smalls, covers, total)


def test_areas_that_cross_are_not_published_beside_each_other() -> None:
    """The one that is named first is; sums of both would give the units that they share."""
    known = family(["a", "b", "c"], {"all": ["a", "b", "c"], "tree": ["a", "b"], "group": ["b", "c"]})

    assert list(known.areas) == ["tree", "all"]
    assert known.below == {"tree": (), "all": ("tree",)}
    assert known.whole == "all"


def test_a_threshold_that_hides_nothing_is_refused() -> None:
    """Of 1 and 2 nothing is hidden by saying that it is fewer than 2."""
    with pytest.raises(ValueError, match="Give 3 or more"):
        rule_of(2)
