"""Take in what counties sent: open, check, and keep it, each file whole or not at all.

A refused file stays where it is; what is wrong with it is written down beside the summary. It may be taken in again
after it was mended, or after the office's forms or units were: until then it is looked at in every intake.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.data.cells import Limits, Problem, Unreadable
from thongbao.data.faults import in_words, visible
from thongbao.data.inbox import Arrival, find, read_whole, with_zone
from thongbao.data.kept import Desk, File, keep, refuse_file
from thongbao.data.known import first_arrival, superseded
from thongbao.data.longcsv import unreadable_arrival
from thongbao.data.opened import raw_reports
from thongbao.data.raw import Found
from thongbao.data.reader import Reader
from thongbao.data.reports import source_outcome
from thongbao.data.summary import FileOutcome, Summary, publish_summary
from thongbao.data.validate import validate
from thongbao.database import open_store, reading
from thongbao.errors import ReportUnreadable, ThongbaoError
from thongbao.files import only_one, sha256

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from thongbao.data.raw import RawReport
    from thongbao.data.validate import Checked
    from thongbao.records import Fault, OfficeParams
    from thongbao.settings import Settings

LONGEST_REASON = 200
"""Characters that are told of an error that nobody foresaw."""


def intake(
    settings: Settings,
    params: OfficeParams,
    paths: Iterable[Path],
    *,
    backfill: bool = False,
    now: datetime,
    limits: Limits | None = None,
) -> Summary:
    """Take in files and folders of reports.

    Args:
        backfill: believe what received.csv and ``received_at`` columns say about arrival; otherwise all came ``now``.
        now: with a zone.

    Raises:
        WrongUse: a path is not there, or a received.csv could not be read; nothing was taken in.
        RunBusy: another intake of the office is at work.
        StoreInvalid: the store could not be opened or written; files taken in before that stay taken in.
    """
    folder = settings.data / params.office.code / "intake"
    arrivals = find(paths, ZoneInfo(params.office.timezone), backfill=backfill)
    with only_one(folder / ".lock", "taking in reports"), Reader(params.office.locale, limits) as reader:
        desk = Desk(params, open_store(settings.store, make=True), reader, now, backfill)
        summary = Summary(_with_superseded(desk, [_take_or_tell(desk, arrival) for arrival in arrivals]))
        publish_summary(folder, summary, params.office.locale, now.astimezone(desk.zone))
    return summary


def open_reports(path: Path, params: OfficeParams, limits: Limits | None = None) -> list[RawReport]:
    """Return the reports of one file as they were written, without keeping anything.

    Raises:
        ReportUnreadable: the file could not be opened within the limits, or holds no report of the office.
    """
    locale = params.office.locale
    try:
        with Reader(locale, limits) as reader:
            return raw_reports(reader.read(read_whole(path, reader.limits.size)), params.mappings)
    except Unreadable as error:
        raise ReportUnreadable(in_words(error.problem, visible(path.name), locale)) from error


def _take_or_tell(desk: Desk, arrival: Arrival) -> FileOutcome:
    """Take one file in; what nobody foresaw refuses that file and does not end the intake."""
    try:
        return _take(desk, arrival)
    except ThongbaoError:  # the operator must act before any file can be taken in
        raise
    except Exception as error:  # noqa: BLE001 -- the other files shall not suffer for it
        name = visible(arrival.path.name)
        reason = visible(f"{type(error).__name__}: {error}", LONGEST_REASON)
        fault = in_words(Problem("file-unreadable", values=(("reason", reason),)), name, desk.params.office.locale)
        return FileOutcome(path=arrival.path, name=name, refused=1, faults=(fault,))


def _take(desk: Desk, arrival: Arrival) -> FileOutcome:
    outcome = FileOutcome(path=arrival.path, name=visible(arrival.path.name))
    try:
        content = _content(desk, arrival)
    except Unreadable as error:  # nobody knows what is in it: nothing to keep but the words
        return replace(outcome, refused=1, faults=(_words(desk, error, outcome.name),))
    digest = sha256(content)
    outcome = replace(outcome, digest=digest)
    with reading(desk.engine) as connection:
        if source_outcome(connection, desk.params.office.code, digest) == "accepted":
            return replace(outcome, skipped=True)
        known = arrival.received or first_arrival(connection, desk.params.office.code, digest)
    file = File(outcome.name, digest, len(content), known or desk.now, came_now=known is None)
    try:
        raws = _raws(desk, arrival, content)
    except Unreadable as error:
        return refuse_file(desk, file, outcome, _words(desk, error, outcome.name))
    checked, passed_over = _checked(desk, file, raws)
    return keep(desk, file, replace(outcome, same=passed_over), checked)


def _content(desk: Desk, arrival: Arrival) -> bytes:
    if arrival.outside:
        raise Unreadable("not-a-file")
    return read_whole(arrival.path, desk.reader.limits.size)


def _raws(desk: Desk, arrival: Arrival, content: bytes) -> list[RawReport]:
    if arrival.unreadable:
        problem = unreadable_arrival(Found(arrival.unreadable))
        raise Unreadable(problem.code, problem.place, **dict(problem.values))
    return raw_reports(desk.reader.read(content), desk.params.mappings)


def _words(desk: Desk, error: Unreadable, name: str) -> Fault:
    return in_words(error.problem, name, desk.params.office.locale)


def _checked(desk: Desk, file: File, raws: list[RawReport]) -> tuple[list[tuple[Checked, datetime]], int]:
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


def _with_superseded(desk: Desk, outcomes: list[FileOutcome]) -> tuple[FileOutcome, ...]:
    """Mark the files that were known already and in whose place a later correction is in force."""
    if not any(outcome.skipped for outcome in outcomes):
        return tuple(outcomes)
    with reading(desk.engine) as connection:
        old = superseded(connection, desk.params.office.code)
    return tuple(replace(one, superseded=one.skipped and one.digest in old) for one in outcomes)
