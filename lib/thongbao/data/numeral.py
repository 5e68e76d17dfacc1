"""Understand numbers as people write them, and say in which way they were written. Strict: nothing is guessed. Pure."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

FULL_WIDTH = str.maketrans("０１２３４５６７８９，．－＋／：　", "0123456789,.-+/: ")
"""What Chinese input methods write for digits and signs."""

LONGEST = 32
"""Characters of a number; no form asks for more."""

MYRIADS = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
"""What may stand after a number in Chinese, and how many it means."""

Way = Literal["", "full-width", "grouped", "myriads"]

_PLAIN = re.compile(r"[+-]?[0-9]+")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:([,. '\u00a0\u202f])[0-9]{3})(?:\1[0-9]{3})*")
_DECIMAL = {",": re.compile(r"[+-]?[0-9]+,[0-9]+"), ".": re.compile(r"[+-]?[0-9]+\.[0-9]+")}
_BOTH = re.compile(r"([+-]?[0-9]{1,3}(?:([,. '\u00a0\u202f])[0-9]{3})(?:\2[0-9]{3})*)([.,])([0-9]+)")


class Numeral(NamedTuple):
    """A number that was written as text.

    Attributes:
        value: the code of a fault where it is none, or could be two.
        way: how it was written, of all ways the most unusual; "" for plain digits.
    """

    value: float | str
    way: Way = ""


def numeral(written: str, locale: str, *, whole: bool) -> Numeral:
    """Return the number that a text states.

    Args:
        locale: of the office; says which sign separates thousands where a text could be read in two ways: 1.234 is
            1234 in Vietnamese, 1,234 in Chinese and English.
        whole: whether only whole numbers are asked; then 1.234 in Chinese could be meant either way.
    """
    narrow = written.translate(FULL_WIDTH).strip().replace("−", "-")
    if len(narrow) > LONGEST:
        return Numeral("too-big" if _PLAIN.fullmatch(narrow) else "not-a-number")
    if narrow[-1:] in MYRIADS:
        return _myriads(narrow, locale)
    found = _number(narrow, locale, whole=whole)
    if isinstance(found.value, float) and narrow != written.strip().replace("−", "-"):
        return found._replace(way=found.way or "full-width")
    return found


def _number(narrow: str, locale: str, *, whole: bool) -> Numeral:
    if _PLAIN.fullmatch(narrow):
        return Numeral(float(narrow))
    decimal = "," if locale == "vi" else "."
    grouped = _GROUPED.fullmatch(narrow)
    if grouped and (grouped[1] != decimal or narrow.count(decimal) > 1):
        return Numeral(float(_digits(narrow)), "grouped")
    both = _BOTH.fullmatch(narrow)
    if both and both[2] != both[3]:  # thousands and a decimal sign: 1.234,5
        if both[3] != decimal:
            return Numeral("two-meanings")  # as the other language writes it: nobody knows which one was meant
        return Numeral(float(f"{_digits(both[1])}.{both[4]}"), "grouped")
    if _DECIMAL[decimal].fullmatch(narrow):
        # 1.234 where thousands are written 1,234: two meanings, a thousand apart.
        return Numeral("two-meanings" if whole and grouped else float(narrow.replace(decimal, ".")))
    return Numeral("not-a-number")


def _myriads(narrow: str, locale: str) -> Numeral:
    """Return 57000 for 5.7万; thousands and ten thousands are not mixed in one number."""
    before = narrow[:-1].strip()
    decimal = "," if locale == "vi" else "."
    if _PLAIN.fullmatch(before) or _DECIMAL[decimal].fullmatch(before):
        if locale == "vi" and _GROUPED.fullmatch(before):
            return Numeral("two-meanings")
        return Numeral(float(Decimal(before.replace(decimal, ".")) * MYRIADS[narrow[-1]]), "myriads")
    grouped = _GROUPED.fullmatch(before)
    if grouped and grouped[1] != decimal:
        return Numeral("two-meanings")
    return Numeral("not-a-number")


def _digits(grouped: str) -> str:
    return re.sub(r"[^0-9+-]", "", grouped)
