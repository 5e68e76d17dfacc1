"""The rota of a week beside what became of it."""

from __future__ import annotations

import pytest

from support.content import content, kept
from support.days import CITY, FRIDAY, UNITS, Said, day_of
from thongbao import report
from thongbao.errors import NotebookInvalid

ONE = UNITS[0]


def lines(text: str) -> list[str]:
    """Return the lines of a block's text, without double spaces."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_each_unit_is_told_by_days_led_and_days_as_planned() -> None:
    """Five working days each: one unit swapped a day, one was without a leader on Friday."""
    day = content()
    told = report.rota_kept(day, day.duty_rota, day.duty_kept).text

    assert "Yicheng 5/5 (100.0%) 5/5 (100.0%) 15 10" in lines(told)
    assert "Xiping 5/5 (100.0%) 4/5 (80.0%) 15 10" in lines(told)
    assert "Shangcai 4/5 (80.0%) 4/5 (80.0%) 15 10" in lines(told)
    assert "Units that reported 14/15 (93.3%) 13/15 (86.7%) 45 30" in lines(told)
    assert "Nobody led on site: Shangcai (21 Feb)." in told
    assert "Led by another than planned: Xiping (18 Feb)." in told


def test_a_unit_sees_its_days() -> None:
    """Planned and actual leader, planned and actual people elsewhere."""
    day = content(UNITS[1])
    told = report.rota_kept(day, day.duty_rota, day.duty_kept).text

    assert "18 Feb Deputy Head 3 2" in lines(told)
    assert "(17 Feb to 21 Feb)" in told


def test_a_week_without_a_rota_is_said_to_have_none() -> None:
    """What was not planned cannot be kept."""
    day = day_of([Said("duty_kept", ONE, FRIDAY, kept("head"))], ONE)
    told = report.rota_kept(day, day.duty_rota, day.duty_kept).text

    assert "Without a rota for it: 17 Feb." in told
    assert "17 Feb – Head – 2" in lines(told)


def test_without_reports_and_for_the_public_there_is_a_sentence() -> None:
    """Who was on duty is internal."""
    for day in (day_of([], CITY), content(public=True)):
        assert report.rota_kept(day, day.duty_rota, day.duty_kept).kind == "note"


def test_a_form_that_is_no_rota_is_refused() -> None:
    """In the place of either."""
    day = content()

    for pair in ((day.duty_rota, day.cases), (day.cases, day.duty_kept)):
        with pytest.raises(NotebookInvalid, match="cases is no rota"):
            report.rota_kept(day, *pair)


def test_the_contact_of_each_unit_is_shown_as_it_was_written() -> None:
    """A desk, no name; a unit that sent nothing is there."""
    day = content()
    told = lines(report.entries_table(day, day.duty_rota.contact).text)

    assert "Yicheng Desk 1" in told
    assert "Development zone x" in told
    assert report.entries_table(content(public=True), content(public=True).duty_rota.contact).kind == "note"


def test_an_entry_of_many_rows_is_refused_by_the_table_of_entries() -> None:
    """Which of them is meant cannot be known."""
    day = content()

    with pytest.raises(NotebookInvalid, match="Name a row"):
        report.entries_table(day, day.school_opening.status)
