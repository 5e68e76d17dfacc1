"""Numbers and changes in words."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from thongbao.params.office import read_office
from thongbao.report import words

FORM = read_office(Path(__file__).parents[2] / "params", "zhumadian").forms[0]
DAY = date(2020, 2, 19)


@pytest.mark.parametrize(
    ("change", "span", "locale", "said"),
    [
        (3, 1, "en", "+3 since 18 Feb"),
        (-1234, 2, "en", "−1,234 since 17 Feb"),
        (0, 1, "en", "unchanged since 18 Feb"),
        (None, 0, "en", "no earlier report to compare"),
        (3, 1, "zh_Hans", "较2月18日 +3"),
        (-1234, 1, "vi", "−1.234 so với 18/2"),
    ],
)
def test_a_change_says_its_sign_and_since_when(change: float | None, span: int, locale: str, said: str) -> None:
    """A change over a gap never looks like one of a day."""
    assert words.changed(change, span, DAY, locale) == said


def test_not_stated_is_a_word_and_zero_a_number() -> None:
    """Missing is not zero."""
    assert words.figure(None, "en") == "not stated"
    assert words.figure(0.0, "en") == "0"
    assert words.figure(2.5, "vi") == "2,5"


def test_the_cut_off_is_said_with_its_day() -> None:
    """A form may be due the next morning."""
    later = FORM.model_copy(update={"cut_off": time(9, 30), "cut_off_days": 1})

    assert words.cut_off(FORM, "en") == "17:00 of the same day"
    assert words.cut_off(later, "en") == "09:30, 1 days later"


def test_a_share_of_nothing_is_a_dash() -> None:
    """No division by zero reaches a page."""
    assert words.share(0, 0, "en") == "–"
    assert words.share(1, 8, "vi") == "12,5%"
