"""The whole story: settings, plan, and for every edition not already right: run, check, render; then the gallery.

One edition's failure never stops another. What is here knows both the reports and the bulletins; nothing below does.
"""

from __future__ import annotations

import shutil
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.bulletin.gallery import write_gallery
from thongbao.bulletin.jobs import job, notebooks, work_folder
from thongbao.bulletin.ledger import Batch, date_folder, expected_seconds, intact, sweep, write_batch
from thongbao.bulletin.plan import Wish, plan, scope_of, why_stale
from thongbao.bulletin.run import ended, make_edition
from thongbao.data.reports import slice_digests
from thongbao.database import open_store
from thongbao.errors import OutputUnwritable, WrongUse
from thongbao.files import only_one
from thongbao.warm.pool import Ended, run_jobs, undisturbed, workers_that_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from thongbao.bulletin.run import Job
    from thongbao.records import EditionRecord, OfficeParams
    from thongbao.settings import Settings

    Progress = Callable[[EditionRecord, int, int], None]

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
    """

    force: bool = False
    retry_failed: bool = False
    jobs: int = 0
    engine: str = ""
    max_failures: int = 0


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
    """
    started = time.monotonic()
    how = how or How()
    _can_be_meant(params, day)
    editions = plan(params, day, wish)
    ready = notebooks(settings, editions)
    batch = Batch(planned=tuple(editions), interrupted=True)
    folder, work = date_folder(settings.outputs, params.office.code, day), work_folder(settings, params.office.code)
    with only_one(work.with_name(".lock"), f"making bulletins of {params.office.code}"):
        shutil.rmtree(work, ignore_errors=True)
        sweep(folder)
        write_batch(folder, batch)
        try:
            # The roll-up tells what became of the others, so it comes after them.
            for scope in ("unit", "office"):
                stage = [
                    job(settings, params, e, ready[e.notebook, e.locale], how.engine or default_engine())
                    for e in editions
                    if scope_of(params, e) == scope and not batch.stopped
                ]
                batch = _make(settings, stage, batch, how, progress)
            batch = replace(batch, interrupted=False, seconds=time.monotonic() - started)
        except BaseException:
            with undisturbed(), suppress(OutputUnwritable):  # what stopped the run matters more
                _close(settings, params, day, replace(batch, seconds=time.monotonic() - started))
            raise
        _close(settings, params, day, batch)
    return batch


def _close(settings: Settings, params: OfficeParams, day: date, batch: Batch) -> None:
    shutil.rmtree(work_folder(settings, params.office.code), ignore_errors=True)
    write_batch(date_folder(settings.outputs, params.office.code, day), batch)
    write_gallery(settings.outputs, params, days=[day])


def _can_be_meant(params: OfficeParams, day: date) -> None:
    first, today = params.office.starts, datetime.now(ZoneInfo(params.office.timezone)).date()
    if day > today:
        raise WrongUse(f"{day} has not come yet in {params.office.timezone}. Give a day up to {today}.")
    if first is not None and day < first:
        raise WrongUse(f"{day} is before {first}, on which {params.office.code} starts (office.yml).")


def default_engine() -> str:
    """Return ``warm`` on Linux; elsewhere a fork of a process that has drawn figures is not safe."""
    return "warm" if sys.platform == "linux" else "nbclient"


def _make(settings: Settings, stage: list[Job], batch: Batch, how: How, progress: Progress | None) -> Batch:
    todo = []
    for one, why in zip(stage, why_each_stale(settings, stage), strict=True):
        failed = one.before is not None and one.before.state == "failed"
        if how.force or failed or (why and not how.retry_failed):
            todo.append(one)
        elif one.before is not None:
            batch.skipped.append(one.before)
    for done, record in enumerate(_results(settings, todo, how), start=1):
        (batch.made if record.state == "made" else batch.failed).append(record)
        if progress:
            progress(record, done, len(todo))
        if how.max_failures and len(batch.failed) >= how.max_failures:
            return replace(batch, stopped=True)
    return batch


def _results(settings: Settings, todo: list[Job], how: How) -> Iterator[EditionRecord]:
    """Run the jobs, those that took longest on the last date first: the batch ends sooner."""
    if not todo:
        return
    edition = todo[0].edition
    took = expected_seconds(settings.outputs, edition.office, edition.date)
    todo = sorted(todo, key=lambda one: -took.get(one.edition.stem, 0.0))
    workers = how.jobs or workers_that_fit()
    for one, result in run_jobs(
        make_edition, todo, workers=workers, seconds=lambda one: one.edition_seconds, preload=PRELOAD
    ):
        yield ended(one, result.cause, result.seconds) if isinstance(result, Ended) else result


def why_each_stale(settings: Settings, stage: list[Job]) -> list[str]:
    """Say of every job why its edition must be made, "" where it stands as it is."""
    if not stage:
        return []
    slices = {part for one in stage if one.before and one.before.receipt for part in one.before.receipt.slices}
    digests = slice_digests(open_store(settings.store), stage[0].edition.office, slices)
    return [why_stale(one.before, one.fingerprint, digests, partial(intact, one.folder)) for one in stage]


def standing(settings: Settings, params: OfficeParams, day: date, wish: Wish | None = None) -> list[tuple[Job, str]]:
    """Return every edition of ``day`` as a job, with why it is stale; nothing is run."""
    editions = plan(params, day, wish)
    ready = notebooks(settings, editions)
    stage = [job(settings, params, e, ready[e.notebook, e.locale]) for e in editions]
    return list(zip(stage, why_each_stale(settings, stage), strict=True))
