"""Read calendar.csv: terms, and the days that an office closed or worked unlike its country."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from thongbao.params.calendar import own_days
from thongbao.params.csvfile import read_row, read_table
from thongbao.params.findings import Finding
from thongbao.records import CalendarEntry

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.params.entries import Entry
    from thongbao.records import Form, Office

LONGEST = 400
"""Days that one row may cover: no term or closure is longer, and a slip in the year is."""

LONGEST_CLOSURE = 300
"""Closed days in a row; a cut-off that is moved must find a working day."""


def read_calendar(path: Path, name: str = "") -> tuple[tuple[CalendarEntry, ...], list[Finding]]:
    """Read an office's own calendar; an office need not have one.

    Args:
        name: the file as shown in faults; its own name if left out.

    Returns:
        the rows that are right, and everything wrong with the others.
    """
    if not path.exists():
        return (), []
    name = name or path.name
    table, found = read_table(path, name, CalendarEntry, (), "")
    entries = []
    for number, fields in table:
        entry, wrong = read_row(name, number, fields, CalendarEntry)
        if entry is not None:
            wrong += _period(name, number, entry)
        found += wrong
        entries += [entry] if entry is not None and not wrong else []
    days = own_days(entries)
    both = sorted(days.get("closed", frozenset()) & days.get("working", frozenset()))
    if both:
        message = f"{both[0]} is both closed and working. Keep one of the two."
        found.append(Finding(name, 0, "closed-and-working", message))
    shut = days.get("closed", frozenset())
    unending = next(
        (d for d in sorted(shut) if all(d + timedelta(days=n) in shut for n in range(LONGEST_CLOSURE))), None
    )
    if unending:
        message = f"From {unending} on more than {LONGEST_CLOSURE} days in a row are closed. Check the years."
        found.append(Finding(name, 0, "closed-too-long", message))
    return tuple(entries), found


def _period(name: str, number: int, entry: CalendarEntry) -> list[Finding]:
    days = (entry.end - entry.first).days + 1
    if days < 1:
        message = f"last {entry.last} is before first {entry.first}. Exchange or correct them."
        return [Finding(name, number, "bad-date", message)]
    if days > LONGEST:
        message = f"{entry.first} to {entry.end} are {days} days; one row covers at most {LONGEST}. Check the years."
        return [Finding(name, number, "bad-date", message)]
    return []


def check_reporting_days(
    office: Office, calendar: tuple[CalendarEntry, ...], forms: dict[str, Entry[Form]]
) -> list[Finding]:
    """Hold what forms ask of the calendar against what the office says of it."""
    found = []
    terms = any(entry.status == "term" for entry in calendar)
    for entry in forms.values():
        form = entry.value
        needs = "reporting_days" if form.reporting_days in ("working_days", "school_days") else ""
        needs = needs or ("holiday_rule" if form.holiday_rule != "same_day" else "")
        if needs and office.country is None:
            message = f"{needs} {getattr(form, needs)} needs a calendar. Write country: CN or VN into office.yml."
            found.append(entry.finding("no-calendar", message, needs))
        elif form.reporting_days == "school_days" and not terms:
            message = "reporting_days school_days needs terms, and calendar.csv has none."
            advice = "Add rows first,last,status,name with the status term."
            found.append(entry.finding("no-terms", f"{message} {advice}", "reporting_days"))
    return found
