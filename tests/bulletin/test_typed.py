"""Numbers typed into prose: what counts as one, and what may stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.bulletin.typed import ALLOWED, constants, typed_numbers

MAY = {
    "an address": "[the list](https://example.org/2020/26) https://example.org/7",
    "the number of a heading": "## 1. Situation\n\n## 2.1 Cases\n\n## 一、形势\n\n### （二）学校",
    "the number of a list item": "1. first\n2) second\n3、第三\n① 第四",
    "a whole date": "2020-02-19, 2020年2月19日, 19/2/2020, ngày 19 tháng 2 năm 2020, 19 February 2020",
    "a legal reference": "教体卫艺〔2020〕12号, 第3条, 05/2020/TT-BGDĐT, 16/CT-TTg, Điều 5, Article 7, GB/T 2260-2007",
    "a name with a number": "COVID-19, VTV7, K-12, H1N1",
    "a length of days": "the last 28 days, a 7-day mean, 28 ngày qua, 近28天, 7日",
    "the base of a rate": "per 10,000 pupils, trên 10.000 học sinh, 每10,000人",
}


@pytest.mark.parametrize("kind", ALLOWED)
def test_what_is_fixed_by_order_law_method_or_name_may_stand(kind: str) -> None:
    """Each rule has its example."""
    assert typed_numbers(MAY[kind]) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("Now 26 cases.", ["26"]),
        ("## 26 cases", ["26"]),
        ("11 of 12 (91.7%)", ["11", "12", "91.7%"]),
        ("15,075 人, 1.234,5 người", ["15,075", "1.234,5"]),
        ("现有二十六例，累计一百零五人", ["二十六", "一百零五"]),
        ("１２例, ١٢, ½, Ⅷ", ["１２", "١٢", "½", "Ⅷ"]),
        ("as of 19/2", ["19", "2"]),
        ("the last 29 days", ["29"]),
        ("per 100,001", ["100,001"]),
        ("**26** | 7 |", ["26", "7"]),
        ("{eval}`day.cases.confirmed` of 30", ["30"]),
    ],
)
def test_a_figure_is_found_however_it_is_written(source: str, found: list[str]) -> None:
    """In digits of any script, with separators, as a fraction, in Chinese numerals."""
    assert typed_numbers(source) == found


@pytest.mark.parametrize(
    "source", ["万一、十分、千万、一律、第一、统一", "one of the schools", "{eval}`day.week.28`", ""]
)
def test_words_and_inline_expressions_are_no_figures(source: str) -> None:
    """第一 is an order, 万一 is "in case"."""
    assert typed_numbers(source) == []


@given(st.integers(0, 10**7), st.sampled_from(["Now {} cases.", "现有{}例。", "- {}", "Có {} ca.", "| {} |", "**{}**"]))
def test_no_plain_figure_passes(figure: int, sentence: str) -> None:
    """Whatever its size and wherever it stands, but for the lengths of time that methods fix."""
    assert typed_numbers(sentence.format(figure)) == [str(figure)]


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("day.cases.confirmed", []),
        ("'26'", ["'26'"]),
        ("day.cases.confirmed + 1", ["1"]),
        ("f'{26}'", ["26"]),
        ("(", []),
    ],
)
def test_an_inline_expression_holds_no_constant(expression: str, found: list[str]) -> None:
    """A number inside it is as typed as one beside it."""
    assert constants(expression) == found
