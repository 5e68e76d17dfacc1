"""Figures of a public edition: hidden ones in words, sums as the office publishes them, changes of what is shown."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from support.filled import COUNTY, DAY, DIRECT, OTHERS, isolation, put
from thongbao import report
from thongbao.settings import AUDIENCE

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.settings import Settings


@pytest.fixture
def city(home: Settings, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Two days of twelve units: three small counts, nine great ones."""
    monkeypatch.setenv(AUDIENCE, "public")
    for back in (1, 0):
        for n, unit in enumerate((COUNTY, *OTHERS, DIRECT)):
            hospital = (3.0, 6.0, 5.0)[n] if n < 3 else 30.0
            put(home, unit, DAY - timedelta(days=back), {"isolation": isolation(hospital, 0, 100 - back, 50)})
    return home


def load(unit: str, locale: str = "en") -> Day:
    return report.load(unit, DAY.isoformat(), locale)


@pytest.mark.usefixtures("city")
def test_a_sum_is_exact_though_some_of_its_units_are_hidden() -> None:
    """3 + 6 + 5 and nine times 30: no sum of what is seen."""
    day = load("411700")

    assert str(day.isolation.hospital_now) == "284"
    assert str(day.isolation.hospital_now.counties) == "254"
    assert str(day.isolation.hospital_now.city_direct) == "30"
    assert str(day.isolation.hospital_now.only(COUNTY)) == "fewer than 10"


@pytest.mark.usefixtures("city")
def test_a_change_is_between_figures_that_are_shown() -> None:
    """+12 of the sum; of a hidden count nothing is said, not even that it did not change."""
    day = load("411700")

    assert str(day.isolation.home_now.change) == "+12 since 18 Feb"
    assert str(day.isolation.hospital_now.only(COUNTY).change) == "no published figure to compare"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("locale", "said"), [("en", "fewer than 10"), ("zh_Hans", "不足10"), ("vi", "dưới 10")])
def test_a_hidden_figure_is_said_in_every_language(locale: str, said: str) -> None:
    """In sentences, headlines, tables and their legends."""
    day = load(COUNTY, locale)

    assert str(day.isolation.hospital_now) == said
    assert said in report.headline(day, day.isolation.hospital_now).html
    table = report.figures_table(day)
    assert "&lt;10" in table.html
    assert f"<10 = {said}" in table.text


@pytest.mark.usefixtures("city")
def test_a_chart_draws_nothing_of_what_is_hidden_and_its_table_says_why() -> None:
    """Not at any height: there is no point."""
    day = load(COUNTY)

    alone = report.trend(day, day.isolation.hospital_now)
    both = report.trend(day, day.isolation.hospital_now, day.isolation.home_now)

    assert (alone.kind, "none of these may be published" in alone.text) == ("note", True)
    assert both.size == 2
    assert both.html.count("&lt;10</td>") == 2
    assert "In hospital isolation now: not published on any day." in both.text


@pytest.mark.usefixtures("city")
def test_the_sources_say_what_a_public_edition_hides() -> None:
    """And how cumulative figures come."""
    said = report.sources(load(COUNTY)).text

    assert "<10 stands for them; 0 is published" in said
    assert "grown by 10 or more" in said
