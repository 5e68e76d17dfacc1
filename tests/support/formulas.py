"""Texts that a spreadsheet could take for formulas."""

from __future__ import annotations

import unicodedata

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n")
HIDDEN = {
    "bare": "{}1+1",
    "space": " {}1+1",
    "quote": '"{}1+1',
    "BOM": "\ufeff{}1+1",
    "full-width": "{}",
}
WIDE = {"=": "＝", "+": "＋", "-": "－", "@": "＠", "\t": "\u3000=", "\r": "\u3000\r", "\n": "\u3000\n"}


def grid() -> list[str]:
    """Every trigger in every disguise."""
    return [
        (WIDE[trigger] + "1+1") if name == "full-width" else pattern.format(trigger)
        for trigger in TRIGGERS
        for name, pattern in HIDDEN.items()
    ]


def harmless(cell: str) -> bool:
    """Say, otherwise than the code does, whether what a spreadsheet could trim away hides a trigger."""
    shown = unicodedata.normalize("NFKC", cell).lstrip(' \u3000\ufeff"\u200b')
    return not cell.startswith(TRIGGERS) and not shown.startswith(TRIGGERS)
