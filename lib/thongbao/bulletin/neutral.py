"""Wording that a bulletin does without: what frightens, exaggerates, judges or stigmatises.

The words stand in alarming.csv beside this module, with what to write instead; docs/assumptions.md says where they come
from. They are looked for in what the project and its notebooks say, never in names.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

LIST = Path(__file__).with_name("alarming.csv")


class Term(NamedTuple):
    """A term to avoid.

    Attributes:
        term: as it is written; * stands for any ending.
        instead: what to write.
        kind: fear, hyperbole, judgement or stigma.
    """

    locale: str
    term: str
    instead: str
    kind: str


@cache
def terms() -> tuple[Term, ...]:
    """Return the list, in the order of the file."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(Term(**row) for row in csv.DictReader(file))


def alarming(text: str, locale: str) -> Term | None:
    """Return the first term of ``locale`` in a text, None where the wording is neutral.

    Args:
        text: as it is shown; composed or decomposed, in any case.
        locale: of the text. Chinese is searched as it is written; other languages word by word.
    """
    found = _pattern(locale).search(unicodedata.normalize("NFC", text).casefold())
    return _by_name(locale)[found.lastgroup or ""] if found else None


def alarming_in_any(text: str) -> bool:
    """Say whether a text holds a term of any language."""
    return any(alarming(text, locale) for locale in ("en", "zh_Hans", "vi"))


@cache
def _by_name(locale: str) -> dict[str, Term]:
    return {f"t{at}": term for at, term in enumerate(terms()) if term.locale == locale}


@cache
def _pattern(locale: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{_of(term)})" for name, term in _by_name(locale).items()))


def _of(term: Term) -> str:
    written = (
        re.escape(unicodedata.normalize("NFC", term.term).casefold()).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
    )
    return written if term.locale == "zh_Hans" else rf"(?<!\w){written}(?!\w)"
