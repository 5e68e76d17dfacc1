"""Changes, new cases, means and sums: a gap stays a gap, and a correction is no negative case."""

from __future__ import annotations

import math
from datetime import date, timedelta
from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.arrivals import DAY
from thongbao.data import indicators
from thongbao.data.frames import CELL, KEY, frame

CITY = [2, 5, 2, 1, 6, 9, 5, 10, 6, 12, 14, 10, 16, 8, 0, 7, 3, 7, 3, 2, 6, 3, 1, 0]
"""New cases of Zhumadian city per day from 24 January 2020."""

courses = st.lists(st.one_of(st.none(), st.integers(0, 100)), min_size=1, max_size=20)


def by_day(values: list[float | None], first: date = DAY) -> pd.Series[float]:
    index = pd.date_range(first, periods=len(values), unit="s")
    return pd.Series([math.nan if v is None else float(v) for v in values], index=index)


def test_a_change_spans_the_days_that_were_not_reported() -> None:
    """The last figure before may be some days old; how old is said."""
    found = indicators.change(by_day([10, None, None, 16]), DAY + timedelta(3))

    assert found == (16, 6, 3)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([3], (3, None, 0)), ([3, None], (None, None, 0)), ([None, 0], (0, None, 0)), ([4, 4], (4, 0, 1))],
)
def test_a_change_needs_two_figures(
    values: list[float | None], expected: tuple[float | None, float | None, int]
) -> None:
    """A first figure has no change, a missing one has no value, and a change of 0 is one."""
    assert indicators.change(by_day(values), DAY + timedelta(len(values) - 1)) == expected


def test_new_cases_are_the_steps_of_the_cumulative() -> None:
    """A fall is a revision and gives no figure; a step over a gap says how many days it covers."""
    found = indicators.new_cases(by_day([10, 12, None, 15, 11, 11]))

    assert found["new"].fillna(-1).tolist() == [-1, 2, -1, 3, -1, 0]
    assert found["span"].tolist() == [0, 1, 0, 2, 0, 1]
    assert found["revised"].tolist() == [False, False, False, False, True, False]
    assert indicators.daily_flow(found).fillna(-1).tolist() == [-1, 2, -1, -1, -1, 0]


@given(courses)
def test_new_cases_are_never_negative_and_add_up(values: list[int | None]) -> None:
    """Without a revision, the steps add up to the difference of the last and the first figure."""
    found = indicators.new_cases(by_day(values))
    stated = [value for value in values if value is not None]

    assert not (found["new"] < 0).any()
    assert found["revised"].sum() == sum(b < a for a, b in pairwise(stated))
    if stated == sorted(stated) and stated:
        assert found["new"].sum() == stated[-1] - stated[0]


def test_the_mean_of_the_city_is_the_published_one() -> None:
    """The 7-day means of the city's series on three days."""
    means = indicators.seven_day_mean(by_day(CITY, date(2020, 1, 24)))

    assert [round(means[day], 3) for day in ("2020-01-30", "2020-02-06", "2020-02-13")] == [4.286, 10.857, 4.0]


@given(courses)
def test_a_mean_needs_five_reported_days_of_seven(values: list[int | None]) -> None:
    """The mean divides by the days that were reported, and is not shown for fewer than 5."""
    means = indicators.seven_day_mean(by_day(values))

    for at, mean in enumerate(means):
        week = [value for value in values[max(0, at - 6) : at + 1] if value is not None]
        if len(week) < 5:
            assert math.isnan(mean)
        else:
            assert mean == pytest.approx(sum(week) / len(week))


def test_a_day_that_is_absent_counts_as_a_gap() -> None:
    """Seven lines are not seven days."""
    flow = by_day([7.0] * 9).drop(pd.to_datetime([DAY + timedelta(n) for n in (1, 3, 5)]))

    means = indicators.seven_day_mean(flow)

    assert len(means) == 9
    assert means.notna().tolist() == [False] * 7 + [False, True]
    assert indicators.seven_day_mean(flow.iloc[:0]).empty


def test_sums_say_how_many_units_are_in_them() -> None:
    """A sum over partial reports says 2 of 3; a cell nobody stated has no sum; 0 is a figure."""
    figures = frame(
        [*CELL, "value"],
        [
            ("cases", "a", DAY, "total", "confirmed", 3),
            ("cases", "b", DAY, "total", "confirmed", 0),
            ("cases", "b", DAY, "teachers", "confirmed", 0),
            ("cases", "c", DAY, "total", "suspected", None),
        ],
    )
    expected = frame(KEY, [("cases", unit, DAY) for unit in "abc"])

    found = indicators.sums(figures, expected)

    assert found[["row", "column", "value", "units", "of"]].to_numpy().tolist() == [
        ["teachers", "confirmed", 0, 1, 3],
        ["total", "confirmed", 3, 2, 3],
    ]
    assert indicators.sums(figures.iloc[:0], expected).columns.tolist() == found.columns.tolist()


def test_a_series_has_every_day_of_the_window() -> None:
    """One figure of one unit, NaN where there was none."""
    figures = frame(
        [*CELL, "value"],
        [
            ("cases", "a", DAY, "total", "confirmed", 3),
            ("cases", "a", DAY - timedelta(2), "total", "confirmed", 1),
            ("cases", "b", DAY, "total", "confirmed", 9),
        ],
    )

    found = indicators.series(figures, "cases", "confirmed", "total", DAY - timedelta(2), DAY, "a")

    assert found.fillna(-1).tolist() == [1, -1, 3]
    assert found.index[-1] == pd.Timestamp(DAY)
