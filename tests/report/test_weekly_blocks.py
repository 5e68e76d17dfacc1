"""Blocks by week and per 10,000: each figure from the reports, none where it rests on too little."""

from __future__ import annotations

from datetime import date

import pytest

from support.content import WEEK, content, weekly_cases
from support.days import CITY, FRIDAY, UNITS, Said, day_of
from support.filled import cases, screening
from thongbao import report
from thongbao.errors import NotebookInvalid
from thongbao.report import figures as ink
from thongbao.report.figures import png
from thongbao.report.figures_weeks import Panel, Week, weeks_canvas

ONE = UNITS[0]


def lines(text: str) -> list[str]:
    """Return the lines of a block's text, without double spaces."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_a_rate_stands_beside_its_numbers() -> None:
    """24 of 15,000 pupils: 16.0 per 10,000, exact Poisson interval 10.3 to 23.8; three of four units."""
    day = content()
    told = lines(report.incidence(day, day.weekly_cases.new.share_of.population, day.weekly_cases.relatives).text)

    assert "Primary 24 i 15,000 i 16.0 10.3–23.8 3 of 4 units" in told
    assert "Upper secondary 6 i 15,000 i 4.0 1.5–8.7 3 of 4 units" in told
    assert any(line.startswith("Staff and pupils 30 i 75,000 i 4.0") for line in told)


def test_of_too_few_cases_no_rate_is_told() -> None:
    """Four cases of one unit: the count stands, the rate does not."""
    day = content(ONE)
    told = lines(report.incidence(day, day.weekly_cases.new.share_of.population).text)

    assert "Primary 4 5,000 u –" in told
    assert "Staff and pupils 5 25,000 2.0 0.6–4.7" in told


def test_relatives_have_a_count_and_no_rate() -> None:
    """Nobody knows of how many."""
    day = content()

    assert any(
        line.startswith("Newly confirmed among relatives 6 i z – –")
        for line in lines(report.incidence(day, day.weekly_cases.relatives).text)
    )


def test_a_row_is_held_against_the_same_row_of_the_other_form() -> None:
    """Confirmed among relatives per 10,000 relatives screened, not per all screened."""
    said = [
        Said("screening", ONE, FRIDAY, screening(1451, 4424, 7876)),
        Said("cases", ONE, FRIDAY, cases((1, 1, 16), (1, 3), (5, 4))),
    ]
    day = day_of(said, ONE)
    told = lines(report.incidence(day, day.cases.confirmed.share_of.screening.screened).text)

    assert "Relatives 16 7,876 20.3 11.6–33.0" in told
    assert "Total 18 13,751 13.1 7.8–20.7" in told


def test_each_week_has_its_numbers() -> None:
    """70 % and 80 %, with n/N in the table; the weeks before the first report are left out."""
    day = content()
    shown = report.weekly(day, day.online_learning.attended.share_of.due_online)

    assert shown.kind == "figure"
    assert shown.size == 2
    assert "50,400/72,000 (70.0%)" in shown.html
    assert "57,600/72,000 (80.0%)" in shown.html
    assert "14 Feb: 70.0%; 21 Feb: 80.0%" in shown.text
    assert "Light: not all units are in it." in shown.html


def test_a_week_of_few_cases_has_no_bar_and_says_so() -> None:
    """Three cases in the first week, thirty in the second."""
    day = content()
    shown = report.weekly_incidence(day, day.weekly_cases.new.share_of.population)

    assert "14 Feb: u; 21 Feb: 4.0" in shown.text
    assert "no rate: fewer than 5 cases or 100 persons" in shown.html


def test_where_no_week_has_a_rate_there_is_a_table_and_no_empty_picture() -> None:
    """One case in each of two weeks."""
    said = [Said("weekly_cases", ONE, FRIDAY - n * WEEK, weekly_cases(1)) for n in (0, 1)]
    day = day_of(said, ONE)
    shown = report.weekly_incidence(day, day.weekly_cases.new.share_of.population)

    assert shown.kind == "table"
    assert "<svg" not in shown.html
    assert "<img" not in shown.html
    assert shown.html.count("1/25,000") == 2


def test_without_reports_there_is_a_sentence() -> None:
    """No empty picture."""
    day = day_of([], CITY)

    assert report.weekly(day, day.online_learning.attended.share_of.due_online).kind == "note"
    assert "u" in report.incidence(day, day.weekly_cases.new.share_of.population).text


def test_daily_figures_are_refused_by_a_chart_of_weeks() -> None:
    """Its weeks would be single days."""
    day = content()

    with pytest.raises(NotebookInvalid, match="weekly forms"):
        report.weekly(day, day.cases.confirmed.share_of.screening.screened)
    with pytest.raises(NotebookInvalid, match=r"report\.weekly"):
        report.week_on_week(day, day.devices.remaining)


def test_two_weeks_stand_side_by_side() -> None:
    """A state with that of seven days before; new ones over units that stated all fourteen days."""
    day = content()
    told = lines(report.week_on_week(day, day.isolation.home_now, day.isolation.home_released).text)

    assert "In home isolation now, on the last day 150 150 ±0 100.0% 3 of 4 units" in told
    assert "Released from home isolation (cumulative), new 28 28 ±0 100.0% 2 of 4 units" in told


@pytest.mark.parametrize("unit", [CITY, ONE])
def test_a_public_edition_hides_what_it_must(unit: str) -> None:
    """Small counts and their rates are not there; nothing of the two weeks is."""
    day = content(unit, public=True)
    told = report.incidence(day, day.weekly_cases.new.share_of.population).text

    assert "<10" in told or " c" in told
    assert report.weekly_incidence(day, day.weekly_cases.new.share_of.population).size > 0
    assert report.weekly(day, day.online_learning.attended.share_of.due_online).size > 0
    assert report.week_on_week(day, day.isolation.home_now).kind == "note"


def test_bars_have_their_heights_and_missing_weeks_are_hatched() -> None:
    """Half of the fullest is half as high; a week without a report is not a zero."""
    weeks = (
        Week(date(2020, 2, 7), 0.5, "50%"),
        Week(date(2020, 2, 14), None, "no report", missing=True),
        Week(date(2020, 2, 21), 0.25, "25%", partial=True),
    )
    canvas = weeks_canvas([Panel("Attended, %", weeks, 1.0)], "en")
    heights = {
        kind: max(y for _, y in shape) - min(y for _, y in shape)
        for kind in (ink.BAR, ink.BAR_TENTATIVE, ink.MISSING)
        for shape in canvas.areas[kind]
    }

    assert heights[ink.BAR] == pytest.approx(heights[ink.MISSING] / 2)
    assert heights[ink.BAR_TENTATIVE] == pytest.approx(heights[ink.MISSING] / 4)
    assert [label.text for label in canvas.labels if "%" in label.text or "report" in label.text] == [
        "Attended, %",
        "50%",
        "no report",
        "25%",
    ]
    assert png(canvas) == png(canvas)
