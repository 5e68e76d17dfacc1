"""Follow a notebook: when it, its translations or the office's settings change, try it again for all units shown."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from thongbao.desk.remarks import Remark
from thongbao.desk.trial import Tried
from thongbao.flow import PRELOAD
from thongbao.warm.pool import Ended, end, harvest, start, starter, undisturbed, workers_that_fit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from thongbao.desk.board import Board
    from thongbao.desk.trial import Trial
    from thongbao.warm.pool import Running

LOOK_SECONDS = 0.05
"""Between two looks at some dozens of files, which take a millisecond; folders on a network tell of no changes."""

TRIAL_SECONDS = 300.0

WARM = (*PRELOAD[:-1], "thongbao.desk.attempt", PRELOAD[-1])

Signs = dict[str, tuple[int, int, int]]


def watched(trial: Trial) -> Signs:
    """Return what shows that something has changed that a page is made from: file -> inode, size, time of writing."""
    here = trial.notebook.parent
    params = trial.home / "params"
    places = [trial.notebook, *here.glob("*.py"), *here.glob("locale/*/*.po"), *(params / "forms").glob("*.yml")]
    signs: Signs = {}
    for path in [*places, *(params / trial.office).glob("*")]:
        try:
            found = path.stat()
        except OSError:  # being replaced this moment
            continue
        signs[str(path)] = (found.st_ino, found.st_size, found.st_mtime_ns)
    return signs


@contextmanager
def waking(look: Callable[[], Signs], context: object, stopped: threading.Event) -> Iterator[Connection]:
    """Give a connection that has something to read whenever a look found a change, until the block ends."""
    theirs, ours = context.Pipe(duplex=False)  # type: ignore[attr-defined]
    before = look()

    def watch() -> None:
        nonlocal before
        while not stopped.wait(LOOK_SECONDS):
            now = look()
            if now != before:
                before = now
                ours.send_bytes(b"changed")

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield theirs
    finally:
        stopped.set()
        thread.join()
        ours.close()
        theirs.close()


def follow(trials: Sequence[Trial], board: Board, stopped: threading.Event) -> None:
    """Show every trial on the board, and again whenever a file changes, until ``stopped``.

    A change while pages are being made ends what runs: an endless loop is left behind by correcting it.

    Args:
        trials: of one notebook and office, one per frame of the board.
    """
    os.environ.update(THONGBAO_HOME=str(trials[0].home), THONGBAO_OFFICE=trials[0].office)
    context = starter(WARM)
    running: list[Running[tuple[int, Trial]]] = []
    with waking(lambda: watched(trials[0]), context, stopped) as wake:
        waiting = list(enumerate(trials))
        try:
            while not stopped.is_set():
                while waiting and len(running) < workers_that_fit():
                    running.append(start(context, _attempted, waiting.pop(0), TRIAL_SECONDS))
                for one, result in harvest(running, also=[wake], patience=LOOK_SECONDS * 4):
                    board.put(one.item[0], tried_of(result))
                    if not running and not waiting:
                        board.end()
                if wake.poll():
                    while wake.poll():
                        wake.recv_bytes()
                    _end(running)
                    board.begin()
                    waiting = list(enumerate(trials))
        finally:
            _end(running)


def _attempted(item: tuple[int, Trial]) -> Tried:
    from thongbao.desk.attempt import attempt  # is there already in the process that this one was forked from

    return attempt(item[1])


def tried_of(result: Tried | Ended) -> Tried:
    """Return what came of a trial, also where its process ended without a word."""
    if isinstance(result, Ended):
        return Tried("", (Remark("", 0, f"The process of the notebook {result.cause}."),), result.seconds)
    return result


def _end(running: list[Running[tuple[int, Trial]]]) -> None:
    with undisturbed():
        while running:
            end(running.pop())
