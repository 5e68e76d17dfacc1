"""Clusters of cases, by rules per disease."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.clusters import clusters
from thongbao.params.alarms import read_alarms

if TYPE_CHECKING:
    from thongbao.records import ClusterRule

PARAMS = Path(__file__).resolve().parents[2] / "params"
RULES = {rule.code: rule for rule in read_alarms(PARAMS, "zhumadian", {}, ())[0].rules}
DAYS = pd.date_range("2020-02-01", periods=20, unit="s")


def events(
    course: list[float | None], kind: str = "class", disease: str = "influenza", **more: list[int]
) -> pd.DataFrame:
    told = {"disease": disease, "kind": kind, "place": "1A", "day": DAYS[: len(course)], "new": course}
    return pd.DataFrame({**told, **more}).astype({"new": float})


def alarms(course: list[float | None], *rules: ClusterRule, **more: object) -> list[int]:
    """Return the places in the course on which there is an alarm."""
    found = clusters(events(course, **more), rules)
    return [int((day - DAYS[0]).days) for day in found["last"]]


@pytest.mark.parametrize(
    ("course", "found"),
    [([3], [0]), ([2, 1], []), ([2, 2, 1], [2]), ([2, 0, 0, 3], [3]), ([1, 1, 1, 1, 1], []), ([2, 1, 2, 0], [2])],
)
def test_three_on_a_day_or_five_in_three_days_in_one_class(course: list[float | None], found: list[int]) -> None:
    """An alarm is of a day with new cases; the day after, nothing new happened."""
    assert sorted(set(alarms(course, RULES["class-day"], RULES["class-three-days"]))) == found


@pytest.mark.parametrize(
    ("code", "kind", "least", "days"),
    [
        ("influenza", "school", 10, 7),
        ("norovirus", "school", 10, 7),
        ("hfmd-school", "school", 5, 7),
        ("hfmd-class", "class", 2, 7),
        ("varicella", "school", 5, 7),
        ("mumps", "school", 5, 7),
        ("rubella", "school", 5, 7),
        ("scarlet-fever", "school", 10, 7),
        ("measles", "school", 2, 10),
        ("dengue", "school", 3, 14),
        ("conjunctivitis", "school", 3, 7),
        ("dysentery", "school", 10, 3),
    ],
)
def test_the_table_of_diseases_is_the_published_list(code: str, kind: str, least: int, days: int) -> None:
    """Huzhou 2023: one case fewer, or one day later, is no alarm."""
    rule = RULES[code]
    told = {"kind": kind, "disease": rule.disease}
    rest: list[float | None] = [0] * (days - 2)

    assert (rule.place, rule.at_least, rule.days) == (kind, least, days)
    assert alarms([1, *rest, least - 1], rule, **told) == [days - 1]
    assert alarms([1, *rest, least - 2], rule, **told) == []
    assert alarms([1, *rest, 0, least - 1], rule, **told) == []


def test_cases_of_other_diseases_places_and_kinds_are_not_added() -> None:
    """Similar symptoms in one class; ``any`` is each disease by itself."""
    two = pd.concat([events([2]), events([2], disease="mumps"), events([2]).assign(place="1B"), events([2], "school")])

    assert clusters(two, RULES.values()).empty


def test_what_is_known_is_enough_to_alarm_and_a_gap_is_said() -> None:
    """A day that was not stated is not zero."""
    found = clusters(events([3, None, 2]), [RULES["class-three-days"]]).iloc[0]

    assert (found["cases"], found["days_stated"]) == (5, 2)


def test_growth_over_days_outside_the_window_does_not_count() -> None:
    """Five since four days ago need not have come within three."""
    told = {"span": [1, 4]}
    course = events([0, 5], **told).assign(day=DAYS[[0, 4]])

    assert clusters(course, [RULES["class-three-days"]]).empty
    assert len(clusters(course.assign(span=[1, 3]), [RULES["class-three-days"]])) == 1


@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.integers(1, 7), st.integers(1, 9))
def test_an_alarm_is_a_window_whose_sum_is_enough(course: list[float | None], days: int, least: int) -> None:
    """Written out day by day."""
    rule = RULES["class-day"].model_copy(update={"days": days, "at_least": least})
    expected = [t for t in range(len(course)) if course[t] and sum(course[max(0, t - days + 1) : t + 1]) >= least]  # type: ignore[arg-type]

    assert alarms(course, rule) == expected
