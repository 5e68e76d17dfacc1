"""What runs on a worker of the cluster: hardly anything.

A worker has several threads, so nothing can be forked from it, and multiprocessing forbids it children. It starts an
attendant for each batch, which holds what all editions share and has them made, each in a fresh process.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING

from distributed import get_worker

from thongbao.bulletin.job import Made
from thongbao.cluster.batch import FAULT, PROGRAM, differences, program
from thongbao.errors import ClusterUnusable
from thongbao.settings import SNAPSHOT, SNAPSHOT_DAY
from thongbao.warm.attendant import Attendant
from thongbao.warm.pool import Ended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.bulletin.job import Job
    from thongbao.cluster.batch import Batch, Likeness

Server = Attendant["Job", Made]

STARTED_AS = program()
"""What this process has imported, as far as it has; what is on the disk may be newer."""
PREPARE, JOB = "thongbao.cluster.likeness:likeness", "thongbao.bulletin.run:produce"
UNDER_WAY = frozenset({"executing", "long-running", "resumed"})
"""What dask says of a task that somebody waits for."""
TRIES = 3

_attendants: dict[str, Server] = {}
_starting = Lock()


async def likeness_here(batch: Batch, preload: tuple[str, ...]) -> Likeness:
    """Say what this worker would make editions with."""
    with suppress(EOFError, OSError):
        return (await asyncio.to_thread(_attendant, batch, preload)).found  # type: ignore[no-any-return]
    return {FAULT: "the program could not be started there; the worker's own output says why"}


async def leave(name: str) -> None:
    """End what this worker has for a batch that is over."""
    with _starting:
        attendant = _attendants.pop(name, None)
    if attendant:
        await asyncio.to_thread(attendant.close)


def make_here(batch: Batch, job: Job, preload: tuple[str, ...], snapshot_day: str) -> Made | Ended | None:
    """Make one edition, and give what is to be written instead of writing it.

    Returns:
        None where nobody waits for it any more.

    Raises:
        ClusterUnusable: this machine would not make the same as the others.
    """
    worker = get_worker()
    key = worker.get_current_task()

    def wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state in UNDER_WAY

    environment = _environment(batch)
    for attendant in _alike(batch, preload):
        with TemporaryDirectory(prefix="edition-", dir=worker.local_directory) as scratch:
            moved = replace(
                job,
                notebooks=Path(environment["THONGBAO_HOME"]) / "notebooks",
                folder=Path(scratch),
                work=Path(scratch),
                environment=job.environment | environment,
            )
            try:
                return attendant.run(moved, job.edition_seconds, wanted, {SNAPSHOT_DAY: snapshot_day})
            except (EOFError, OSError):
                cause = attendant.how_it_ended()
        with _starting:
            if _attendants.get(batch.name) is attendant:
                del _attendants[batch.name]
        if cause:
            return Ended(cause)
    return Ended("could not be started")


def _alike(batch: Batch, preload: tuple[str, ...]) -> Iterator[Server]:
    """Yield this worker's attendant; another one where it has ended meanwhile because it had nothing to do."""
    for _ in range(TRIES):
        try:
            attendant = _attendant(batch, preload)
        except (EOFError, OSError):
            continue
        wrong = "; ".join(differences(batch.ours, attendant.found))
        if wrong:  # it came after all others had been asked
            raise ClusterUnusable(f"The worker {get_worker().address} is not like the others: {wrong}.")
        yield attendant


def _attendant(batch: Batch, preload: tuple[str, ...]) -> Server:
    with _starting:
        for name in [name for name, one in _attendants.items() if one.has_ended() and name != batch.name]:
            del _attendants[name]
        if batch.name not in _attendants:
            _attendants[batch.name] = Attendant(PREPARE, batch.asked, JOB, preload, _environment(batch))
            found = _attendants[batch.name].found
            if found.get(PROGRAM, STARTED_AS) != STARTED_AS:
                found[PROGRAM] = f"{STARTED_AS} since the worker started"
        return _attendants[batch.name]


def _environment(batch: Batch) -> dict[str, str]:
    """Return where things are on this machine."""
    own = {name: os.environ[name] for name in ("THONGBAO_HOME", "THONGBAO_STORE") if os.environ.get(name)}
    return {**batch.environment, **own, SNAPSHOT: batch.name}
