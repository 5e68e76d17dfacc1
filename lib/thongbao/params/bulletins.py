"""Hold bulletins.yml and recipients.yml against the office: who gets what, and that it exists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.addresses import address_problem
from thongbao.params.entries import Entry, one_line, repeated
from thongbao.params.findings import Finding, nearest, shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from thongbao.records import Bulletin, Office, Recipient


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
    for n, text in repeated(bulletin.locales, "locale"):
        found.append(entry.finding("duplicate-code", text, "locales", n))
    if bulletin.audience == "public":
        message = "audience: public needs small numbers to be suppressed, which is not possible yet. Write internal."
        found.append(entry.finding("audience-not-possible", message, "audience"))
    if bulletin.edition_seconds < bulletin.cell_seconds:
        message = "edition_seconds is less than cell_seconds. An edition has many cells; raise it."
        found.append(entry.finding("bad-number", message, "edition_seconds"))
    return found


def check_recipients(
    entries: Sequence[Entry[Recipient]],
    office: Office | None,
    bulletins: Mapping[str, Bulletin],
    bulletin_codes: Collection[str],
    units: Mapping[str, str],
) -> list[Finding]:
    """Hold each recipient against the bulletins and units, so that every entry brings letters and none twice.

    Args:
        bulletins: those that are right, by code.
        bulletin_codes: all that are named, also those that are wrong.
        units: kind of each unit by code, "" where its row is wrong; empty where units.csv could not be read.
    """
    found = []
    for entry in entries:
        found += _recipient(entry, bulletin_codes, units)
        if office is not None and office.root in units:
            found += _entitlement(entry, office, bulletins, units)
    return found + _twice(entries)


def _recipient(entry: Entry[Recipient], bulletins: Collection[str], units: Mapping[str, str]) -> list[Finding]:
    recipient = entry.value
    found = []
    problem = address_problem(recipient.address)
    if problem:
        found.append(entry.finding("bad-address", problem, "address"))
    found += one_line(entry, "role")
    for n, code in enumerate(recipient.bulletins):
        if code not in bulletins:
            message = f"There is no bulletin {shown(code)}. {nearest(code, bulletins)}"
            found.append(entry.finding("unknown-bulletin", message, "bulletins", n))
    if "*" in recipient.units and len(recipient.units) > 1:
        message = "“*” means every unit. Keep it alone, or remove it."
        found.append(entry.finding("units-beside-star", message, "units"))
    for n, code in enumerate(recipient.units):
        if units and code != "*" and code not in units:
            message = f"There is no unit {shown(code)} in units.csv. {nearest(code, units)}"
            found.append(entry.finding("unknown-unit", message, "units", n))
    return found


def _entitlement(
    entry: Entry[Recipient], office: Office, bulletins: Mapping[str, Bulletin], units: Mapping[str, str]
) -> list[Finding]:
    """Find bulletins of which the recipient would never get an edition."""
    recipient = entry.value
    chosen = [code for code in units if code in recipient.units or "*" in recipient.units]
    if not all(units[code] for code in chosen):
        return []  # said in units.csv
    found = []
    for n, code in enumerate(recipient.bulletins):
        bulletin = bulletins.get(code)
        if bulletin is None:
            continue
        locales = bulletin.locales or (office.locale,)
        if recipient.locale not in locales:
            message = f"{code} is not made in {recipient.locale}, only in {', '.join(locales)}."
            found.append(entry.finding("no-such-edition", f"{message} Add it in bulletins.yml.", "locale"))
        covered = [
            u for u in chosen if (u == office.root if bulletin.scope == "office" else units[u] in bulletin.kinds)
        ]
        if chosen and not covered:
            wanted = office.root if bulletin.scope == "office" else f"a unit that is {' or '.join(bulletin.kinds)}"
            message = f"{code} is not made for any of these units. Write {wanted} or “*” in units."
            found.append(entry.finding("no-such-edition", message, "bulletins", n))
    return found


def _twice(entries: Sequence[Entry[Recipient]]) -> list[Finding]:
    """Find addresses that would get the same edition twice."""
    found = []
    seen: dict[tuple[str, str, str], list[Entry[Recipient]]] = {}
    for entry in entries:
        recipient = entry.value
        for bulletin in dict.fromkeys(recipient.bulletins):
            key = (recipient.address.casefold(), recipient.locale, bulletin)
            for other in seen.get(key, []):
                first, second = set(other.value.units), set(recipient.units)
                if first & second or "*" in first | second:
                    message = f"This address gets {bulletin} already by line {other.file.line(other.at)}."
                    found.append(entry.finding("duplicate-recipient", f"{message} Remove one.", "address"))
            seen.setdefault(key, []).append(entry)
    return found
