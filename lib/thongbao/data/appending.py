"""Append reports many at a time: what stands is asked for once, what is new is written in a few statements.

Which revision a report becomes is worked out between the two, while nobody else can write.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import bindparam, func, insert, select

from thongbao.data.refusals import fault_lines
from thongbao.database import entries, faults, figures, insert_lines, reports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date, datetime

    from sqlalchemy import Connection

    from thongbao.data.newreport import NewReport
    from thongbao.records import ReportKey

HEAD = tuple(reports.c.keys()[1:])
"""The columns of a report but its number, which the store gives."""

ASKED_AT_ONCE = 500
"""Units in one question: SQLite takes 32,766 values, PostgreSQL 65,535."""


_STANDING = select(reports.c.unit, reports.c.received_at, reports.c.revision, reports.c.digest).where(
    *(reports.c[name] == bindparam(f"of_{name}") for name in ("office", "form", "day")),
    reports.c.unit.in_(bindparam("units", expanding=True)),
)
_LAST = select(func.max(reports.c.id))
_GIVEN = (
    select(reports.c.id, reports.c.unit, reports.c.revision)
    .where(reports.c.id > bindparam("last"))
    .order_by(reports.c.id)
)


class Arrival(NamedTuple):
    """A revision that stands: when it came, its number, and the sha256 of what it says."""

    received_at: datetime
    revision: int
    digest: str


@dataclass(slots=True)
class Standing:
    """What stands of some keys, and what is to be added to it.

    Attributes:
        arrivals: the revisions of each key, in no order; added ones are among them.
        added: what ``write`` will write, in order.
    """

    arrivals: dict[ReportKey, list[Arrival]] = field(default_factory=dict)
    added: list[tuple[ReportKey, NewReport, Arrival]] = field(default_factory=list)

    def latest(self, key: ReportKey) -> datetime | None:
        """Return when the last report of the key came."""
        return max([arrival.received_at for arrival in self.arrivals[key]], default=None)

    def add(self, key: ReportKey, report: NewReport, digest: str) -> int | None:
        """Add a report as the next revision of its key.

        Returns:
            The revision, from 1 without gaps; None where it says the same as the one in force at its arrival.
        """
        there = self.arrivals[key]
        in_force = max([one for one in there if one.received_at <= report.received_at], default=None)
        if in_force and in_force.digest == digest:
            return None
        new = Arrival(report.received_at, max([one.revision for one in there], default=0) + 1, digest)
        there.append(new)
        self.added.append((key, report, new))
        return new.revision


def standing(connection: Connection, keys: Iterable[ReportKey]) -> Standing:
    """Return what stands of ``keys``.

    Args:
        connection: from ``database.writing``: alone in writing, so that no two get the same revision.
    """
    found: dict[ReportKey, list[Arrival]] = {key: [] for key in keys}
    units: dict[tuple[str, str, date], dict[str, ReportKey]] = {}
    for key in found:
        units.setdefault((key.office, key.form, key.day), {})[key.unit] = key
    for (office, form, day), theirs in units.items():
        for some in _parts(list(theirs)):
            asked = {"of_office": office, "of_form": form, "of_day": day, "units": some}
            for unit, *arrival in connection.execute(_STANDING, asked):
                found[theirs[unit]].append(Arrival(*arrival))
    return Standing(found)


def write(connection: Connection, new: Standing) -> None:
    """Write what was added, with its figures, entries and warnings."""
    if not new.added:
        return
    numbers = _insert_heads(connection, [_head(*one) for one in new.added])
    added = [(number, report) for number, (_, report, _) in zip(numbers, new.added, strict=True)]
    stated = [
        (number, row, column, value)
        for number, report in added
        for (row, column), value in sorted(report.figures.items())
    ]
    warned = [line for number, report in added for line in fault_lines(report.warnings, report_id=number)]
    written = [
        (number, row, entry, text) for number, report in added for (row, entry), text in sorted(report.entries.items())
    ]
    insert_lines(connection, figures, figures.c.keys(), stated)
    insert_lines(connection, entries, entries.c.keys(), written)
    if warned:
        connection.execute(insert(faults), warned)


def _insert_heads(connection: Connection, heads: list[tuple[object, ...]]) -> list[int]:
    """Insert the lines of reports; return the number that the store gave to each.

    Asked for afterwards: an insert that gives numbers back in order is made line by line. Nobody else can write
    meanwhile, so they are the ones after the last.
    """
    last = connection.execute(_LAST).scalar() or 0
    insert_lines(connection, reports, HEAD, heads)
    given = connection.execute(_GIVEN, {"last": last}).all()
    unit, revision = HEAD.index("unit"), HEAD.index("revision")
    if [line[1:] for line in given] != [(head[unit], head[revision]) for head in heads]:
        raise RuntimeError("the store did not number the reports in the order in which they were written")
    return [line[0] for line in given]


def _head(key: ReportKey, report: NewReport, arrival: Arrival) -> tuple[object, ...]:
    """Return the line of a report, in the order of ``HEAD``."""
    about = (key.office, key.form, report.form_version, key.unit, key.day, arrival.revision)
    came = (report.received_at, report.taken_in_at, report.source, report.source_name)
    return (*about, *came, report.state, report.on_time, arrival.digest)


def _parts(units: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(units), ASKED_AT_ONCE):
        yield units[start : start + ASKED_AT_ONCE]
