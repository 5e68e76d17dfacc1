"""Reports are kept as they came: appended, never changed; a correction is a new revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.appending import standing, write
from thongbao.data.frames import Reports, read
from thongbao.data.newreport import NewReport, content_digest
from thongbao.data.refusals import NewRefusal, record_source, refuse, source_outcome
from thongbao.data.slices import slice_digest, slice_digests

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from thongbao.records import ReportKey

__all__ = [
    "NewRefusal",
    "NewReport",
    "Reports",
    "append",
    "content_digest",
    "read",
    "record_source",
    "refuse",
    "slice_digest",
    "slice_digests",
    "source_outcome",
]


def append(connection: Connection, key: ReportKey, report: NewReport) -> int | None:
    """Keep a report as the next revision of its key.

    A report that says the same as the one in force at its arrival is nothing new and leaves no trace: what is taken in
    twice is kept once. Take in the oldest first, as an older one that comes after a repeat would stand above it.

    Args:
        connection: from ``database.writing``: alone in writing, so that no two get the same revision.

    Returns:
        The revision, from 1 without gaps; None where nothing was new.
    """
    there = standing(connection, [key])
    revision = there.add(key, report, content_digest(report))
    write(connection, there)
    return revision
