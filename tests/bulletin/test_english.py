"""English that was left in a bulletin of another language."""

from __future__ import annotations

import json

import pytest
from babel.messages.pofile import read_po

from conftest import PROJECT
from thongbao.bulletin.contract import INLINE
from thongbao.bulletin.english import left_in_english

NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("locale", ["zh_Hans", "vi"])
def test_every_shipped_sentence_is_told_from_its_translation(locale: str) -> None:
    """No translation is taken for English; of the cells with a sentence each is."""
    with (PROJECT / "notebooks" / "locale" / locale / "notebooks.po").open("rb") as file:
        translations = [INLINE.sub("", str(message.string)) for message in read_po(file) if message.id]
    cells = [cell for path in NOTEBOOKS for cell in json.loads(path.read_text("utf-8"))["cells"]]
    english = [INLINE.sub("", "".join(cell["source"])) for cell in cells if cell["cell_type"] == "markdown"]
    sentences = [text for text in english if len(text) > 150]

    assert [text for text in translations if left_in_english(text, locale)] == []
    assert sentences
    assert [text for text in sentences if not left_in_english(text, locale)] == []
    assert not any(left_in_english(text, "en") for text in sentences)


@pytest.mark.parametrize(
    ("text", "locale", "left"),
    [
        ("## VTV7", "zh_Hans", False),
        ("## Situation", "zh_Hans", True),
        ("## 形势", "zh_Hans", False),
        ("病例 confirmed by the school of the day", "zh_Hans", True),
        ("## Tình hình", "vi", False),
        ("Học trên VTV và app của trường; ca F0 theo dõi", "vi", False),
        ("The figures of the day", "vi", True),
        ("", "vi", False),
        ("The figures of the day", "en", False),
    ],
)
def test_abbreviations_and_products_are_no_english(text: str, locale: str, left: bool) -> None:
    """A name in Latin letters is shown as it is."""
    assert left_in_english(text, locale) is left
