"""From figures to the series of a chart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from support.filled import COUNTY, DAY, DIRECT, OTHERS, put, put_course, screening
from thongbao import report
from thongbao.report.courses import course, unit_courses

if TYPE_CHECKING:
    from thongbao.settings import Settings

UNITS = (COUNTY, DIRECT, *OTHERS)


def test_a_cumulative_is_shown_as_what_is_new_with_its_mean(home: Settings) -> None:
    """Six people more are screened each day; a gap of two days gives one change over three."""
    put_course(home, COUNTY, 28, silent=(10, 11))
    found = course(report.load(COUNTY, "2020-02-19", "en").screening.screened)

    assert found.kind == "bars"
    assert found.values[-1] == found.mean[-1] == 6
    assert (found.values[18], found.spans[18], found.heights()[18]) == (18, 3, 6)
    assert [found.missing(at) for at in (15, 16, 17, 18)] == [False, True, True, False]
    assert found.values[0] is None
    assert found.mean[4] is None
    assert found.mean[5] == 6


def test_a_fall_of_a_cumulative_is_no_negative_bar(home: Settings) -> None:
    """A correction downwards is a revision."""
    put(home, COUNTY, DAY - timedelta(days=1), {"screening": screening(5, 5, 5)})
    put(home, COUNTY, DAY, {"screening": screening(4, 5, 5)})
    found = course(report.load(COUNTY, "2020-02-19", "en").screening.screened)

    assert found.values[-1] is None
    assert not found.missing(27)


def test_a_sum_over_units_shows_the_days_on_which_some_lack(home: Settings) -> None:
    """A dip because a county is silent is drawn as doubtful, not as a fall."""
    put_course(home, COUNTY, 28)
    put_course(home, OTHERS[0], 28, silent=(4,))
    city = report.load("411700", "2020-02-19", "en")
    found = course(city.isolation.home_now)

    assert (found.reported[23], found.reported[22], found.expected[23]) == (1, 2, 12)
    assert found.partial(23)
    assert found.values[23] == 240


def test_what_a_silent_unit_added_over_days_is_in_no_bar_of_a_sum(home: Settings) -> None:
    """12 people of two days are not the new ones of one; the bar lacks that unit and says so."""
    for unit in UNITS:
        put_course(home, unit, 28, silent=(4,) if unit == COUNTY else ())
    city = report.load("411700", "2020-02-19", "en")
    found = course(city.screening.screened)

    assert found.values[22:26] == (72, 66, 66, 72)
    assert found.counted[22:26] == (12, 11, 11, 12)
    assert found.reported[22:26] == (12, 11, 12, 12)
    assert [found.partial(at) for at in (22, 23, 24, 25)] == [False, True, True, False]
    assert set(found.spans) == {1}
    assert found.mean[23:] == (72,) * 5
    said = report.trend(city, city.screening.screened)
    assert "66 (11/12)" in said.html
    assert "What a unit added over several days stands in no bar." in said.html


def test_the_mean_of_a_sum_needs_five_of_seven_days_of_every_unit(home: Settings) -> None:
    """One silent unit would pull the line down: then there is none."""
    for unit in UNITS:
        put_course(home, unit, 28, silent=(2, 4) if unit == COUNTY else ())
    found = course(report.load("411700", "2020-02-19", "en").screening.screened)

    assert found.mean[22] == 72
    assert found.mean[-1] is None


def test_a_group_of_units_is_held_against_its_own_number(home: Settings) -> None:
    """The city-direct schools are one unit of the twelve."""
    put_course(home, DIRECT, 28)
    found = course(report.load("411700", "2020-02-19", "en").isolation.home_now.city_direct)

    assert set(found.expected) == {1}
    assert not any(found.partial(at) for at in range(28))


def test_each_unit_has_a_course_of_its_own(home: Settings) -> None:
    """Small multiples show every unit that owes the form, also the silent ones."""
    put_course(home, COUNTY, 28)
    found = unit_courses(report.load("411700", "2020-02-19", "en").isolation.home_now)

    assert [one.title for one in found][:2] == ["Yicheng", "Xiping"]
    assert found[0].values[-1] == 280
    assert found[1].empty
    assert all(found[1].missing(at) for at in range(28))
