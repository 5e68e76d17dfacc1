"""How wide every chart is, and how large its letters: one width that fits a telephone. Pure.

A chart that is drawn for a desk is read sideways on a telephone, or not at all. Drawn at 480 CSS pixels with letters of
15, it keeps letters of 10 on a screen of 360, where 20 go to the margins, and is sharp at its own width on all others.
"""

from __future__ import annotations

import unicodedata

from thongbao.language import compact, number
from thongbao.report.figures import fit, text_width

WIDTH = 480
"""CSS pixels."""

TITLE, TEXT, SMALL = 16, 15, 14
"""Sizes of letters, CSS pixels: of a title, of all else, and of a name in a tile."""

LINE = 19
"""From one line of text to the next, CSS pixels."""


def tick(mark: float, largest: float, locale: str) -> str:
    """Say a mark of a scale; from a million on in large units, for which there is room."""
    return compact(mark, locale) if largest >= 1e6 else number(mark, locale)


def in_lines(text: str, size: float, room: float, last: float | None = None) -> list[str]:
    """Break a text into at most two lines, between words where there are any; what is left over is cut.

    Args:
        size: of its letters, CSS pixels.
        room: for a line, CSS pixels.
        last: for the last line, where something else stands beside it.
    """
    text, last = unicodedata.normalize("NFC", text), room if last is None else last
    if text_width(text, size) <= last:
        return [text]
    first = fit(text, size, room).removesuffix("…")
    if " " in first and len(first) < len(text):
        first = first.rpartition(" ")[0]
    rest = text[len(first) :].strip()
    return [first, fit(rest, size, last)] if rest else [fit(text, size, last)]
