"""Look at files before anything is kept: read them, some at a time, and hold their reports against their forms."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from thongbao.data.cells import Problem, Unreadable
from thongbao.data.faults import in_words, visible
from thongbao.data.inbox import read_whole, with_zone
from thongbao.data.kept import File, Taken
from thongbao.data.longcsv import unreadable_arrival
from thongbao.data.opened import raw_reports
from thongbao.data.raw import Found
from thongbao.data.summary import FileOutcome
from thongbao.data.understood import understood
from thongbao.data.untouched import sent_of
from thongbao.data.validate import validate
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from thongbao.data.cells import Table
    from thongbao.data.inbox import Arrival
    from thongbao.data.kept import Desk
    from thongbao.data.known import Known
    from thongbao.data.raw import RawReport
    from thongbao.data.validate import Checked
    from thongbao.records import Fault

AT_ONCE, BYTES_AT_ONCE = 200, 16_000_000
"""Files that are taken in together, and their bytes. Two such groups are at work at a time: a kill costs at most these,
and the next intake takes them in."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A file whose content was read; None where it could not be, and then the outcome says why."""

    arrival: Arrival
    outcome: FileOutcome
    content: bytes | None = None

    @property
    def digest(self) -> str:
        return self.outcome.digest


def in_groups(desk: Desk, arrivals: Iterable[Arrival]) -> Iterator[list[Looked]]:
    """Read files and yield them some at a time; a file that stands twice is not in a group with itself."""
    group: list[Looked] = []
    digests: set[str] = set()
    size = 0
    for arrival in arrivals:
        one = _look(desk, arrival)
        more = len(one.content or b"")
        again = one.digest and one.digest in digests
        if group and (again or len(group) >= AT_ONCE or size + more > BYTES_AT_ONCE):
            yield group
            group, digests, size = [], set(), 0
        group.append(one)
        digests.add(one.digest)
        size += more
    if group:
        yield group


def _look(desk: Desk, arrival: Arrival) -> Looked:
    name = visible(arrival.path.name)
    try:
        content = _content(desk, arrival)
    except Unreadable as error:  # nobody knows what is in it: nothing to keep but the words
        return Looked(arrival, FileOutcome(arrival.path, name, refused=1, faults=(_words(desk, error, name),)))
    return Looked(arrival, FileOutcome(arrival.path, name, digest=sha256(content)), content)


def _content(desk: Desk, arrival: Arrival) -> bytes:
    if arrival.outside:
        raise Unreadable("not-a-file")
    return read_whole(arrival.path, desk.reader.limits.size)


def checked(desk: Desk, one: Looked, known: Known, tables: list[Table] | Unreadable) -> Taken:
    """Return a file with its reports after the check, or with why it could not be read."""
    first = one.arrival.received or known.first_arrivals.get(one.digest)
    file = File(one.outcome.name, one.digest, len(one.content or b""), first or desk.now, came_now=first is None)
    try:
        if isinstance(tables, Unreadable):
            raise tables
        if one.arrival.unreadable:
            raise Unreadable.of(unreadable_arrival(Found(one.arrival.unreadable)))
        raws = sent_of(raw_reports(tables, desk.params.mappings), desk.params)
    except Unreadable as error:
        return Taken(file, one.outcome, fault=_words(desk, error, file.name))
    found, passed_over = _reports(desk, file, raws)
    how = understood(tables, raws, desk.params.mappings, desk.params.office.locale)
    outcome = replace(one.outcome, same=passed_over, understood=how) if passed_over or how else one.outcome
    return Taken(file, outcome, tuple(found))


def _words(desk: Desk, error: Unreadable, name: str) -> Fault:
    return in_words(error.problem, name, desk.params.office.locale)


def _reports(desk: Desk, file: File, raws: list[RawReport]) -> tuple[list[tuple[Checked, datetime]], int]:
    """Return each report after its check, with its arrival; of those that came at one time the last.

    Also returned is how many were passed over for a later one.
    """
    passed_over = 0
    stated: dict[object, datetime | None] = {}
    checked: dict[object, tuple[Checked, datetime]] = {}
    for number, raw in enumerate(raws):
        received = with_zone(raw.received, desk.zone) if desk.backfill and raw.received else file.received
        report = validate(desk.params, raw, file.name, received.astimezone(desk.zone).date())
        if received > desk.now:
            late = Problem("arrival-in-future", raw.place, (("found", received.isoformat()),))
            report = _with_fault(desk, file, report, late)
        key: object = (report.form, report.unit, report.day, received)
        if None in (report.form, report.unit, report.day):
            key = number
        before = checked.get(key)
        # Of two that came at one time nobody can say which one is the correction. Without a backfill their order, as
        # the file tells it, still counts.
        same_time = stated.get(key) == raw.received
        stated[key] = raw.received
        if before and same_time and (before[0].state, before[0].figures) != (report.state, report.figures):
            report = _with_fault(desk, file, report, Problem("report-twice", raw.place))
        passed_over += bool(before) and not report.refused
        checked[key] = (report, received)
    return list(checked.values()), passed_over


def _with_fault(desk: Desk, file: File, report: Checked, problem: Problem) -> Checked:
    return replace(report, faults=(*report.faults, in_words(problem, file.name, desk.params.office.locale)))
