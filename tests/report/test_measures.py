"""Figures by name."""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING

import pytest

from support.filled import COUNTY, DAY, DIRECT, OTHERS, PUBLISHED, cases, isolation, put, put_course, put_published
from thongbao import report
from thongbao.errors import NotebookInvalid

if TYPE_CHECKING:
    from thongbao.settings import Settings


def test_the_sums_over_the_units_are_the_published_figures(home: Settings) -> None:
    """15,075 screened, 26 confirmed and 6 suspected, with their split into counties and city-direct schools."""
    put_published(home)
    city = report.load("411700", "2020-02-19", "en")

    assert str(city.screening.screened) == "15,075"
    assert str(city.screening.screened.counties) == "13,751"
    assert str(city.screening.screened.city_direct.students) == "338"
    assert [str(city.cases.confirmed), str(city.cases.suspected)] == ["26", "6"]
    assert [str(city.cases.recovered), str(city.cases.excluded)] == ["6", "4"]
    assert str(city.isolation.home_released) == "9,567"


def test_what_was_not_stated_reads_as_such_and_not_as_zero(home: Settings) -> None:
    """Suspected teachers are not stated, city-direct confirmed teachers are a true zero."""
    put_published(home)
    direct = report.load(DIRECT, "2020-02-19", "zh_Hans")

    assert str(direct.cases.suspected.teachers) == "未填报"
    assert str(direct.cases.confirmed.teachers) == "0"


def test_a_sum_that_lacks_units_says_so(home: Settings) -> None:
    """A sum over partial reports is never printed as if it were whole."""
    for unit, forms in PUBLISHED.items():
        put(home, unit, DAY, forms)
    city = report.load("411700", "2020-02-19", "en")

    assert str(city.cases.confirmed) == "26 (2 of 12 units)"
    assert str(city.cases.confirmed.city_direct) == "8"


def test_a_change_is_told_with_its_day_and_says_how_many_units_it_compares(home: Settings) -> None:
    """A unit that is new in the sum is no rise, a change over a gap says since when, and one of 12 is not all."""
    put(home, COUNTY, DAY - timedelta(days=3), {"cases": cases((0, 0, 5), (0, 0), (0, 0))})
    put_published(home)

    county, city = (report.load(unit, "2020-02-19", "en") for unit in (COUNTY, "411700"))

    assert str(county.cases.confirmed.change) == "+13 since 16 Feb"
    assert str(city.cases.confirmed.change) == "+13 since 16 Feb, 1 of 12 units compared"
    assert str(county.screening.screened.change) == "no earlier report to compare"


def test_the_change_of_a_sum_never_hides_that_a_unit_was_silent_the_day_before(home: Settings) -> None:
    """With one unit silent on 18 February 300 people more at home would be 10 fewer: what is compared is said."""
    for unit in (COUNTY, DIRECT, *OTHERS):
        put_course(home, unit, 3, silent=(1,) if unit == DIRECT else ())
    city = report.load("411700", "2020-02-19", "en")

    assert str(city.isolation.home_now.change) == "+110 since 18 Feb, 11 of 12 units compared"
    assert str(city.isolation.home_now.counties.change) == "+110 since 18 Feb"
    html = report.figures_table(city).html
    assert '<td class="n">+110 <abbr title="11 of 12 units">i</abbr></td>' in html
    assert "11 of 12 units compared" in report.headline(city, city.isolation.home_now).html


def test_a_sum_is_not_compared_with_a_day_on_which_hardly_any_unit_reported(home: Settings) -> None:
    """The day before is the last on which at least half of the units reported."""
    for unit in (COUNTY, DIRECT, *OTHERS):
        put_course(home, unit, 3, silent=() if unit == COUNTY else (1,))
    city = report.load("411700", "2020-02-19", "en")

    assert str(city.isolation.home_now.change) == "+240 since 17 Feb"


def test_a_sum_that_nobody_stated_tells_what_was_stated_last_and_by_how_many(home: Settings) -> None:
    """There are earlier reports: to deny them would be false."""
    put_course(home, COUNTY, 5, silent=(0,))
    city = report.load("411700", "2020-02-19", "en")

    assert str(city.isolation.home_now) == "not stated"
    assert str(city.isolation.home_now.change) == "last stated: 40 (1 of 12 units) on 18 Feb"

    put(home, DIRECT, DAY, {"isolation": isolation(1, 1, 1, 1)})
    city = report.load("411700", "2020-02-19", "en")
    assert str(city.isolation.home_now.change) == "no earlier report of these units to compare"


def test_a_missing_figure_tells_what_was_stated_last(home: Settings) -> None:
    """The reader of a day without a report learns where things stood."""
    put_course(home, COUNTY, 10, silent=(0,))
    county = report.load(COUNTY, "2020-02-19", "en")

    assert str(county.isolation.home_now) == "not stated"
    assert str(county.isolation.home_now.change) == "last stated: 90 on 18 Feb"


def test_what_is_new_is_of_a_cumulative_and_never_negative(home: Settings) -> None:
    """A cumulative that fell is a correction; a stock has no new cases."""
    put(home, COUNTY, DAY - timedelta(days=1), {"cases": cases((0, 0, 9), (0, 0), (9, 1))})
    put(home, COUNTY, DAY, {"cases": cases((0, 0, 9), (0, 0), (7, 4))})
    county = report.load(COUNTY, "2020-02-19", "en")

    assert str(county.cases.excluded.new) == "3"
    assert str(county.cases.recovered.new) == "corrected downwards"
    with pytest.raises(NotebookInvalid, match="stock"):
        _ = county.cases.confirmed.new


def test_what_is_new_over_a_silence_is_no_figure_of_the_day(home: Settings) -> None:
    """Of a unit the days are told; a sum leaves it out and says so."""
    put_course(home, COUNTY, 9, silent=(1,))
    put_course(home, DIRECT, 9)

    county, city = (report.load(unit, "2020-02-19", "en") for unit in (COUNTY, "411700"))

    assert str(county.screening.screened.new) == "12 in 2 days"
    assert str(city.screening.screened.new) == "6 (1 of 12 units)"
    assert str(report.load(OTHERS[0], "2020-02-19", "en").screening.screened.new) == "not stated"


@pytest.mark.parametrize("path", ["case", "cases.confirm", "cases.confirmed.pupils", "cases._repr_svg_"])
def test_an_unknown_name_says_what_there_is(home: Settings, path: str) -> None:
    """An analyst's slip ends in an error, never in an empty sentence."""
    day = report.load(COUNTY, "2020-02-19", "en")

    with pytest.raises(AttributeError):
        attrgetter(path)(day)


def test_all_units_of_the_office_are_in_the_fixture() -> None:
    """The published sums stand on all twelve units."""
    assert len({COUNTY, DIRECT, *OTHERS}) == 12
