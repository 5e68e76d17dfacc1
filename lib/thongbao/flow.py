"""The whole story: settings, plan, and for every edition not already right: run, check, render; then the gallery.

One edition's failure never stops another. What is here knows both the reports and the bulletins; nothing below does.
"""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from thongbao.bulletin.gallery import write_gallery
from thongbao.bulletin.jobs import job, notebooks, work_folder
from thongbao.bulletin.ledger import Batch, date_folder, intact, write_batch
from thongbao.bulletin.plan import Wish, plan, scope_of, why_stale
from thongbao.bulletin.run import ended, make_edition
from thongbao.data.reports import slice_digests
from thongbao.database import open_store
from thongbao.files import only_one
from thongbao.warm.pool import Ended, run_jobs

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from thongbao.bulletin.run import Job
    from thongbao.records import EditionRecord, OfficeParams
    from thongbao.settings import Settings

    Progress = Callable[[EditionRecord, int, int], None]

PRELOAD = ("thongbao.bulletin.run", "thongbao.warm.kernel", "thongbao.report", "thongbao.report.charts")
"""What the server of fresh processes imports once."""


def run(
    settings: Settings,
    params: OfficeParams,
    day: date,
    wish: Wish | None = None,
    *,
    force: bool = False,
    jobs: int = 2,
    engine: str | None = None,
    progress: Progress | None = None,
) -> Batch:
    """Make every edition of ``day`` that is not already right, and the gallery.

    Args:
        wish: a part of the batch; all of it by default.
        force: make also what is already right.
        jobs: editions at once.
        engine: papermill's name of what runs the cells; None for ``warm`` where it can be had, else ``nbclient``.
        progress: called after each edition that was run, with how many are done and how many were to do in its stage.

    Raises:
        WrongUse, NotebookInvalid: nothing could be planned; nothing was run.
        RunBusy: another run is at work for this office.
        OutputUnwritable: outputs/ cannot be written at all.
    """
    started = time.monotonic()
    editions = plan(params, day, wish)
    ready = notebooks(settings, editions)
    batch = Batch(planned=tuple(editions), interrupted=True)
    work = work_folder(settings, params.office.code)
    with only_one(work.with_name(".lock"), f"making bulletins of {params.office.code}"):
        shutil.rmtree(work, ignore_errors=True)
        try:
            # The roll-up tells what became of the others, so it comes after them.
            for scope in ("unit", "office"):
                stage = [
                    job(settings, params, e, ready[e.notebook, e.locale], engine or default_engine())
                    for e in editions
                    if scope_of(params, e) == scope
                ]
                _make(settings, stage, batch, force=force, jobs=jobs, progress=progress)
            batch = replace(batch, interrupted=False)
        finally:
            shutil.rmtree(work, ignore_errors=True)
            batch = replace(batch, seconds=time.monotonic() - started)
            write_batch(date_folder(settings.outputs, params.office.code, day), batch)
            write_gallery(settings.outputs, params, days=[day])
    return batch


def default_engine() -> str:
    """Return ``warm`` on Linux; elsewhere a fork of a process that has drawn figures is not safe."""
    return "warm" if sys.platform == "linux" else "nbclient"


def _make(
    settings: Settings, stage: list[Job], batch: Batch, *, force: bool, jobs: int, progress: Progress | None
) -> None:
    todo = []
    for one, why in zip(stage, why_each_stale(settings, stage), strict=True):
        if force or why or one.before is None:
            todo.append(one)
        else:
            batch.skipped.append(one.before)
    results = run_jobs(make_edition, todo, workers=jobs, seconds=lambda one: one.edition_seconds, preload=PRELOAD)
    for done, (one, result) in enumerate(results, start=1):
        record = ended(one, result.cause) if isinstance(result, Ended) else result
        (batch.made if record.state == "made" else batch.failed).append(record)
        if progress:
            progress(record, done, len(todo))


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
