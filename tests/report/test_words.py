"""Numbers and changes in words."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from thongbao.data.indicators import Change, Sum
from thongbao.params.office import read_office
from thongbao.report import words

FORM = read_office(Path(__file__).parents[2] / "params", "zhumadian").forms[0]
DAY = date(2020, 2, 19)


@pytest.mark.parametrize(
    ("found", "locale", "said"),
    [
        (Change(5, 3, 1, 1, 1), "en", "+3 since 18 Feb"),
        (Change(5, -1234, 2, 1, 1), "en", "−1,234 since 17 Feb"),
        (Change(5, 0, 1, 1, 1), "en", "unchanged since 18 Feb"),
        (Change(5, None, 0, 0, 1), "en", "no earlier report to compare"),
        (Change(5, 3, 1, 1, 1), "zh_Hans", "较2月18日 +3"),
        (Change(5, -1234, 1, 1, 1), "vi", "−1.234 so với 18/2"),
        (Change(5, -398, 1, 11, 12), "en", "−398 since 18 Feb, 11 of 12 units compared"),
        (Change(5, 0, 1, 11, 12), "zh_Hans", "与2月18日持平，11/12个单位可比"),
        (Change(5, 7, 1, 11, 12), "vi", "+7 so với 18/2, 11/12 đơn vị so sánh được"),
    ],
)
def test_a_change_says_its_sign_since_when_and_of_how_many_units(found: Change, locale: str, said: str) -> None:
    """A change over a gap never looks like one of a day, nor one of some units like one of all."""
    assert words.changed(found, DAY, locale) == said


@pytest.mark.parametrize(
    ("locale", "two", "five"),
    [
        ("en", "A and B", "A, B, C and 2 more"),
        ("zh_Hans", "A和B", "A、B、C等，另有2个未列出"),
        ("vi", "A và B", "A, B, C và 2 mục khác"),
    ],
)
def test_a_list_that_is_cut_says_so_after_it(locale: str, two: str, five: str) -> None:
    """What is left out is no item of the list."""
    assert words.enumerated(list("AB"), 3, locale) == two
    assert words.enumerated(list("ABCDE"), 3, locale) == five


def test_chinese_has_punctuation_of_its_own() -> None:
    """Full-width marks, and no space between sentences."""
    assert words.named("西平县", words.bracketed("迟报", "2天", "zh_Hans"), "zh_Hans") == "西平县：迟报（2天）"
    assert words.sentences(["一。", "二。", "三。"], "zh_Hans") == "一。二。三。"
    assert words.parted(["x", "y"], "zh_Hans") == "x；y"
    assert words.cell_name("现有确诊", "学生", "zh_Hans") == "现有确诊（学生）"


def test_a_sum_says_what_it_lacks_and_one_is_singular() -> None:
    """A sum over partial reports never looks whole."""
    assert words.summed(Sum(26, 2, 12), "en") == "26 (2 of 12 units)"
    assert words.summed(Sum(26, 12, 12), "en") == "26"
    assert words.summed(Sum(None, 0, 12), "en") == "not stated"
    assert words.coverage(1, 1, "en") == "1 of 1 unit"


def test_not_stated_is_a_word_and_zero_a_number() -> None:
    """Missing is not zero."""
    assert words.figure(None, "en") == "not stated"
    assert words.figure(0.0, "en") == "0"
    assert words.figure(2.5, "vi") == "2,5"


def test_the_cut_off_is_said_with_its_day() -> None:
    """A form may be due the next morning."""
    later = FORM.model_copy(update={"cut_off": time(9, 30), "cut_off_days": 1})

    assert words.cut_off(FORM, "en") == "17:00 of the same day"
    assert words.cut_off(later, "en") == "09:30 of the next day"
    assert words.cut_off(later.model_copy(update={"cut_off_days": 2}), "en") == "09:30, 2 days later"


def test_a_share_of_nothing_is_a_dash() -> None:
    """No division by zero reaches a page."""
    assert words.share(0, 0, "en") == "–"
    assert words.share(1, 8, "vi") == "12,5%"


def test_a_name_inside_a_sentence_begins_small_but_for_abbreviations() -> None:
    """Attended, of due online; Chinese has no small letters."""
    assert words.inside("Due online", "en") == "due online"
    assert words.inside("THPT", "vi") == "THPT"
    assert words.inside("Đã giao", "vi") == "đã giao"
    assert words.inside("应参加", "zh_Hans") == "应参加"


@pytest.mark.parametrize(
    ("label", "unit", "locale", "said"),
    [
        ("Findings", "findings", "en", "Findings"),
        ("Open", "findings", "en", "Open, findings"),
        ("Ca xác nhận hiện có", "ca", "vi", "Ca xác nhận hiện có"),
        ("Còn thiếu", "thiết bị", "vi", "Còn thiếu, thiết bị"),
        ("累计居家办公人日", "人日", "zh_Hans", "累计居家办公人日"),
        ("需关注人数", "人", "zh_Hans", "需关注人数"),
        ("人员排查", "人", "zh_Hans", "人员排查（人）"),
    ],
)
def test_what_it_is_counted_in_is_said_once(label: str, unit: str, locale: str, said: str) -> None:
    """Findings are counted in findings: nobody needs to read it twice."""
    assert words.counted_in(label, unit, locale) == said


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en", "Cases – confirmed now"), ("zh_Hans", "Cases·Confirmed now"), ("vi", "Cases – confirmed now")],
)
def test_a_figure_is_named_with_its_form_as_the_language_does(locale: str, said: str) -> None:
    """A dash with spaces, or the Chinese middle dot."""
    assert words.of_form("Cases", "Confirmed now", locale) == said
