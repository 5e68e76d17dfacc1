"""From figures to the series of a chart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from support.filled import COUNTY, DAY, OTHERS, put, put_course, screening
from thongbao import report
from thongbao.report.courses import course, unit_courses

if TYPE_CHECKING:
    from thongbao.settings import Settings


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


def test_each_unit_has_a_course_of_its_own(home: Settings) -> None:
    """Small multiples show every unit that owes the form, also the silent ones."""
    put_course(home, COUNTY, 28)
    found = unit_courses(report.load("411700", "2020-02-19", "en").isolation.home_now)

    assert [one.title for one in found][:2] == ["Yicheng", "Xiping"]
    assert found[0].values[-1] == 280
    assert found[1].empty
    assert all(found[1].missing(at) for at in range(28))
