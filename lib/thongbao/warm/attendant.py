"""Runs jobs for a process that cannot have them forked: it has threads, or multiprocessing forbids it children.

The attendant is started by exec and has one thread. It starts each job in a fresh process (see ``pool``), as many at a
time as it is asked for. Each question comes by a connection of its own: whoever closes it early ends the job, and when
the process it stands beside is gone, however it went, the attendant ends all jobs and itself. Not on Windows.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from thongbao.warm.pool import Ended, Running, end, harvest, start, starter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Item = TypeVar("Item")
Result = TypeVar("Result")

IDLE_SECONDS = 120.0
"""After which an attendant without a job ends: a batch that was killed never says that it is over."""
LOOK_SECONDS = 0.5
"""How often a running job is asked whether anybody still wants it."""


class Attendant(Generic[Item, Result]):
    """The near end. Its methods may be called from any thread.

    Attributes:
        found: what ``prepare`` returned.
    """

    def __init__(
        self,
        prepare: str,
        argument: Any,
        job: str,
        preload: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the attendant.

        Args:
            prepare: a function as ``module:name``, called there first with ``argument``.
            job: the function to be run on items, as ``module:name``: neither is imported here.
            preload: modules to import once, before the first process is forked.
            environment: variables beside this process's own.

        Raises:
            EOFError: it could not be started, or ``prepare`` failed.
        """
        self._line, theirs = socket.socketpair()
        call = f"from thongbao.warm.attendant import attend; attend({theirs.fileno()})"
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", call],
                env={**os.environ, **(environment or {})},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C in the terminal is for whoever it stands beside
            )
        with self._ask((prepare, argument, job, tuple(preload))) as line:
            self.found = line.recv()

    def run(
        self,
        item: Item,
        seconds: float,
        wanted: Callable[[], bool] = lambda: True,
        environment: Mapping[str, str] | None = None,
    ) -> Result | Ended | None:
        """Run the job on ``item`` in a fresh process and wait for its end; None where it is not wanted any more.

        Args:
            seconds: wall time after which its process is ended.
            wanted: asked now and then.
            environment: set before the first process of all is started, for what is preloaded.

        Raises:
            EOFError, OSError: the attendant has ended; ``how_it_ended`` says how.
        """
        with self._ask((item, seconds, dict(environment or {}))) as line:
            while not line.poll(LOOK_SECONDS):
                if not wanted():
                    return None
            result: Result | Ended = line.recv()
            return result

    def how_it_ended(self) -> str:
        """Wait for its end and say e.g. "killed by SIGKILL"; "" where it had nothing to do any more."""
        code = self._process.wait()
        if code < 0:
            return f"killed by {signal.Signals(-code).name}"
        return f"lost: what had started it left with exit code {code}" if code else ""

    def has_ended(self) -> bool:
        """Say whether it has ended, by itself or not."""
        return self._process.poll() is not None

    def close(self) -> None:
        """End all that it runs, and itself."""
        self._line.close()
        self._process.wait()

    def _ask(self, what: Any) -> Connection:
        ours, theirs = Pipe()
        with theirs:
            try:
                socket.send_fds(self._line, [b"."], [theirs.fileno()])
                ours.send(what)
            except OSError:
                ours.close()
                raise
        return ours


def attend(handle: int) -> None:
    """Be the attendant; the far end.

    Args:
        handle: of a socket by which the connections come.
    """
    with socket.socket(fileno=handle) as line:
        first = _accepted(line)
        if first is None:
            return
        with first:
            prepare, argument, job, preload = first.recv()
            first.send(_named(prepare)(argument))
        running: dict[Running[Any], Connection] = {}
        try:
            _serve(line, _named(job), starter(preload), running)
        finally:
            for one in running:
                end(one)


def _serve(
    line: socket.socket, job: Callable[[Any], Any], context: Any, running: dict[Running[Any], Connection]
) -> None:
    while True:
        idle = not running
        for one, result in harvest(list(running), [line, *running.values()], IDLE_SECONDS):
            _answer(running.pop(one), result)
        ready = wait([line, *running.values()], 0)
        for one in [one for one, asking in running.items() if asking in ready]:
            running.pop(one).close()  # all was said, so this is the end of it: nobody waits any more
            end(one)
        if line in ready:
            asking = _accepted(line)
            if asking is None:
                return
            if (asked := _asked(asking)) is not None:
                item, seconds, environment = asked
                os.environ.update(environment)
                running[start(context, job, item, seconds)] = asking
        elif idle and not ready:
            return


def _asked(asking: Connection) -> Any:
    """Return what is asked, None where whoever asked has gone meanwhile."""
    with suppress(EOFError, OSError):
        return asking.recv()
    asking.close()
    return None


def _named(function: str) -> Callable[[Any], Any]:
    module, _, name = function.partition(":")
    named: Callable[[Any], Any] = getattr(import_module(module), name)
    return named


def _answer(asking: Connection, result: Any) -> None:
    with asking, suppress(OSError):
        asking.send(result)


def _accepted(line: socket.socket) -> Connection | None:
    said, handles, _, _ = socket.recv_fds(line, 1, 1)
    return Connection(handles[0]) if said else None
