"""What is other than in the edition before."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.days import FRIDAY, UNITS, Said, day_of
from support.weeks import online, opening, tasks
from thongbao import report
from thongbao.errors import NotebookInvalid

ONE, TWO = UNITS[:2]
NOON = "2020-02-21T12:00:00+08:00"


def test_each_figure_is_told_with_what_stood_there_before() -> None:
    """Known at eleven, corrected at four; a report that came at three is news, not a correction."""
    first = Said("online_learning", ONE, FRIDAY, online(1), hour=11)
    second = Said("online_learning", ONE, FRIDAY, online(1) | {("g1", "attended"): 790, ("total", "attended"): 9590})
    new = Said("school_opening", TWO, FRIDAY - timedelta(days=1), opening("open"), hour=39)

    text = report.changes(day_of([first, second, new]), NOON).text

    assert "Changed since 21 Feb 2020, 12:00: 2" in text
    assert "Attended, Grade 1     800    790  21 Feb 2020, 16:00" in text
    assert "New reports since 21 Feb 2020, 12:00: 1. Of earlier days: Xiping: 20 Feb." in text


def test_what_was_written_is_compared_too() -> None:
    """By its label, and of a list with the line."""
    before, after = (tasks(("Disinfect", "", state)) for state in ("not_started", "done"))
    said = [Said("directive_tasks", ONE, FRIDAY, before, 11), Said("directive_tasks", ONE, FRIDAY, after)]

    assert "State, line 1  Not started   Done" in report.changes(day_of(said, ONE), NOON).text


def test_a_first_edition_and_one_without_changes_say_so() -> None:
    """In words."""
    day = day_of([Said("online_learning", ONE, FRIDAY, online(1), 11)], ONE)

    assert report.changes(day, "").text.startswith("No earlier edition is kept here")
    assert report.changes(day, NOON).text == (
        "No figure has been corrected since 21 Feb 2020, 12:00.\n\nNo new report has come since 21 Feb 2020, 12:00."
    )


@pytest.mark.parametrize("since", ["yesterday", "2020-02-21T12:00:00"])
def test_what_is_no_moment_is_refused(since: str) -> None:
    """A moment without a zone is none."""
    with pytest.raises(NotebookInvalid, match="Leave since to the run"):
        report.changes(day_of([], ONE), since)


def test_a_public_edition_tells_of_no_correction() -> None:
    """Its days stand as they closed."""
    first = Said("online_learning", ONE, FRIDAY, online(1), hour=11)
    second = Said("online_learning", ONE, FRIDAY, online(1) | {("g1", "attended"): 790}, hour=16)

    text = report.changes(day_of([first, second], public=True), NOON).text

    assert text.startswith("Every day is shown as it stood when it closed")
