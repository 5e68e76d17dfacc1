"""Keep what one file brought: its reports and refusals in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.data.known import latest
from thongbao.data.reports import NewRefusal, NewReport, append, record_source, refuse
from thongbao.database import writing
from thongbao.records import ReportKey

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from thongbao.data.reader import Reader
    from thongbao.data.summary import FileOutcome
    from thongbao.data.validate import Checked
    from thongbao.records import Fault, Form, OfficeParams


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


def keep(desk: Desk, file: File, outcome: FileOutcome, checked: list[tuple[Checked, datetime]]) -> FileOutcome:
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


def _append(connection: Connection, desk: Desk, file: File, report: Checked, received: datetime) -> int | None:
    form = desk.params.form(report.form or "")
    assert form is not None  # noqa: S101 -- a report without a known form was refused
    assert report.day is not None  # noqa: S101 -- and one without a day
    key = ReportKey(office=desk.params.office.code, form=form.code, unit=report.unit or "", day=report.day)
    if file.came_now and received == file.received:
        received = max(received, latest(connection, key) or received)
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


def refuse_file(desk: Desk, file: File, outcome: FileOutcome, fault: Fault) -> FileOutcome:
    with writing(desk.engine) as connection:
        refuse(connection, _refusal(desk, file, file.received, (fault,)))
        record_source(connection, desk.params.office.code, file.digest, file.name, file.size, desk.now, "refused")
    return replace(outcome, refused=1, faults=(fault,))


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
