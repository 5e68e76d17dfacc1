"""Numbers that somebody typed into prose instead of taking them from the reports. Pure.

Today's figure, typed, is tomorrow's wrong one. What may stand typed is said here, rule by rule, and nothing else may.
"""

from __future__ import annotations

import ast
import re
import unicodedata

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December|"
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
ALLOWED = {
    "an address": r"\]\([^)\s]*\)|<https://[^>\s]*>|https://\S+",
    "the number of a heading": (
        r"^#{1,6}\s+(?:\d{1,2}(?:\.\d{1,2})+\s|\d{1,2}[.、)）]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])"
    ),
    "the number of a list item": r"^\s*(?:\d{1,2}[.)]\s|\d{1,2}、|[①-⑳])",
    "a whole date": (
        r"\b\d{4}-\d{2}-\d{2}\b|\d{4}年\d{1,2}月(?:\d{1,2}日)?|\b\d{1,2}/\d{1,2}/\d{4}\b"
        r"|\bngày \d{1,2} tháng \d{1,2} năm \d{4}\b"
        rf"|\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}\b"
    ),
    "a legal reference": (
        r"[〔［\[（(]\d{4}[〕］\]）)]\s*\d{1,5}\s*号|第\s*\d{1,5}\s*[号条款项章]"
        r"|\b\d{1,5}/(?:\d{4}/)?[A-ZĐ]{2,}[A-ZĐ0-9&-]*"
        r"|\b(?:Điều|Khoản|Article|Section|No\.) \d{1,4}\b|\b(?:GB|GB/T|ISO|TCVN)[ -]\d+(?:[.:-]\d+)*"
    ),
    "a name with a number": r"\b[A-Z][A-Za-z]*(?:-?\d{1,2}[A-Z]?)+\b",
    "a length of days": r"(?<!\d)(?:7|14|28)(?:[- ]days?\b|[ -]?ngày\b|\s?[日天](?!期))",
    "the base of a rate": (
        r"\b(?:per|of every|trên|mỗi) 1(?:00|[,.]000|0[,.]000|00[,.]000)(?![\d.,]*\d)"
        r"|每1(?:00|,000|0,000|00,000)(?![\d.,]*\d)"
    ),
}
"""What may be typed: kind -> how it looks. an address, an order, or what law, method or a name fixes."""

_ALLOWED = re.compile("|".join(f"(?:{pattern})" for pattern in ALLOWED.values()), re.MULTILINE)
_DIGITS = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*\s*[%‰％]?")
_IN_WORDS = re.compile(
    r"[一二两三四五六七八九][十百千万亿][一二三四五六七八九十百千万亿零]*|[十百][一二三四五六七八九]+|[零〇一二三四五六七八九]{3,}"
)
_INLINE = re.compile(r"\{eval\}`[^`]+`")


def typed_numbers(source: str) -> list[str]:
    """Return the numbers that are typed in a Markdown cell, in their order, without those that may be.

    Digits of any script count, fractions and numbers in circles, and Chinese numerals from ten upwards. Number words of
    English and Vietnamese do not: "one of the schools" is no figure.

    Args:
        source: of the cell, or its translation. Inline expressions are left out.
    """
    prose = _ALLOWED.sub(" ", _INLINE.sub(" ", source))
    found = [(match.start(), match[0].strip()) for match in _DIGITS.finditer(prose)]
    found += [(match.start(), match[0]) for match in _IN_WORDS.finditer(prose)]
    found += [(at, ch) for at, ch in enumerate(prose) if unicodedata.category(ch) in ("Nl", "No")]
    return [text for _, text in sorted(found)]


def constants(expression: str) -> list[str]:
    """Return the numbers and texts that are typed inside an inline expression: it names a figure, it does not hold one.

    Args:
        expression: Python; one that cannot be parsed holds none, since it cannot be run either.
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        return []
    return [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Constant)]
