"""Translations of a notebook's prose: every cell, the same values, no number of their own, and really translated."""

from __future__ import annotations

import nbformat
import pytest

from support.unrun import notebook, text
from thongbao.bulletin.translated import translation_breaches

SOURCE = "## Cases\n\nConfirmed in all units: {eval}`day.cases.confirmed`."
RIGHT = "## 病例\n\n全部单位现有确诊：{eval}`day.cases.confirmed`。"


def found(translation: str | None, locale: str = "zh_Hans") -> list[tuple[str, bool]]:
    """What is said of a translation, and whether it stops a run."""
    nb = nbformat.reads(notebook(text(SOURCE, "words")), as_version=4)
    texts = {} if translation is None else {SOURCE: translation}
    return [(one.message, one.stops) for one in translation_breaches(nb, "10.ipynb", texts, locale)]


def test_a_right_translation_is_not_refused() -> None:
    """And English is none."""
    assert found(RIGHT) == []
    assert found("## Ca bệnh\n\nSố ca của tất cả đơn vị: {eval}`day.cases.confirmed`.", "vi") == []
    assert found(None, "en") == []


@pytest.mark.parametrize(
    ("translation", "said"),
    [
        (None, "It has no translation into zh_Hans"),
        (SOURCE, "is still English"),
        (
            RIGHT.replace("confirmed", "suspected"),
            "shows other values: without day.cases.confirmed; with day.cases.sus",
        ),
        (RIGHT + " {eval}`day.unit`", "shows other values: with day.unit"),
        (RIGHT.replace("全部", "26个"), "holds the typed number 26"),
        (RIGHT.replace("全部", "二十六个"), "holds the typed number 二十六"),
    ],
)
def test_what_would_make_a_wrong_bulletin_stops_a_run(translation: str | None, said: str) -> None:
    """Each is named with the catalog to correct."""
    messages = found(translation)

    assert [stops for message, stops in messages if said in message and "notebooks.po" in message] == [True]


def test_other_headings_in_a_translation_are_said() -> None:
    """A page has the same parts in every language."""
    assert [stops for _, stops in found(RIGHT.replace("## ", ""))] == [False]
