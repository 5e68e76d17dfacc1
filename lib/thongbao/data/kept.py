"""Keep what files brought: all of a file, or nothing of it; some files in one transaction, for one costs as much."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.data.appending import standing, write
from thongbao.data.due import cut_off
from thongbao.data.newreport import NewReport, content_digest
from thongbao.data.refusals import NewRefusal, Source, record_sources, refuse
from thongbao.database import writing
from thongbao.params.calendar import calendar_of
from thongbao.records import ReportKey, Same

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection, Engine

    from thongbao.data.appending import Standing
    from thongbao.data.reader import Reader
    from thongbao.data.refusals import SourceOutcome
    from thongbao.data.summary import FileOutcome
    from thongbao.data.validate import Checked
    from thongbao.records import Fault, OfficeParams


@dataclass(frozen=True, slots=True)
class Desk:
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
class File:
    """One file as it was read, and when it came; ``came_now`` where nothing tells of an earlier time."""

    name: str
    digest: str
    size: int
    received: datetime
    came_now: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was looked at and is to be kept.

    Attributes:
        outcome: as far as it is known before anything is written.
        checked: each report with its arrival; empty where the file could not be read.
        fault: why it could not.
    """

    file: File
    outcome: FileOutcome
    checked: tuple[tuple[Checked, datetime], ...] = ()
    fault: Fault | None = None


def keep(desk: Desk, taken: Sequence[Taken]) -> list[FileOutcome]:
    """Write all reports and refusals of some files in one transaction: of each file all is kept, or nothing."""
    with writing(desk.engine) as connection:
        theirs = [
            [(_key(desk, report), report, came) for report, came in one.checked if not report.refused] for one in taken
        ]
        there = standing(connection, [key for each in theirs for key, _, _ in each])
        outcomes = [
            _keep_one(connection, desk, there, one, accepted) for one, accepted in zip(taken, theirs, strict=True)
        ]
        write(connection, there)
        record_sources(
            connection,
            desk.params.office.code,
            desk.now,
            [_became(*both) for both in zip(taken, outcomes, strict=True)],
        )
    return outcomes


def _keep_one(
    connection: Connection,
    desk: Desk,
    there: Standing,
    one: Taken,
    accepted: Sequence[tuple[ReportKey, Checked, datetime]],
) -> FileOutcome:
    revisions = []
    for key, report, came in accepted:
        new = _new(desk, one.file, key, report, _after(there.latest(key), one.file, came))
        revisions.append(there.add(key, new, content_digest(new)))
    refused = [both for both in one.checked if both[0].refused]
    for report, came in refused:
        refuse(connection, _refusal(desk, one.file, came, report.faults, report))
    if one.fault:
        refuse(connection, _refusal(desk, one.file, one.file.received, (one.fault,)))
        return replace(one.outcome, refused=1, faults=(one.fault,))
    return replace(
        one.outcome,
        new=revisions.count(1),
        revised=sum(1 for revision in revisions if revision is not None and revision > 1),
        same=one.outcome.same + revisions.count(None),
        refused=len(refused),
        faults=tuple(fault for report, _ in one.checked for fault in report.faults),
    )


def _became(one: Taken, outcome: FileOutcome) -> Source:
    accepted = any(not report.refused for report, _ in one.checked)
    became: SourceOutcome = "accepted" if not outcome.refused else "partly" if accepted else "refused"
    return Source(one.file.digest, one.file.name, one.file.size, became)


def _key(desk: Desk, report: Checked) -> ReportKey:
    assert report.day is not None  # noqa: S101 -- a report without a day was refused
    return ReportKey(office=desk.params.office.code, form=report.form or "", unit=report.unit or "", day=report.day)


def _after(latest: datetime | None, file: File, came: datetime) -> datetime:
    """What comes now comes after what came before, even if the clock was put back."""
    return max(came, latest) if latest and file.came_now and came == file.received else came


def _new(desk: Desk, file: File, key: ReportKey, report: Checked, received: datetime) -> NewReport:
    return NewReport(
        form_version=report.version,
        received_at=received,
        taken_in_at=desk.now,
        source=file.digest,
        source_name=file.name,
        state=report.state,
        on_time=received <= _until(Same(desk.params), key.form, key.day),
        figures=report.figures,
        entries=report.entries,
        warnings=report.faults,
    )


@lru_cache(maxsize=1024)
def _until(same: Same[OfficeParams], code: str, day: date) -> datetime:
    """Return until when a report is on time: the same for all units."""
    params = same.value
    form = params.form(code)
    assert form is not None  # noqa: S101 -- a report without a known form was refused
    return cut_off(form, day, calendar_of(params), ZoneInfo(params.office.timezone))


def _refusal(
    desk: Desk, file: File, received: datetime, faults: tuple[Fault, ...], report: Checked | None = None
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
