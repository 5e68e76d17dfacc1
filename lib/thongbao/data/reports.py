"""Reports are kept as they came: appended, never changed; a correction is a new revision."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sqlalchemy import func, insert, select

from thongbao.data.frames import Reports, read
from thongbao.data.refusals import NewRefusal, add_faults, record_source, refuse, source_outcome
from thongbao.data.slices import slice_digest, slice_digests
from thongbao.database import figures, reports
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from thongbao.records import Fault, ReportKey

__all__ = [
    "NewRefusal",
    "NewReport",
    "Reports",
    "append",
    "read",
    "record_source",
    "refuse",
    "slice_digest",
    "slice_digests",
    "source_outcome",
]

State = Literal["filled", "zero"]


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report that was checked and is to be kept.

    Attributes:
        received_at: when it reached the office; with a zone.
        taken_in_at: when the program read it; with a zone.
        source: sha256 of the file it came in, hexadecimal.
        source_name: the file's name, without folders.
        state: ``zero`` where the unit said that there was nothing to report.
        on_time: whether received_at was not after the form's cut-off for the day.
        figures: (row, column) -> value; a cell that is not stated is absent. A zero report gives 0 in every cell.
        warnings: what was accepted but is to be printed; in the language of the office.
    """

    form_version: str
    received_at: datetime
    taken_in_at: datetime
    source: str
    source_name: str
    state: State
    on_time: bool
    figures: Mapping[tuple[str, str], float]
    warnings: Sequence[Fault] = ()


def append(connection: Connection, key: ReportKey, report: NewReport) -> int | None:
    """Keep a report as the next revision of its key.

    A report that says the same as the one in force at its arrival is nothing new and leaves no trace: what is taken in
    twice is kept once. Take in the oldest first, as an older one that comes after a repeat would stand above it.

    Args:
        connection: from ``database.writing``: alone in writing, so that no two get the same revision.

    Returns:
        The revision, from 1 without gaps; None where nothing was new.
    """
    digest = _content_digest(report)
    same_key = (
        reports.c.office == key.office,
        reports.c.form == key.form,
        reports.c.unit == key.unit,
        reports.c.day == key.day,
    )
    held = connection.execute(
        select(reports.c.digest)
        .where(*same_key, reports.c.received_at <= report.received_at)
        .order_by(reports.c.received_at.desc(), reports.c.revision.desc())
        .limit(1)
    ).scalar()
    if held == digest:
        return None
    last = connection.execute(select(func.max(reports.c.revision)).where(*same_key)).scalar() or 0
    added = connection.execute(
        insert(reports).values(
            office=key.office,
            form=key.form,
            form_version=report.form_version,
            unit=key.unit,
            day=key.day,
            revision=last + 1,
            received_at=report.received_at,
            taken_in_at=report.taken_in_at,
            source=report.source,
            source_name=report.source_name,
            state=report.state,
            on_time=report.on_time,
            digest=digest,
        )
    )
    (number,) = added.inserted_primary_key or (0,)
    stated = [{"report_id": number, "row": r, "measure": c, "value": v} for (r, c), v in sorted(report.figures.items())]
    if stated:
        connection.execute(insert(figures), stated)
    add_faults(connection, report.warnings, report_id=number)
    return int(last) + 1


def _content_digest(report: NewReport) -> str:
    lines = [f"{row}\0{column}\0{float(value)!r}" for (row, column), value in sorted(report.figures.items())]
    return sha256("\n".join([report.state, *lines]))
