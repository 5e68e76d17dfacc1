"""Alarms: sudden rises by EARS, clusters by rules; or why there is none."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from support.days import FRIDAY, UNITS, Said, day_of, params, text
from thongbao import report
from thongbao.records import AlarmSettings, ClusterRule, Watched

if TYPE_CHECKING:
    from thongbao.report.day import Day

ONE = UNITS[0]
RULE = ClusterRule(
    code="three", disease="covid", label=text("三例", "ba ca", "3 or more in a week"),
    place="school", at_least=3, days=7,
    source="made up",
)  # fmt: skip
KINDS = ("district", "county", "development_zone")


@cache
def watching(*, rules: bool) -> AlarmSettings:
    """An office that watches confirmed cases, with or without a rule for clusters."""
    watched = Watched(disease="covid", place="school", form="screening", column="screened", kinds=KINDS)
    return AlarmSettings(rules=(RULE,) if rules else (), watched=(watched,))


def course(*counts: float | None, rules: bool = False) -> Day:
    """A unit whose screened persons, a cumulative, grew by so many each day up to Friday; None is a day of silence."""
    said, total = [], 100.0
    for back, count in zip(range(len(counts))[::-1], counts, strict=True):
        total += count or 0
        cells = {(row, "screened"): 0.0 for row in ("teachers", "students")}
        cells |= {("relatives", "screened"): total, ("total", "screened"): total}
        if count is not None:
            said.append(Said("screening", ONE, FRIDAY - timedelta(days=back), dict(cells)))
    return day_of(said, ONE, office=params(watching(rules=rules)))


def test_a_sudden_rise_is_told_with_what_the_days_before_were() -> None:
    """2 a day and then 20: all three scores are above their limits."""
    said = report.alarms(course(0, *[2] * 11, 20)).text

    assert said == (
        "- Screened (cumulative): more new than the days before would suggest: "
        "Yicheng (20 on the day, 2.0 a day in the 7 days before; EARS C1, C2, C3)."
    )


def test_a_steady_course_is_no_alarm() -> None:
    """And this is said."""
    assert report.alarms(course(0, *[2] * 12)).text.startswith("- No alarm:")


def test_where_a_day_is_missing_it_is_said_that_nothing_can_be_judged() -> None:
    """A gap in the seven days before."""
    said = report.alarms(course(0, *[2] * 6, None, 2, 2, 2)).text

    assert "Judged:" in said
    assert "0 of 1 unit; of the others a day that is needed was not stated." in said


def test_a_cluster_is_told_by_its_rule() -> None:
    """Three within a week."""
    said = report.alarms(course(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, rules=True)).text

    assert "Yicheng: 3 new from 15 Feb to 21 Feb meet the rule “3 or more in a week”." in said


def test_an_office_that_watches_nothing_says_so() -> None:
    """Nothing can be judged then."""
    assert report.alarms(day_of([], ONE)).text == "No alarm can be judged: the office watches no figure of these units."


def test_alarms_are_not_published() -> None:
    """They quote small numbers."""
    assert report.alarms(day_of([], ONE, public=True)).kind == "note"
