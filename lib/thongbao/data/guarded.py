"""Keep a spreadsheet from taking text for a formula. Pure.

The rule is OWASP's (CSV Injection): a text that would begin with = + - @, a tab or a line end gets an apostrophe. So
does one that hides such a sign behind blanks, quotes or invisible letters, or writes it in full width, for spreadsheets
and the programs between trim and convert.
"""

from __future__ import annotations

import re
import unicodedata

_HIDES = re.compile(r"[\s\"'“”‘’«»`]")
_TRIGGERS = frozenset("=+-@\t\r\n")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")


def guarded(text: str) -> str:
    """Return ``text``, with an apostrophe before it where a spreadsheet could take it for a formula."""
    if _NUMBER.fullmatch(text):
        return text
    for letter in text:
        # NFKC makes of full-width, small and superscript signs what they stand for.
        if letter in _TRIGGERS or unicodedata.normalize("NFKC", letter)[:1] in _TRIGGERS or letter == "−":
            return "'" + text
        if not _HIDES.fullmatch(letter) and unicodedata.category(letter) not in ("Cf", "Cc", "Zs"):
            break
    return text
