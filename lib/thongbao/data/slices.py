"""Digests of parts of the reports: equal as long as nothing in the part has changed."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, cast, func, literal, select

from thongbao.database import reading, refusals, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Engine, Table

    from thongbao.records import Slice

FEW = 500
"""Up to so many units are named in a query; more are sorted out in memory."""

Lines = dict[tuple[str, str], list[str]]
"""(form, unit) -> what is hashed of each report, in the order of days: the day comes first."""


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
    with reading(engine) as connection:
        found = digests(connection, office, [Part(s.form, s.units, s.first, s.last) for s in asked])
    return dict(zip(asked, found, strict=True))


def digests(
    connection: Connection, office: str, parts: Sequence[Part], as_of: datetime | None = None
) -> tuple[str, ...]:
    """Digest each part as the connection sees it, without what arrived after ``as_of``."""
    lines: Lines = defaultdict(list)
    for table, revision in ((reports, reports.c.revision), (refusals, literal("refused"))):
        _collect(connection, lines, table, revision, within(table, office, parts, as_of))
    for found in lines.values():
        found.sort()
    return tuple(_digest(lines, part) for part in parts)


def within(
    table: Table, office: str, parts: Sequence[Part], as_of: datetime | None = None
) -> list[ColumnElement[bool]]:
    """Return what holds for every line of ``table`` in ``parts``; where units are many, for lines of others too."""
    units = {unit for part in parts for unit in part.units}
    conditions = [
        table.c.office == office,
        table.c.form.in_(sorted({part.form for part in parts})),
        table.c.day.between(min(part.first for part in parts), max(part.last for part in parts)),
    ]
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
        lines[form, unit] += text.split("\n")


def _digest(lines: Lines, part: Part) -> str:
    digest = hashlib.sha256(part.form.encode())
    low, high = part.first.isoformat(), part.last.isoformat() + "\x7f"
    for unit in sorted(set(part.units)):
        found = lines.get((part.form, unit), [])
        held = found[bisect_left(found, low) : bisect_right(found, high)]
        if held:
            digest.update(f"\n{unit}\n".encode())
            digest.update("\n".join(held).encode())
    return digest.hexdigest()
