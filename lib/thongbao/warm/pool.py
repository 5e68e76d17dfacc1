"""Run jobs side by side, each in a fresh process that ends with it.

The processes are forked from a server that has imported what the jobs need (multiprocessing's forkserver), so they
start quickly and share nothing. Where fork is not to be had they are spawned. A process that crashes, hangs or is
killed takes only its own job with it.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import signal
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import psutil

from thongbao.warm.process import adopt_orphans, die_with_parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.process import BaseProcess

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Ended:
    """A job's process ended without a result.

    Attributes:
        cause: "took longer than 300 s", "killed by SIGKILL" or "left with exit code 3".
        seconds: wall time from the start of the process to its end.
    """

    cause: str
    seconds: float = field(default=0.0, compare=False)


@dataclass(slots=True, eq=False)
class Running(Generic[Item]):
    """A job's process, from its start until it is harvested or ended."""

    item: Item
    process: BaseProcess
    answer: Connection
    started: float
    seconds: float

    @property
    def deadline(self) -> float:
        return self.started + self.seconds


KEEPER = "thongbao.warm.keeper"
"""What the server of fresh processes imports before anything else."""
JOB_MEMORY = 300 * 1024 * 1024
"""Bytes that one job may need beside what all share: an estimate on the safe side."""


def workers_that_fit() -> int:
    """Return how many jobs this machine can run at once: one per processor, fewer where memory is short."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(processors, psutil.virtual_memory().available // JOB_MEMORY))


def run_jobs(
    job: Callable[[Item], Result],
    items: Iterable[Item],
    *,
    workers: int,
    seconds: Callable[[Item], float],
    preload: Sequence[str] = (),
) -> Iterator[tuple[Item, Result | Ended]]:
    """Run ``job`` on every item and yield each item with its result as soon as it is there.

    Leaving the loop early (an error, Ctrl-C) ends the processes that still run, and their children.

    Args:
        job: a function of a module; it and its argument and result are pickled.
        items: in the order in which to start them.
        workers: processes at once, at least 1.
        seconds: wall time after which an item's process is ended.
        preload: modules to import once, before the first process is forked.
    """
    context = starter(preload)
    waiting = deque(items)
    running: list[Running[Item]] = []
    try:
        while waiting or running:
            while waiting and len(running) < max(1, workers):
                item = waiting.popleft()
                running.append(start(context, job, item, seconds(item)))
            for one, result in harvest(running):
                yield one.item, result
    finally:
        with undisturbed():
            for one in running:
                end(one)


def starter(preload: Sequence[str] = ()) -> Any:
    """Return the multiprocessing context whose processes are fresh.

    Args:
        preload: modules to import once, before the first process is forked.
    """
    # Threads of a linear algebra library cost each short process more than they give it, and are unsafe to fork.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    context: Any = mp.get_context("forkserver" if "forkserver" in mp.get_all_start_methods() else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([KEEPER, *preload])
    return context


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no further Ctrl-C keep the processes from being ended."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def start(context: Any, job: Callable[[Item], Any], item: Item, seconds: float) -> Running[Item]:
    """Start a fresh process for one item; see ``run_jobs``."""
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(job, item, theirs), daemon=False)
    process.start()
    theirs.close()
    return Running(item, process, ours, time.monotonic(), seconds)


def harvest(
    running: list[Running[Item]], also: Sequence[Any] = (), patience: float | None = None
) -> Iterator[tuple[Running[Item], Any]]:
    """Wait until something happens to a running job, take what is finished out of ``running``, and yield it.

    Args:
        also: what else there is to wait for: connections or sockets.
        patience: seconds after which to stop waiting where nothing runs, None for never.
    """
    ends = [max(0.0, one.deadline - time.monotonic()) for one in running]
    ready = wait([*(one.answer for one in running), *also], min(ends, default=patience))
    for one in list(running):
        if one.answer in ready:
            result = _receive(one)
        elif time.monotonic() >= one.deadline:
            result = Ended(f"took longer than {one.seconds:g} s")
        else:
            continue
        running.remove(one)
        if isinstance(result, Ended):
            result = replace(result, seconds=time.monotonic() - one.started)
        end(one)
        yield one, result


def _receive(one: Running[Item]) -> Any:
    try:
        return one.answer.recv()
    except (EOFError, OSError):
        one.process.join()
        code = one.process.exitcode or 0
        if code < 0:
            return Ended(f"killed by {signal.Signals(-code).name}")
        return Ended(f"left with exit code {code}")


def end(one: Running[Any]) -> None:
    """End a job's process and everything it started; nothing to do where it has gone by itself."""
    process = one.process
    with suppress(psutil.NoSuchProcess):
        if process.is_alive() and process.pid:
            end_family(psutil.Process(process.pid))
        process.kill()
    process.join()
    one.answer.close()


def end_family(process: psutil.Process) -> None:
    """End what a process has started, and what that has started."""
    for member in process.children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            member.kill()


def _child(job: Callable[[Item], Any], item: Item, answer: Connection) -> None:
    _depend_on_parent()
    result = job(item)
    answer.send(result)
    answer.close()
    # What a notebook has left running ends with its edition, and libraries' threads must not keep the job alive.
    end_family(psutil.Process())
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


def _depend_on_parent() -> None:
    """Leave the terminal's process group, so that Ctrl-C reaches only the parent, and end when it ends (Linux).

    The system tells us when the server that forked us ends, and the server ends when nobody holds its pipe any more:
    we were given an end of it, so that we could start processes through it, which we never do. What is started here
    and left behind becomes our child, so that it can be found and ended.
    """
    held = getattr(getattr(forkserver, "_forkserver", None), "_forkserver_alive_fd", None)
    if held is not None:
        with suppress(OSError):
            os.close(held)
    if hasattr(os, "setsid"):
        os.setsid()
    if sys.platform == "linux":
        die_with_parent()
        adopt_orphans()
