"""Hold recipients.yml, and what office.yml says of mail, against the office: who gets what, and that they may."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from thongbao.params.addresses import address_problem, domain_problem
from thongbao.params.entries import Entry, one_line, repeated
from thongbao.params.findings import Finding, nearest, shown
from thongbao.params.reminded import check_purpose, check_reports_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from thongbao.records import Bulletin, Office, Recipient


def check_mail(head: Entry[Office]) -> list[Finding]:
    """Hold what office.yml says of approval, distribution and mail against itself."""
    office = head.value
    groups = [group.code for group in office.recipient_groups]
    found = [head.finding("duplicate-code", text, "recipient_groups", n) for n, text in repeated(groups, "group")]
    found += [head.finding("duplicate-code", text, "approvers", n) for n, text in repeated(office.approvers, "role")]
    if office.approvers and office.approvals > len(office.approvers):
        message = f"approvals is {office.approvals}, and approvers has {len(office.approvers)}. Name more, or lower it."
        found.append(head.finding("bad-number", message, "approvals"))
    for n, domain in enumerate(office.letters.internal_domains):
        problem = domain_problem(domain)
        if problem:
            found.append(head.finding("bad-address", problem, "letters", "internal_domains", n))
    leave = office.letters.unsubscribe_address
    problem = address_problem(leave) if leave is not None else ""
    if problem:
        found.append(head.finding("bad-address", problem, "letters", "unsubscribe_address"))
    if office.letters.unsubscribe_url is not None and not _one_click(office.letters.unsubscribe_url):
        message = "unsubscribe_url must be https, in plain letters without spaces, and hold {token} once."
        found.append(head.finding("bad-url", message, "letters", "unsubscribe_url"))
    return found


def _one_click(url: str) -> bool:
    plain = url.isascii() and url.isprintable() and not set(url) & set(' <>"\\^`|,')
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    at_end = "{token}" in parts.path + parts.query
    return plain and parts.scheme == "https" and bool(host) and at_end and url.count("{") == url.count("}") == 1


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
        found += _delivery(entry) + check_purpose(entry)
        found += _recipient(entry, bulletin_codes, units)
        found += _audience(entry, office, bulletins)
        if office is not None and office.root in units:
            found += _entitlement(entry, office, bulletins, units)
    return found + _twice(entries) + check_reports_for(entries, units)


def _delivery(entry: Entry[Recipient]) -> list[Finding]:
    recipient = entry.value
    found = []
    if recipient.delivery == "archive":
        if recipient.address:
            message = "An archive is a file and has no address. Remove it, or write delivery: mail."
            found.append(entry.finding("key-without-meaning", message, "address"))
        if recipient.folder is not None and not _folder(recipient.folder):
            message = "folder must be the name of a folder, without .. in it."
            found.append(entry.finding("bad-folder", message, "folder"))
        return found
    if recipient.folder is not None:
        message = "folder is for delivery: archive. Remove it."
        found.append(entry.finding("key-without-meaning", message, "folder"))
    problem = address_problem(recipient.address) if recipient.address else "The address is missing. Add it."
    if problem:
        code = "bad-address" if recipient.address else "missing-key"
        found.append(entry.finding(code, problem, "address"))
    return found


def _folder(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    return name.isprintable() and bool(name.strip()) and ".." not in parts


def _recipient(entry: Entry[Recipient], bulletins: Collection[str], units: Mapping[str, str]) -> list[Finding]:
    recipient = entry.value
    found = one_line(entry, "role")
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


def _whole(address: str) -> bool:
    """Say whether an address has no fault of its own, so that its domain can be judged."""
    return bool(address) and address.isprintable() and not address_problem(address)


def _audience(entry: Entry[Recipient], office: Office | None, bulletins: Mapping[str, Bulletin]) -> list[Finding]:
    """Find internal bulletins that would go to somebody who may not read them."""
    recipient = entry.value
    restricted = [n for n, code in enumerate(recipient.bulletins) if code in bulletins and _internal(bulletins[code])]
    found = []
    if recipient.audience == "public":
        for n in restricted:
            message = f"{recipient.bulletins[n]} is internal, and this recipient may get public bulletins only."
            advice = "Remove it, or write audience: internal if the recipient belongs to the office."
            found.append(entry.finding("audience-not-entitled", f"{message} {advice}", "bulletins", n))
    elif office is not None and _whole(recipient.address) and not office.inside(recipient.address):
        message = "This address is under none of the internal_domains in office.yml. Correct it, or write"
        found.append(entry.finding("address-outside", f"{message} audience: public.", "address"))
    group, groups = recipient.group, [g.code for g in office.recipient_groups] if office is not None else []
    if office is not None and group is not None and group not in groups:
        message = f"There is no group {shown(group)} in recipient_groups of office.yml. {nearest(group, groups)}"
        found.append(entry.finding("unknown-group", message, "group"))
    return found


def _internal(bulletin: Bulletin) -> bool:
    return bulletin.audience == "internal"


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
    """Find addresses, and archives, that would get the same edition twice."""
    found = []
    seen: dict[tuple[str, str, str], list[Entry[Recipient]]] = {}
    for entry in entries:
        recipient = entry.value
        if recipient.opted_out:
            continue
        place = recipient.address.casefold() or f"archive {recipient.folder or ''}"
        for bulletin in dict.fromkeys(recipient.bulletins):
            key = (place, recipient.locale, bulletin)
            for other in seen.get(key, []):
                first, second = set(other.value.units), set(recipient.units)
                if first & second or "*" in first | second:
                    message = f"This address gets {bulletin} already by line {other.file.line(other.at)}."
                    found.append(entry.finding("duplicate-recipient", f"{message} Remove one.", "address"))
            seen.setdefault(key, []).append(entry)
    return found
