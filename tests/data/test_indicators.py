"""Sums, changes, new cases and means: a gap stays a gap, and a correction is no negative case."""

from __future__ import annotations

import math
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.arrivals import DAY
from thongbao.data import indicators

CITY = [2, 5, 2, 1, 6, 9, 5, 10, 6, 12, 14, 10, 16, 8, 0, 7, 3, 7, 3, 2, 6, 3, 1, 0]
"""New cases of Zhumadian city per day from 24 January 2020."""

courses = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=20)


def grid(first: date = DAY, **units: list[float | None]) -> pd.DataFrame:
    """Make days x units."""
    days = pd.date_range(first, periods=max(map(len, units.values())), unit="s")
    return pd.DataFrame(units, index=days, dtype=float)


def all_due(figures: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(True, index=figures.index, columns=figures.columns)


def test_a_sum_says_how_many_units_are_in_it() -> None:
    """A sum over partial reports says 2 of 3; what nobody stated has no sum; 0 is a figure."""
    figures = grid(a=[None, 0, 4], b=[None, None, 5], c=[None, None, None])
    found = indicators.sums(figures, all_due(figures))

    assert found["value"].fillna(-1).tolist() == [-1, 0, 9]
    assert found["units"].tolist() == [0, 1, 2]
    assert found["of"].tolist() == [3, 3, 3]
    assert indicators.total(figures.iloc[1], "abc") == (0, 1, 3)
    assert indicators.total(figures.iloc[0], "abc") == (None, 0, 3)


def test_a_unit_that_reports_unasked_does_not_stand_for_one_that_should() -> None:
    """Two of two would hide that b is silent."""
    assert indicators.total(grid(a=[1], b=[None], c=[3]).iloc[0], {"a", "b"}) == (4, 2, 3)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 9))] * 3), min_size=1, max_size=6))
def test_the_sums_of_a_grid_are_those_of_its_days(lines: list[tuple[int | None, ...]]) -> None:
    """One formula, day by day or all at once."""
    figures = grid(**{unit: list(column) for unit, column in zip("abc", zip(*lines, strict=True), strict=True)})
    found = indicators.sums(figures, all_due(figures))

    for at, line in enumerate(found.itertuples(index=False)):
        one = indicators.total(figures.iloc[at], "abc")
        assert (one.units, one.of) == (line.units, line.of)
        assert one.value == line.value or (one.value is None and math.isnan(line.value))


def test_a_change_spans_the_days_that_were_not_reported() -> None:
    """The last figure before may be some days old; how old is said."""
    assert indicators.change(grid(a=[10, None, None, 16]), "a") == (16, 6, 3, 1, 1)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([3], (3, None, 0, 0, 1)),
        ([3, None], (None, None, 0, 0, 1)),
        ([None, 0], (0, None, 0, 0, 1)),
        ([4, 4], (4, 0, 1, 1, 1)),
    ],
)
def test_a_change_needs_two_figures(
    values: list[float | None], expected: tuple[float | None, float | None, int, int, int]
) -> None:
    """A first figure has no change, a missing one has no value, and a change of 0 is one."""
    assert indicators.change(grid(a=values), "a") == expected


def test_the_change_of_a_sum_is_of_the_units_in_both_and_says_how_many() -> None:
    """b was silent the day before: its 7 are no rise."""
    assert indicators.change(grid(a=[1, 2, 3], b=[5, None, 7], c=[1, 1, 1]), "abc") == (11, 1, 1, 2, 3)


def test_the_day_before_is_one_on_which_half_of_the_units_reported() -> None:
    """One early unit does not make a day; where no day had half of them, it is the one that had most."""
    assert indicators.change(grid(a=[1, 2, 3], b=[5, None, 7], c=[1, None, 1]), "abc") == (11, 4, 2, 3, 3)
    assert indicators.change(grid(a=[1, None, 3], b=[None, None, 7], c=[None, None, 1]), "abc") == (11, 2, 2, 1, 3)


@given(st.lists(st.tuples(*[st.one_of(st.none(), st.integers(0, 9))] * 4), min_size=2, max_size=6))
def test_a_change_over_all_units_is_the_difference_of_the_sums(lines: list[tuple[int | None, ...]]) -> None:
    """Where all that are due are compared, it is sum less sum; never are more compared than were due."""
    figures = grid(**{unit: list(column) for unit, column in zip("abcd", zip(*lines, strict=True), strict=True)})
    found = indicators.change(figures, "abcd")

    assert found.units <= found.of == 4
    assert (found.change is None) == (found.units == 0) == (found.span == 0)
    if found.units == 4:
        assert found.change == figures.iloc[-1].sum() - figures.iloc[-1 - found.span].sum()


def test_new_cases_are_the_steps_of_the_cumulative() -> None:
    """A fall is a revision and gives no figure; a step over a gap says how many days it covers."""
    found = indicators.new_cases(grid(a=[10, 12, None, 15, 11, 11]))

    assert found.new["a"].fillna(-1).tolist() == [-1, 2, -1, 3, -1, 0]
    assert found.span["a"].tolist() == [0, 1, 0, 2, 0, 1]
    assert indicators.daily_flow(found)["a"].fillna(-1).tolist() == [-1, 2, -1, -1, -1, 0]


@given(courses, courses)
def test_new_cases_are_never_negative_and_add_up(one: list[int | None], other: list[int | None]) -> None:
    """Without a revision, the steps add up to the difference of the last and the first figure, unit by unit."""
    days = max(len(one), len(other))
    found = indicators.new_cases(grid(a=one + [None] * (days - len(one)), b=other + [None] * (days - len(other))))

    for unit, values in (("a", one), ("b", other)):
        stated = [value for value in values if value is not None]
        assert not (found.new[unit] < 0).any()
        assert (found.span[unit] > 0).tolist() == found.new[unit].notna().tolist()
        assert found.new[unit].notna().sum() == sum(b >= a for a, b in pairwise(stated))
        if stated == sorted(stated) and stated:
            assert found.new[unit].sum() == stated[-1] - stated[0]


def test_the_mean_of_the_city_is_the_published_one() -> None:
    """The 7-day means of the city's series on three days."""
    means = indicators.seven_day_mean(grid(date(2020, 1, 24), city=list(CITY)))["city"]

    assert [round(means[day], 3) for day in ("2020-01-30", "2020-02-06", "2020-02-13")] == [4.286, 10.857, 4.0]


@given(courses)
def test_a_mean_needs_five_reported_days_of_seven(values: list[int | None]) -> None:
    """The mean divides by the days that were reported, and is not shown for fewer than 5."""
    means = indicators.seven_day_mean(grid(a=values))["a"]

    for at, mean in enumerate(means):
        week = [value for value in values[max(0, at - 6) : at + 1] if value is not None]
        if len(week) < 5:
            assert math.isnan(mean)
        else:
            assert mean == pytest.approx(sum(week) / len(week))


def test_the_mean_of_a_sum_is_not_pulled_down_by_a_silent_unit() -> None:
    """Each unit's mean is over its own reported days; with one unit below 5 of 7 there is no mean of the sum."""
    flow = grid(a=[6.0] * 9, b=[4.0, 4, 4, None, 4, 4, 4, None, None])
    means = indicators.mean_of_sum(flow, all_due(flow))

    assert means.fillna(-1).tolist() == [-1, -1, -1, -1, -1, 10, 10, 10, -1]
    due = all_due(flow)
    due.loc[due.index[-1], "b"] = False
    assert indicators.mean_of_sum(flow, due).fillna(-1).tolist()[-1] == 6


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), min_size=5, max_size=14))
def test_with_every_report_the_mean_of_a_sum_is_the_mean_of_the_sums(lines: list[tuple[int, int]]) -> None:
    """Means add up."""
    flow = grid(a=[a for a, _ in lines], b=[b for _, b in lines])
    found = indicators.mean_of_sum(flow, all_due(flow))
    plain = indicators.seven_day_mean(flow.sum(axis=1).to_frame("all"))["all"]

    assert found.fillna(-1).tolist() == pytest.approx(plain.fillna(-1).tolist())
