"""Take in what counties sent: open, check, and keep it, each file whole or not at all.

A refused file stays where it is; what is wrong with it is written down beside the summary. It may be taken in again
after it was mended, or after the office's forms or units were: until then it is looked at in every intake.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from thongbao.data.cells import Limits, Problem, Unreadable
from thongbao.data.faults import in_words, visible
from thongbao.data.inbox import Arrival, find, read_whole, with_zone
from thongbao.data.opened import raw_reports
from thongbao.data.reader import Reader
from thongbao.data.reports import NewRefusal, NewReport, append, record_source, refuse, source_outcome
from thongbao.data.summary import FileOutcome, Summary, publish_summary
from thongbao.data.validate import validate
from thongbao.database import open_store, reading, refusals, writing
from thongbao.errors import ReportUnreadable
from thongbao.files import only_one, sha256
from thongbao.records import ReportKey

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from thongbao.data.raw import RawReport
    from thongbao.data.validate import Checked
    from thongbao.records import Fault, Form, OfficeParams
    from thongbao.settings import Settings


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every file of one intake is taken in with."""

    params: OfficeParams
    engine: Engine
    reader: Reader
    now: datetime
    backfill: bool

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.params.office.timezone)


@dataclass(frozen=True, slots=True)
class _File:
    """One file as it was read, and when it came."""

    name: str
    digest: str
    size: int
    received: datetime


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
        desk = _Desk(params, open_store(settings.store), reader, now, backfill)
        summary = Summary(tuple(_take(desk, arrival) for arrival in arrivals))
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


def _take(desk: _Desk, arrival: Arrival) -> FileOutcome:
    outcome = FileOutcome(path=arrival.path, name=visible(arrival.path.name))
    try:
        content = read_whole(arrival.path, desk.reader.limits.size)
    except Unreadable as error:  # nobody knows what is in it: nothing to keep but the words
        return replace(outcome, refused=1, faults=(_words(desk, error, outcome.name),))
    digest = sha256(content)
    with reading(desk.engine) as connection:
        if source_outcome(connection, desk.params.office.code, digest) == "accepted":
            return replace(outcome, skipped=True)
        received = arrival.received or _first_arrival(connection, desk, digest) or desk.now
    file = _File(outcome.name, digest, len(content), received)
    try:
        raws = raw_reports(desk.reader.read(content), desk.params.mappings)
    except Unreadable as error:
        return _refuse_file(desk, file, outcome, _words(desk, error, outcome.name))
    checked, passed_over = _checked(desk, file, raws)
    return _keep(desk, file, replace(outcome, same=passed_over), checked)


def _first_arrival(connection: Connection, desk: _Desk, digest: str) -> datetime | None:
    """Return when a file that was refused before first came: mended params do not make it late."""
    theirs = (refusals.c.office == desk.params.office.code, refusals.c.source == digest)
    first: datetime | None = connection.execute(select(func.min(refusals.c.received_at)).where(*theirs)).scalar()
    return first


def _words(desk: _Desk, error: Unreadable, name: str) -> Fault:
    return in_words(error.problem, name, desk.params.office.locale)


def _checked(desk: _Desk, file: _File, raws: list[RawReport]) -> tuple[list[tuple[Checked, datetime]], int]:
    """Return each report after its check, with its arrival; of those that came at one time the last.

    Also returned is how many were passed over for a later one.
    """
    passed_over = 0
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
        if before and raw.received is None and (before[0].state, before[0].figures) != (report.state, report.figures):
            report = _with_fault(desk, file, report, Problem("report-twice", raw.place))
        passed_over += bool(before) and not report.refused
        checked[key] = (report, received)
    return list(checked.values()), passed_over


def _with_fault(desk: _Desk, file: _File, report: Checked, problem: Problem) -> Checked:
    return replace(report, faults=(*report.faults, in_words(problem, file.name, desk.params.office.locale)))


def _keep(desk: _Desk, file: _File, outcome: FileOutcome, checked: list[tuple[Checked, datetime]]) -> FileOutcome:
    """Write all of a file's reports and refusals in one transaction."""
    accepted = [one for one in checked if not one[0].refused]
    refused = [one for one in checked if one[0].refused]
    revisions: list[int | None] = []
    with writing(desk.engine) as connection:
        for report, received in accepted:
            revisions.append(_append(connection, desk, file, report, received))
        for report, received in refused:
            refuse(connection, _refusal(desk, file, received, report.faults, report))
        result = "accepted" if not refused else "partly" if accepted else "refused"
        record_source(connection, desk.params.office.code, file.digest, file.name, file.size, desk.now, result)  # type: ignore[arg-type]
    return replace(
        outcome,
        new=revisions.count(1),
        revised=sum(1 for revision in revisions if revision is not None and revision > 1),
        same=outcome.same + revisions.count(None),
        refused=len(refused),
        faults=tuple(fault for report, _ in checked for fault in report.faults),
    )


def _append(connection: Connection, desk: _Desk, file: _File, report: Checked, received: datetime) -> int | None:
    form = desk.params.form(report.form or "")
    assert form is not None  # noqa: S101 -- a report without a known form was refused
    assert report.day is not None  # noqa: S101 -- and one without a day
    key = ReportKey(office=desk.params.office.code, form=form.code, unit=report.unit or "", day=report.day)
    new = NewReport(
        form_version=report.version,
        received_at=received,
        taken_in_at=desk.now,
        source=file.digest,
        source_name=file.name,
        state=report.state,
        on_time=received <= cut_off(form, key, desk.zone),
        figures=report.figures,
        warnings=report.faults,
    )
    return append(connection, key, new)


def cut_off(form: Form, key: ReportKey, zone: ZoneInfo) -> datetime:
    """Return the moment until which a report of the day is on time."""
    return datetime.combine(key.day + timedelta(days=form.cut_off_days), form.cut_off, tzinfo=zone)


def _refuse_file(desk: _Desk, file: _File, outcome: FileOutcome, fault: Fault) -> FileOutcome:
    with writing(desk.engine) as connection:
        refuse(connection, _refusal(desk, file, file.received, (fault,)))
        record_source(connection, desk.params.office.code, file.digest, file.name, file.size, desk.now, "refused")
    return replace(outcome, refused=1, faults=(fault,))


def _refusal(
    desk: _Desk, file: _File, received: datetime, faults: tuple[Fault, ...], report: Checked | None = None
) -> NewRefusal:
    return NewRefusal(
        office=desk.params.office.code,
        form=report.form if report else None,
        unit=report.unit if report else None,
        day=report.day if report else None,
        received_at=received,
        taken_in_at=desk.now,
        source=file.digest,
        source_name=file.name,
        faults=faults,
    )
