"""Make one edition, in a process of its own: papermill runs it, the check proves it, nbconvert renders it."""

from __future__ import annotations

import errno
import sys
import time
import traceback
from contextlib import chdir
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import nbformat

from thongbao.bulletin.check import check
from thongbao.bulletin.execute import RAN, execute
from thongbao.bulletin.failure import failure_page
from thongbao.bulletin.job import Made
from thongbao.bulletin.ledger import FIGURES, THUMBNAIL, publish_edition
from thongbao.bulletin.render import render
from thongbao.bulletin.thumbnails import thumbnail
from thongbao.bulletin.values import figures, written
from thongbao.errors import EditionFailed, OutputUnwritable, ThongbaoError
from thongbao.files import sha256
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from thongbao.bulletin.job import Job
    from thongbao.records import Receipt


OF_THE_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EROFS, errno.EACCES, errno.EPERM})
"""Errors of the system that mean that files cannot be written."""


def make_edition(job: Job) -> EditionRecord:
    """Run, check and render one edition, and write its files and record.

    Whatever goes wrong in it comes back as a record that says so; only a process that dies brings nothing back.
    """
    return publish(job, produce(job))


def produce(job: Job) -> Made:
    """Run, check and render one edition, and write nothing but into ``job.work``."""
    started = time.monotonic()
    try:
        return _produced(job, started)
    except OutputUnwritable as error:
        return _unwritten(job, error, _cost(started))
    except ThongbaoError as error:
        failure = error if isinstance(error, EditionFailed) else EditionFailed(str(error))
    except OSError as error:
        if error.errno in OF_THE_DISK:
            return _unwritten(job, OutputUnwritable(job.work, error), _cost(started))
        failure = EditionFailed(f"the system refused: {error.strerror or error}", traceback.format_exc())
    except Exception as error:  # noqa: BLE001 -- a county's failure must never stop the others
        failure = EditionFailed(f"{type(error).__name__}: {error}", traceback.format_exc())
    return _withdrawn(job, failure, _cost(started))


def publish(job: Job, made: Made) -> EditionRecord:
    """Write an edition's files and record, wherever it was produced, and return the record."""
    if not made.contents:
        return made.record
    try:
        return publish_edition(job.folder, made.record, made.contents)
    except (OutputUnwritable, OSError) as error:
        if made.record.state == "failed":
            return made.record
        unwritable = error if isinstance(error, OutputUnwritable) else OutputUnwritable(job.folder, error)
        return _unwritten(job, unwritable, _spent(made.record)).record
    except ValueError as error:  # a record with text that no file can hold
        if made.record.state == "failed":
            raise
        failure = EditionFailed(f"{type(error).__name__}: {error}", traceback.format_exc())
        return publish(job, _withdrawn(job, failure, _spent(made.record)))


def ended(job: Job, cause: str, seconds: float) -> EditionRecord:
    """Record an edition whose process ended without a word, after so many seconds."""
    return publish(job, _withdrawn(job, EditionFailed(f"its process {cause}"), _cost(time.monotonic() - seconds)))


def _produced(job: Job, started: float) -> Made:
    with chdir(job.notebooks):  # as in JupyterLab: what an analyst's notebook finds beside it is found here, too
        nb = execute(job.notebook, job.parameters, job.work, job.limits, job.environment, job.engine)
    receipt = check(nb, job.edition, job.names)
    revision = _revision(job.before, receipt)
    received = receipt.received_to and receipt.received_to.astimezone(ZoneInfo(job.timezone))
    read = {"revision": revision, "received_to": received, "digest": receipt.digest}
    page = render(nb, job.head.model_copy(update=read))
    contents = {".ipynb": nbformat.writes(nb).encode(), ".html": page.encode()} | from_the_page(page)
    record = EditionRecord(
        edition=job.edition,
        state="made",
        fingerprint=job.fingerprint,
        attempts=job.attempt,
        receipt=receipt,
        since=job.parameters.get("since", ""),
        revision=revision,
        **_cost(started),
    )
    return Made(record, contents)


def from_the_page(page: str) -> dict[str, bytes]:
    """Return what the gallery shows of a page, made while the page is at hand: suffix -> content.

    Its figures, and a small picture where it has one.
    """
    contents = {FIGURES: written(figures(page), sha256(page)).encode()}
    small = thumbnail(page)
    return contents if small is None else contents | {THUMBNAIL: small}


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


def _spent(record: EditionRecord) -> dict[str, float]:
    return record.model_dump(include={"seconds", "cpu_seconds", "memory_mb"})


def _unwritten(job: Job, error: OutputUnwritable, cost: dict[str, float]) -> Made:
    """Say what could not be written. What stood there before still stands, with its record."""
    return Made(_failed(job, EditionFailed(f"its files could not be written: {error.reason}", str(error)), cost), {})


def _withdrawn(job: Job, error: EditionFailed, cost: dict[str, float]) -> Made:
    """Record a failure: a page that says so takes the place of one that nobody vouches for any more.

    The notebook as far as it ran is kept beside it.
    """
    failed = _failed(job, error, cost)
    ran = job.work / RAN
    contents = {".html": failure_page(job.head.model_copy(update={"revision": failed.revision})).encode()}
    try:
        if ran.is_file():
            contents[".failed.ipynb"] = ran.read_bytes()
    except OSError:
        return Made(failed, {})
    return Made(failed, contents)


def _failed(job: Job, error: EditionFailed, cost: dict[str, float]) -> EditionRecord:
    return EditionRecord(
        edition=job.edition,
        state="failed",
        cause=error.cause,
        detail=error.detail,
        fingerprint=job.fingerprint,
        attempts=job.attempt,
        **cost,
        # Kept from the last edition that came out, so that the next one knows whether the reports changed.
        revision=job.before.revision if job.before else 1,
        receipt=job.before.receipt if job.before else None,
        since=job.before.since if job.before else "",
    )
