"""EARS, held against published scores and, day by day, against the formula written out."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.alarms import FLOOR, ears

CITY = [2, 5, 2, 1, 6, 9, 5, 10, 6, 12, 14, 10, 16, 8, 0, 7, 3, 7, 3, 2, 6, 3, 1, 0]
"""New cases of Zhumadian city per day from 24 January 2020."""

courses = st.lists(st.one_of(st.none(), st.integers(0, 30)), min_size=1, max_size=30)


def grid(**units: list[float | None]) -> pd.DataFrame:
    days = pd.date_range("2020-01-24", periods=max(map(len, units.values())), unit="s")
    return pd.DataFrame(units, index=days, dtype=float)


@pytest.mark.parametrize(
    ("day", "c1", "c2", "c3"),
    [
        ("2020-01-31", 2.032, None, None),
        ("2020-02-02", 1.942, 2.744, None),
        ("2020-02-03", 1.917, 2.590, None),
        ("2020-02-04", 0.337, 1.338, 3.672),
        ("2020-02-05", 2.083, 2.465, 3.393),
        ("2020-02-06", None, None, 1.803),
    ],
)
def test_the_scores_of_zhumadian_are_the_published_ones(
    day: str, c1: float | None, c2: float | None, c3: float | None
) -> None:
    """Each by each; None is not published."""
    found = ears(grid(city=[float(n) for n in CITY]))

    for score, expected in zip(found, (c1, c2, c3), strict=True):
        if expected is not None:
            assert score.loc[day, "city"] == pytest.approx(expected, abs=5e-4)


def test_the_first_scores_come_on_the_eighth_tenth_and_twelfth_day() -> None:
    """Before that the baseline is too short."""
    found = ears(grid(city=[float(n) for n in CITY]))

    assert [int(score["city"].notna().to_numpy().argmax()) + 1 for score in found] == [8, 10, 12]


def test_only_c3_alarms_on_4_and_5_february() -> None:
    """Above 3, 3 and 2: a threshold that is met is not passed."""
    alarms = ears(grid(city=[float(n) for n in CITY])).alarms()["city"]

    assert [str(day.date()) for day in alarms.index[alarms]] == ["2020-02-04", "2020-02-05"]


def slow(course: list[float | None], floor: float) -> list[tuple[float, float, float]]:
    """The formulas as they are printed, one day and one unit at a time."""

    def score(t: int, lag: int) -> float:
        baseline = course[t - 7 - lag : t - lag] if t >= 7 + lag else [None]
        if course[t] is None or None in baseline:
            return math.nan
        return (course[t] - statistics.mean(baseline)) / max(statistics.stdev(baseline), floor)

    c2 = [score(t, 2) for t in range(len(course))]
    c3 = [
        sum(max(0, c2[i] - 1) for i in range(t - 2, t + 1))
        if t >= 2 and not any(map(math.isnan, c2[t - 2 : t + 1]))
        else math.nan
        for t in range(len(course))
    ]
    return [(score(t, 0), c2[t], c3[t]) for t in range(len(course))]


@given(st.lists(courses, min_size=1, max_size=4), st.sampled_from([0.2, 0.5, 1.0]))
def test_all_units_at_once_are_the_slow_reference_unit_by_unit(lists: list[list[float | None]], floor: float) -> None:
    """A day that is not stated leaves out every score that needs it, of its unit alone."""
    longest = max(map(len, lists))
    units = {f"u{n}": course + [None] * (longest - len(course)) for n, course in enumerate(lists)}
    found = ears(grid(**units), floor)

    for unit, course in units.items():
        fast = np.column_stack([score[unit].to_numpy() for score in found])
        np.testing.assert_allclose(fast, np.array(slow(course, floor)), rtol=1e-9, atol=1e-9)


def test_a_case_after_a_week_of_zeros_is_held_down_by_the_floor() -> None:
    """Without it the score would be infinite."""
    found = ears(grid(a=[0.0] * 7 + [1.0]))

    assert found.c1["a"].iloc[-1] == 1 / FLOOR


def test_a_grid_that_lacks_a_day_is_refused() -> None:
    """Seven rows would pass for seven days."""
    course = grid(a=[1.0] * 12)

    with pytest.raises(ValueError, match="every day once"):
        ears(course.drop(course.index[3]))
    with pytest.raises(ValueError, match="not above 0"):
        ears(course, floor=0)


def test_an_empty_or_short_grid_has_no_scores() -> None:
    """An office on its first days."""
    assert ears(grid(a=[1.0])).c1.isna().all(axis=None)
    assert ears(pd.DataFrame(index=pd.DatetimeIndex([]))).c3.empty
