"""Make one edition, in a process of its own: papermill runs it, the check proves it, nbconvert renders it."""

from __future__ import annotations

import errno
import sys
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import nbformat

from thongbao.bulletin.check import check
from thongbao.bulletin.execute import RAN, execute
from thongbao.bulletin.failure import failure_page
from thongbao.bulletin.ledger import publish_edition
from thongbao.bulletin.render import render
from thongbao.errors import EditionFailed, OutputUnwritable, ThongbaoError
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import Edition, Head, Receipt


OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM})
"""Errors of the system that mean that files cannot be written."""


@dataclass(frozen=True, slots=True)
class Job:
    """All that a process needs to make one edition; pickled.

    Attributes:
        notebook: the prepared notebook as JSON.
        timezone: of the office.
        before: what became of the edition the last time.
        folder: of the date.
        work: a folder of this edition's own for what is not yet proven.
        environment: variables that the kernel sees, e.g. where the store is.
        names: of units and offices that the check would take for placeholders.
    """

    edition: Edition
    head: Head
    notebook: str
    parameters: dict[str, str]
    timezone: str
    cell_seconds: int
    edition_seconds: int
    fingerprint: str
    before: EditionRecord | None
    folder: Path
    work: Path
    environment: dict[str, str]
    engine: str
    names: tuple[str, ...] = ()


def make_edition(job: Job) -> EditionRecord:
    """Run, check and render one edition, and write its files and record.

    Whatever goes wrong in it comes back as a record that says so; only a process that dies brings nothing back.
    """
    started = time.monotonic()
    try:
        return _make(job, started)
    except OutputUnwritable as error:
        return _unwritten(job, error, started)
    except ThongbaoError as error:
        return _withdrawn(job, error if isinstance(error, EditionFailed) else EditionFailed(str(error)), started)
    except OSError as error:
        if error.errno in OF_THE_DISK:
            return _unwritten(job, OutputUnwritable(job.work, error), started)
        return _withdrawn(job, EditionFailed(f"the system refused: {error.strerror}", traceback.format_exc()), started)
    except Exception as error:  # noqa: BLE001 -- a county's failure must never stop the others
        return _withdrawn(job, EditionFailed(f"{type(error).__name__}: {error}", traceback.format_exc()), started)


def ended(job: Job, cause: str, seconds: float) -> EditionRecord:
    """Record an edition whose process ended without a word, after so many seconds."""
    return _withdrawn(job, EditionFailed(f"its process {cause}"), time.monotonic() - seconds)


def _make(job: Job, started: float) -> EditionRecord:
    nb = execute(job.notebook, job.parameters, job.work, job.cell_seconds, job.environment, job.engine)
    receipt = check(nb, job.edition, job.names)
    revision = _revision(job.before, receipt)
    received = receipt.received_to and receipt.received_to.astimezone(ZoneInfo(job.timezone))
    read = {"revision": revision, "received_to": received, "digest": receipt.digest}
    page = render(nb, job.head.model_copy(update=read))
    record = EditionRecord(
        edition=job.edition,
        state="made",
        fingerprint=job.fingerprint,
        receipt=receipt,
        revision=revision,
        **_cost(started),
    )
    return publish_edition(job.folder, record, {".ipynb": nbformat.writes(nb), ".html": page})


def _revision(before: EditionRecord | None, receipt: Receipt) -> int:
    if before is None or before.receipt is None:
        return 1
    return before.revision + (before.receipt.digest != receipt.digest)


def _cost(started: float) -> dict[str, float]:
    """Return the seconds, processor seconds and megabytes of this process, which makes one edition, so far."""
    cost = {"seconds": round(time.monotonic() - started, 3)}
    try:
        import resource
    except ImportError:  # not on Windows
        return cost
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    per_mb = 1024 if sys.platform == "linux" else 1024 * 1024
    cost["cpu_seconds"] = round(sum(u.ru_utime + u.ru_stime for u in used), 3)
    cost["memory_mb"] = round(max(u.ru_maxrss for u in used) / per_mb, 1)
    return cost


def _unwritten(job: Job, error: OutputUnwritable, started: float) -> EditionRecord:
    """Say what could not be written. What stood there before still stands, with its record."""
    return _failed(job, EditionFailed(f"its files could not be written: {error.reason}", str(error)), started)


def _withdrawn(job: Job, error: EditionFailed, started: float) -> EditionRecord:
    """Record a failure: a page that says so takes the place of one that nobody vouches for any more.

    The notebook as far as it ran is kept beside it.
    """
    failed = _failed(job, error, started)
    ran = job.work / RAN
    contents = {".html": failure_page(job.head.model_copy(update={"revision": failed.revision}))}
    try:
        if ran.is_file():
            contents[".failed.ipynb"] = ran.read_text(encoding="utf-8")
        return publish_edition(job.folder, failed, contents)
    except (OutputUnwritable, OSError):
        return failed


def _failed(job: Job, error: EditionFailed, started: float) -> EditionRecord:
    return EditionRecord(
        edition=job.edition,
        state="failed",
        cause=error.cause,
        detail=error.detail,
        fingerprint=job.fingerprint,
        **_cost(started),
        # Kept from the last edition that came out, so that the next one knows whether the reports changed.
        revision=job.before.revision if job.before else 1,
        receipt=job.before.receipt if job.before else None,
    )
