"""Digests of parts of the reports: equal as long as nothing in the part has changed."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, and_, cast, func, literal, or_, select

from thongbao.database import reading, refusals, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Engine, Table

    from thongbao.records import Slice

FEW = 500
"""Up to so many units are named in a query; more are sorted out in memory."""

Lines = dict[tuple[str, str], str]
"""(form, unit) -> what is hashed of its reports: a line for each, in the order of days: the day comes first."""

Digests = dict[tuple[str, str, "date", "date"], str]
"""(form, unit, first day, last day) -> digest of its reports, hexadecimal, "" where there are none."""

DAY = len("2020-01-23")


class Part(NamedTuple):
    """A slice without its digest."""

    form: str
    units: tuple[str, ...]
    first: date
    last: date


def slice_digest(engine: Engine, office: str, form: str, units: Sequence[str], first: date, last: date) -> str:
    """Digest the reports and refusals of some units and days of one form.

    It changes exactly when a report, a revision or a refusal in the slice arrives; the order of units is of no matter.

    Args:
        first, last: days, inclusive.

    Returns:
        sha256, hexadecimal.
    """
    with reading(engine) as connection:
        return digests(connection, office, [Part(form, tuple(units), first, last)])[0]


def slice_digests(engine: Engine, office: str, slices: Iterable[Slice]) -> dict[Slice, str]:
    """Digest many slices as they are now, in one pass over the reports.

    Returns:
        Slice -> its digest now, which differs from the one it carries where anything in it has changed.
    """
    asked = list(dict.fromkeys(slices))
    if not asked:
        return {}
    named = [s for s in asked if s.units]
    with reading(engine) as connection:
        found = dict(zip(named, digests(connection, office, named), strict=True)) if named else {}
        return found | {s: arrivals_digest(connection, office, s) for s in asked if not s.units}


def arrivals_digest(connection: Connection, office: str, part: Part | Slice) -> str:
    """Digest which reports of all units of an office there are, without what they say.

    A digest of what they say would give small numbers away: whoever has it may try them all.
    """
    digest = hashlib.sha256(part.form.encode())
    for table, revision in ((reports, reports.c.revision), (refusals, literal("refused"))):
        c = table.c
        held = (c.office == office, c.form == part.form, c.day.between(part.first, part.last))
        query = select(c.unit, c.day, cast(revision, String), cast(c.received_at, String)).where(*held)
        for line in connection.execute(query.order_by(c.unit, c.day, c.received_at, c.id)):
            digest.update(("\n" + " ".join(map(str, line))).encode())
    return digest.hexdigest()


def digests(
    connection: Connection, office: str, parts: Sequence[Part | Slice], as_of: datetime | None = None
) -> tuple[str, ...]:
    """Digest each part as the connection sees it, without what arrived after ``as_of``."""
    found = unit_digests(lines_of(connection, office, parts, as_of), parts)
    return tuple(digest_of(found, part) for part in parts)


def lines_of(
    connection: Connection, office: str, parts: Sequence[Part | Slice], as_of: datetime | None = None
) -> Lines:
    """Return what is hashed of every report in the parts, as the connection sees it."""
    lines: Lines = {}
    for table, revision in ((reports, reports.c.revision), (refusals, literal("refused"))):
        _collect(connection, lines, table, revision, within(table, office, parts, as_of))
    return lines


def within(
    table: Table, office: str, parts: Sequence[Part | Slice], as_of: datetime | None = None
) -> list[ColumnElement[bool]]:
    """Return what holds for every line of ``table`` in ``parts``; where units are many, for lines of others too."""
    units = {unit for part in parts for unit in part.units}
    spans: dict[tuple[date, date], set[str]] = {}
    for part in parts:
        spans.setdefault((part.first, part.last), set()).add(part.form)
    # Forms that are due seldom are read further back than those of every day, which would be most of what is read.
    windows = [
        and_(table.c.form.in_(sorted(forms)), table.c.day.between(first, last))
        for (first, last), forms in spans.items()
    ]
    conditions = [table.c.office == office, or_(*windows)]
    if len(units) <= FEW:
        conditions.append(table.c.unit.in_(sorted(units)))
    if as_of is not None:
        conditions.append(table.c.received_at <= as_of)
    return conditions


def _collect(
    connection: Connection, lines: Lines, table: Table, revision: Any, conditions: list[ColumnElement[bool]]
) -> None:
    c = table.c
    said = [cast(part, String) for part in (c.day, revision, c.digest, c.received_at)]  # as kept: nothing to parse
    line = said[0] + " " + said[1] + " " + said[2] + " " + said[3]
    # One row per unit instead of one per report: a country has a quarter of a million.
    query = select(c.form, c.unit, func.aggregate_strings(line, "\n")).where(*conditions).group_by(c.form, c.unit)
    for form, unit, text in connection.execute(query).all():
        found = text.split("\n")
        if (form, unit) in lines:
            found += lines[form, unit].split("\n")
        found.sort()
        # One text is half of what its lines are, each by itself; and it is hashed as it stands.
        lines[form, unit] = "\n".join(found)


def unit_digests(lines: Lines, parts: Iterable[Part | Slice]) -> Digests:
    """Digest what each unit sent of each part, from the lines of reports, which may hold more; "" for nothing.

    A unit stands in its own slice and in those of all above it: it is digested once.
    """
    found: Digests = {}
    for part in parts:
        for unit in part.units:
            key = (part.form, unit, part.first, part.last)
            if key not in found:
                held = _between(lines.get((part.form, unit), ""), _iso(part.first), _iso(part.last))
                found[key] = hashlib.sha256(held.encode()).hexdigest() if held else ""
    return found


def digest_of(found: Digests, part: Part | Slice) -> str:
    """Digest one part from the digests of its units."""
    digest = hashlib.sha256(part.form.encode())
    for unit in part.units if len(part.units) == 1 else sorted(set(part.units)):
        held = found[part.form, unit, part.first, part.last]
        if held:
            digest.update(f"\n{unit} {held}".encode())
    return digest.hexdigest()


def _between(text: str, low: str, high: str) -> str:
    """Return the lines from the day ``low`` to the day ``high``."""
    last = text.rfind("\n") + 1
    if low <= text[:DAY] and text[last : last + DAY] <= high:
        return text
    lines = text.split("\n")
    return "\n".join(lines[bisect_left(lines, low) : bisect_right(lines, high + "\x7f")])


@lru_cache(maxsize=1024)
def _iso(day: date) -> str:
    return day.isoformat()
