"""Hold bulletins.yml against the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.entries import Entry, one_line, repeated
from thongbao.params.findings import Finding, nearest, shown
from thongbao.records import REMINDERS

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from thongbao.records import Bulletin


def check_bulletins(
    entries: Sequence[Entry[Bulletin]], kinds: Collection[str]
) -> tuple[dict[str, Bulletin], list[Finding]]:
    """Hold each bulletin against itself, the others, and the kinds of unit there are (empty: not known).

    Returns:
        those that are right by code, and what was wrong with the others.
    """
    found = []
    twice = dict(repeated([entry.value.code for entry in entries], "bulletin"))
    right: dict[str, Bulletin] = {}
    for place, entry in enumerate(entries):
        wrong = _bulletin(entry, kinds)
        if entry.value.code == REMINDERS:
            message = f"{REMINDERS} is what the letters of `thongbao remind` are called. Write another code."
            wrong.append(entry.finding("reserved-code", message, "code"))
        if place in twice:
            wrong.append(entry.finding("duplicate-code", twice[place], "code"))
        if not wrong:
            right[entry.value.code] = entry.value
        found += wrong
    return right, found


def _bulletin(entry: Entry[Bulletin], kinds: Collection[str]) -> list[Finding]:
    bulletin = entry.value
    found = one_line(entry, "title")
    for n, kind in enumerate(bulletin.kinds):
        if kinds and kind not in kinds:
            message = f"No unit has the kind {shown(kind)}. {nearest(kind, kinds)}"
            found.append(entry.finding("unknown-kind", message, "kinds", n))
    if bulletin.scope == "unit" and not bulletin.kinds:
        message = "kinds is missing: scope unit makes one edition per unit of these kinds. Add it."
        found.append(entry.finding("missing-key", message, "kinds"))
    if bulletin.scope == "office" and bulletin.kinds:
        message = "kinds has no meaning with scope office. Remove it, or write scope: unit."
        found.append(entry.finding("key-without-meaning", message, "kinds"))
    if (bulletin.cadence == "weekly") != (bulletin.due_on is not None):
        message = (
            "cadence: weekly and due_on: friday (or another day of the week) belong together. Write both or neither."
        )
        found.append(entry.finding("due-on-not-weekly", message, "cadence"))
    for n, text in repeated(bulletin.locales, "locale"):
        found.append(entry.finding("duplicate-code", text, "locales", n))
    if bulletin.edition_seconds < bulletin.cell_seconds:
        message = "edition_seconds is less than cell_seconds. An edition has many cells; raise it."
        found.append(entry.finding("bad-number", message, "edition_seconds"))
    if (bulletin.notebook_seconds or 0) > bulletin.edition_seconds:
        message = "notebook_seconds is more than edition_seconds, which is for the notebook and its page. Lower it."
        found.append(entry.finding("bad-number", message, "notebook_seconds"))
    if bulletin.output_mb < bulletin.cell_output_mb:
        message = "output_mb is less than cell_output_mb. It is for all cells together; raise it."
        found.append(entry.finding("bad-number", message, "output_mb"))
    return found
