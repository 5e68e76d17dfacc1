"""The whole story: settings, plan, and for every edition not already right: run, check, render; then the gallery.

One edition's failure never stops another. What is here knows both the reports and the bulletins; nothing below does.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING
from uuid import uuid4

from thongbao.bulletin.job import Made
from thongbao.bulletin.jobs import job, notebooks, work_folder
from thongbao.bulletin.ledger import Batch, date_folder, expected_seconds, sweep, write_batch
from thongbao.bulletin.names import odd_names
from thongbao.bulletin.plan import Wish, plan, planned, scope_of
from thongbao.bulletin.retries import can_pass, retry_workers, worth_a_retry
from thongbao.bulletin.since import all_dated
from thongbao.cluster.client import connected
from thongbao.collecting import few_collections
from thongbao.duties import can_be_meant
from thongbao.errors import OutputUnwritable
from thongbao.files import only_one
from thongbao.settings import SNAPSHOT, SNAPSHOT_DAY
from thongbao.staleness import digests_aside, records_of, standing, why_each_stale
from thongbao.warm.pool import Ended, run_jobs, undisturbed, workers_that_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from thongbao.bulletin.job import Job
    from thongbao.cluster.client import Pool
    from thongbao.records import EditionRecord, OfficeParams
    from thongbao.settings import Settings
    from thongbao.staleness import Digests

    Progress = Callable[[EditionRecord, int, int], None]

__all__ = ["PRELOAD", "How", "default_engine", "run", "standing"]

SHARED_PART = 8
"""Reading a unit's reports with all others costs a tenth of reading them alone: from an eighth on all are read once."""

PRELOAD = (
    "thongbao.bulletin.run",
    "thongbao.warm.preload",
    "thongbao.bulletin.ready",
    "thongbao.report.ready",
    "thongbao.cli",
    "thongbao.warm.settled",
)
"""What the server of fresh processes imports once; the last one freezes what is there."""


@dataclass(frozen=True, slots=True)
class How:
    """How a batch is run.

    Attributes:
        force: make also what is already right.
        retry_failed: make only what failed the last time.
        jobs: editions at once; 0 for as many as there are processors and memory.
        engine: papermill's name of what runs the cells; "" for ``warm`` where it can be had, else ``nbclient``.
        max_failures: stop after so many failed editions; 0 for never.
        cluster: address of a dask scheduler whose workers make the editions; "" for this machine.
    """

    force: bool = False
    retry_failed: bool = False
    jobs: int = 0
    engine: str = ""
    max_failures: int = 0
    cluster: str = ""


def run(
    settings: Settings,
    params: OfficeParams,
    day: date,
    wish: Wish | None = None,
    how: How | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Make every edition of ``day`` that is not already right, and the gallery.

    Args:
        wish: a part of the batch; all of it by default.
        progress: called after each edition that was run, with how many are done and how many were to do in its stage.

    Raises:
        WrongUse, NotebookInvalid: nothing could be planned; nothing was run.
        RunBusy: another run is at work for this office.
        OutputUnwritable: outputs/ cannot be written at all.
        ClusterUnusable: ``how.cluster`` cannot be used, or was lost.
    """
    started = time.monotonic()
    how = how or How()
    can_be_meant(params, day)
    editions = plan(params, day, wish)
    batch = Batch(planned=tuple(editions), interrupted=True)
    folder, work = date_folder(settings.outputs, params.office.code, day), work_folder(settings, params.office.code)
    os.environ[SNAPSHOT] = uuid4().hex
    office = params.office.code
    far = connected(how.cluster, settings, office, PRELOAD) if how.cluster else nullcontext()
    with few_collections(), only_one(work.with_name(".lock"), f"making bulletins of {office}"), far as pool:
        held = records_of(settings, editions)
        digests = digests_aside(settings, held)
        ready = notebooks(settings, editions)
        import_module("thongbao.snapshots")  # the end needs it; it brings pandas: half a second while the store is read
        shutil.rmtree(work, ignore_errors=True)
        sweep(folder)
        write_batch(folder, batch)
        try:
            # The roll-up tells what became of the others, so it comes after them.
            for scope in ("unit", "office"):
                stage = [
                    job(settings, params, e, ready[e.notebook, e.locale], how.engine or default_engine(), held)
                    for e in editions
                    if scope_of(params, e) == scope and not batch.stopped
                ]
                batch = _make(settings, params, stage, digests.result(), batch, how, pool, progress)
                held |= {record.edition: record for record in (*batch.made, *batch.failed)}
            batch = replace(batch, interrupted=False, seconds=time.monotonic() - started)
        except BaseException:
            with undisturbed(), suppress(OutputUnwritable):  # what stopped the run matters more
                _close(settings, params, day, replace(batch, seconds=time.monotonic() - started))
            raise
        _close(settings, params, day, batch)
    return batch


def _close(settings: Settings, params: OfficeParams, day: date, batch: Batch) -> None:
    from thongbao.snapshots import stale_of, write_snapshot

    shutil.rmtree(work_folder(settings, params.office.code), ignore_errors=True)
    known = {record.edition: record for record in (*batch.made, *batch.failed, *batch.skipped)}
    done = {record.edition.stem for record in (*batch.made, *batch.failed)}
    stale = {stem: why for stem, why in batch.stale.items() if stem not in done}
    if not batch.interrupted and set(batch.planned) != set(planned(params, day)):  # a part: the others may be stale
        stale |= stale_of(standing(settings, params, day))
    write_snapshot(settings, params, day, stale, known)
    # Last of all: what is killed before this leaves word that it was interrupted, and the next run sweeps up after it.
    write_batch(date_folder(settings.outputs, params.office.code, day), batch)


def default_engine() -> str:
    """Return ``warm`` on Linux; elsewhere a fork of a process that has drawn figures is not safe."""
    return "warm" if sys.platform == "linux" else "nbclient"


def _make(
    settings: Settings,
    params: OfficeParams,
    stage: list[Job],
    digests: Digests,
    batch: Batch,
    how: How,
    pool: Pool | None,
    progress: Progress | None,
) -> Batch:
    todo = []
    for one, why in zip(stage, why_each_stale(settings, stage, digests), strict=True):
        failed = one.before is not None and one.before.state == "failed"
        if how.force or failed or (why and not how.retry_failed):
            todo.append(one)
        elif one.before is not None:
            batch.skipped.append(one.before)
        if why and one.before is not None:
            batch.stale[one.edition.stem] = why
    todo = all_dated(todo, digests)
    _share_reports(todo, stage)
    for done, record in enumerate(_results(settings, params, todo, how, pool), start=1):
        (batch.made if record.state == "made" else batch.failed).append(record)
        if progress:
            progress(record, done, len(todo))
        if how.max_failures and len(batch.failed) >= how.max_failures:
            return replace(batch, stopped=True)
    return batch


def _share_reports(todo: list[Job], stage: list[Job]) -> None:
    """Let the process that forks the editions read all reports once, where many editions will ask for them.

    It does so when it starts. One that has been started before by this process keeps what it has, and the editions
    read for themselves: they know the snapshot that is meant for them by its name.
    """
    shared = len(todo) * SHARED_PART >= len(stage) > 1
    os.environ[SNAPSHOT_DAY] = todo[0].edition.date.isoformat() if shared else ""


def _results(
    settings: Settings, params: OfficeParams, todo: list[Job], how: How, pool: Pool | None
) -> Iterator[EditionRecord]:
    """Run the jobs, those that took longest on the last date first: the batch ends sooner."""
    if not todo:
        return
    edition = todo[0].edition
    took = expected_seconds(settings.outputs, edition.office, edition.date)
    todo = [
        replace(
            one, names=odd_names(params, one.edition), environment=one.environment | {SNAPSHOT: os.environ[SNAPSHOT]}
        )
        for one in sorted(todo, key=lambda one: -took.get(one.edition.stem, 0.0))
    ]
    workers, held = how.jobs or (workers_that_fit() if pool is None else 0), {}
    for one, record in _tried(todo, workers, pool):
        if record.state == "failed" and can_pass(record.cause):
            held[record.edition] = one, record
        else:
            yield record
    # When all others are done: what one of them held, memory above all, may be free now.
    again = worth_a_retry([record for _, record in held.values()], len(todo))
    once_more = [replace(held.pop(record.edition)[0], attempt=2) for record in again]
    yield from (record for _, record in held.values())
    yield from (record for _, record in _tried(once_more, retry_workers(again, workers), pool))


def _tried(todo: list[Job], workers: int, pool: Pool | None) -> Iterator[tuple[Job, EditionRecord]]:
    # papermill and nbconvert: a second that is not always due
    from thongbao.bulletin.run import ended, make_edition, publish

    results: Iterator[tuple[Job, EditionRecord | Made | Ended]] = (
        run_jobs(make_edition, todo, workers=workers, seconds=lambda one: one.edition_seconds, preload=PRELOAD)
        if pool is None
        else pool(todo, workers)
    )
    for one, result in results:
        if isinstance(result, Made):
            yield one, publish(one, result)
        else:
            yield one, ended(one, result.cause, result.seconds) if isinstance(result, Ended) else result
