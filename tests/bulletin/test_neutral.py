"""The list of words that a bulletin does without."""

from __future__ import annotations

import csv
import unicodedata

import pytest

from thongbao.bulletin.neutral import LIST, alarming, alarming_in_any, terms


@pytest.mark.parametrize("term", terms(), ids=lambda term: f"{term.locale} {term.term}")
def test_each_term_is_found_within_a_sentence_and_says_what_to_write_instead(term: object) -> None:
    """In any case, composed or not, with more than one space."""
    locale, written, instead, _ = term  # type: ignore[misc]
    plain = written.replace("*", "ed")
    sentence = f"截至今日{plain}。" if locale == "zh_Hans" else f"(Today {plain.upper().replace(' ', '  ')}, so to say)"

    found = alarming(unicodedata.normalize("NFD", sentence), locale)

    assert found is not None
    assert found.term == written or found.term in written
    assert instead.strip()
    assert alarming_in_any(sentence)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("The surgeon of the grimy school", "en"),
        ("3 confirmed cases more than yesterday", "en"),
        ("疫情暴发的学校：1所", "zh_Hans"),
        ("现有确诊26例，较上日增加3例", "zh_Hans"),
        ("Tăng 3 ca so với hôm qua; ổ dịch đang theo dõi", "vi"),
        ("panic", "vi"),
        ("", "en"),
    ],
)
def test_the_terms_of_the_trade_are_neutral(text: str, locale: str) -> None:
    """Outbreak, confirmed and suspected are what forms and directives call them."""
    assert alarming(text, locale) is None


def test_the_list_is_whole_and_names_each_term_once() -> None:
    """Three languages, four kinds, nothing twice."""
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len({(row["locale"], row["term"].casefold()) for row in rows}) == len(rows)
    assert {row["locale"] for row in rows} == {"en", "zh_Hans", "vi"}
    assert {row["kind"] for row in rows} == {"fear", "hyperbole", "judgement", "stigma"}
