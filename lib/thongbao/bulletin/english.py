"""Prose that was left in English in a bulletin of another language. Pure."""

from __future__ import annotations

import re

_WORD = re.compile(r"(?<!\w)[A-Za-z]{2,}(?!\w)")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff]")
# fmt: off
_TELLING = frozenset({
    "the", "of", "and", "is", "are", "was", "were", "with", "from", "for", "have", "has", "this", "these", "that",
    "which", "not", "been", "below", "above", "last", "days", "figures", "units", "reports", "all", "now", "as", "by",
})
# fmt: on
"""Words that an English sentence of a bulletin hardly does without, and that Vietnamese does not have."""

_OF_A_SENTENCE = 2


def left_in_english(text: str, locale: str) -> bool:
    """Say whether prose reads as English although the bulletin is in another language.

    Abbreviations and names of products in Latin letters, such as VTV or App, are no English prose.

    Args:
        text: without inline values, which may hold a name of any kind.
        locale: of the bulletin; English is never left in English.
    """
    if locale == "en":
        return False
    words = _WORD.findall(text)
    telling = {word.lower() for word in words} & _TELLING
    if locale == "zh_Hans" and not _HAN.search(text):
        return any(word.islower() or word.istitle() for word in words if len(word) > _OF_A_SENTENCE)
    return len(telling) >= _OF_A_SENTENCE
