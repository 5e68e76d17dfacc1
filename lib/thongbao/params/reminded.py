"""Hold what recipients.yml says of who is reminded of reports against the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.findings import nearest, shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thongbao.params.entries import Entry
    from thongbao.params.findings import Finding
    from thongbao.records import Recipient


def check_purpose(entry: Entry[Recipient]) -> list[Finding]:
    """Find an entry that would bring no letter at all: bulletins and units belong together, or there is reports_for."""
    recipient = entry.value
    if bool(recipient.bulletins) != bool(recipient.units):
        lacking = "units" if recipient.bulletins else "bulletins"
        message = f"{lacking} is missing: bulletins says which ones, units of whom. Write both."
        return [entry.finding("missing-key", message, lacking)]
    if not recipient.bulletins and not recipient.reports_for:
        message = "This entry brings no letter. Write bulletins and units, or reports_for for reminders."
        return [entry.finding("missing-key", message, "bulletins")]
    return []


def check_reports_for(entries: Sequence[Entry[Recipient]], units: Mapping[str, str]) -> list[Finding]:
    """Hold each unit that somebody reports for against the units, and find addresses that would be reminded twice.

    Args:
        units: kind of each unit by code; empty where units.csv could not be read.
    """
    found: list[Finding] = []
    seen: dict[tuple[str, str], Entry[Recipient]] = {}
    for entry in entries:
        recipient = entry.value
        if not recipient.reports_for:
            continue
        if recipient.delivery == "archive":
            message = "An archive reports nothing and gets no reminders. Remove reports_for."
            found.append(entry.finding("key-without-meaning", message, "reports_for"))
        elif recipient.audience == "public":
            message = "A reminder says what a unit has not reported: it is internal. Write audience: internal, or"
            found.append(entry.finding("audience-not-entitled", f"{message} remove reports_for.", "reports_for"))
        for n, unit in enumerate(recipient.reports_for):
            if units and unit not in units:
                message = f"There is no unit {shown(unit)} in units.csv. {nearest(unit, units)}"
                found.append(entry.finding("unknown-unit", message, "reports_for", n))
            if recipient.opted_out:
                continue
            key = (recipient.address.casefold(), unit)
            if key in seen:
                line = seen[key].file.line(seen[key].at)
                message = f"This address is reminded for {unit} already by line {line}. Remove one."
                found.append(entry.finding("duplicate-recipient", message, "reports_for", n))
            seen[key] = entry
    return found
