"""Numbers, dates and lists as each language writes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao import language


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans", "15,075"), ("vi", "15.075"), ("en", "15,075")])
def test_thousands_are_separated_as_the_language_does(locale: str, said: str) -> None:
    """A Vietnamese reader sees a point where others see a comma."""
    assert language.number(15075, locale) == said


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans", "91.7%"), ("vi", "91,7%"), ("en", "91.7%")])
def test_a_share_is_said_in_percent(locale: str, said: str) -> None:
    """11 of 12."""
    assert language.percent(11 / 12, locale) == said


@pytest.mark.parametrize(
    ("locale", "length", "said"),
    [
        ("zh_Hans", "full", "2020年2月19日（星期三）"),
        ("zh_Hans", "long", "2020年2月19日"),
        ("vi", "full", "Thứ Tư, ngày 19 tháng 2 năm 2020"),
        ("vi", "long", "ngày 19 tháng 2 năm 2020"),
        ("en", "full", "Wednesday, 19 February 2020"),
        ("en", "long", "19 February 2020"),
    ],
)
def test_a_day_is_written_as_offices_write_it_in_notices(locale: str, length: str, said: str) -> None:
    """Vietnamese names day, month and year, Chinese puts the weekday in brackets; CLDR has neither."""
    assert language.long_date(date(2020, 2, 19), locale, length) == said


@pytest.mark.parametrize(("locale", "said"), [("zh_Hans", "2月19日"), ("vi", "19/2"), ("en", "19 Feb")])
def test_a_day_is_short_in_tables(locale: str, said: str) -> None:
    """Month and day without the year."""
    assert language.short_date(date(2020, 2, 19), locale) == said


def test_a_moment_has_date_and_hour() -> None:
    """As-of lines name both."""
    assert language.moment(datetime(2020, 2, 19, 16, 40), "zh_Hans") == "2020年2月19日 16:40"  # noqa: DTZ001


def test_a_list_is_joined_as_the_language_does() -> None:
    """Chinese enumerates with its own comma."""
    assert language.listing(["驿城区", "西平县", "上蔡县"], "zh_Hans") == "驿城区、西平县和上蔡县"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Thái Bình", "thai binh"), ("ĐÔNG HƯNG", "dong hung"), ("Ｙｉｃｈｅｎｇ", "yicheng"), ("驿城区", "驿城区")],
)
def test_searching_needs_no_accents(typed: str, folded: str) -> None:
    """What a Vietnamese types without accents is found."""
    assert language.fold(typed) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    """Index and query are folded alike."""
    assert language.fold(language.fold(text)) == language.fold(text)


def test_english_is_what_stands_in_the_program() -> None:
    """English needs no catalog."""
    assert language.translator("en")("anything") == "anything"


@pytest.mark.parametrize(("n", "said"), [(0, "0 letters"), (1, "1 letter"), (2, "2 letters")])
def test_one_is_not_many(n: int, said: str) -> None:
    """As commands count."""
    assert language.counted(n, "letter") == said
