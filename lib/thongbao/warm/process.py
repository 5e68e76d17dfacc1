"""Fork a process, see it die, and leave nothing of it behind."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
_SET_PARENT_DEATH_SIGNAL, _SET_SUBREAPER, _GET_SUBREAPER = 1, 36, 37
_GENERATIONS = 100
"""How often what a dead process's children leave behind is looked for; each round reaches one generation."""
_WITHOUT_PIDFD_SECONDS = 0.005


class Forked:
    """A process of its own session. It dies with its parent; end it by ``end``."""

    def __init__(self, run: Callable[[], None]) -> None:
        """Fork, and in the new process call ``run``, which is not expected to return."""
        # Orphans come to us instead of init, so that also daemons can be ended. What else would come to a process
        # of several threads could not be told apart.
        self._adopts = _LIBC is not None and threading.active_count() == 1 and not _adopts_already()
        if self._adopts:
            adopt_orphans()
        self._before = children() if self._adopts else set()
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, ValueError, OSError):
                stream.flush()  # what is still in there would be said twice
        parent = os.getpid()
        self.pid = os.fork()
        if self.pid == 0:
            _begin(parent, run)
        self.pidfd = os.pidfd_open(self.pid) if hasattr(os, "pidfd_open") else None

    def interrupt(self) -> None:
        """Do what Ctrl-C does."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def wait(self, seconds: float) -> bool:
        """Wait until the process is dead or the time is over, and return whether it is dead."""
        deadline = time.monotonic() + seconds
        if self.pidfd is not None:
            poll = select.poll()
            poll.register(self.pidfd, select.POLLIN)
            return bool(poll.poll(1000 * seconds))
        while not os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if time.monotonic() >= deadline:
                return False
            time.sleep(_WITHOUT_PIDFD_SECONDS)
        return True

    def how_it_died(self) -> str:
        """Return e.g. ``SIGSEGV`` or ``exit code 3`` of a process that is dead."""
        info = os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        if info is None or info.si_code == os.CLD_EXITED:
            return f"exit code {info.si_status if info else 'unknown'}"
        return signal.Signals(info.si_status).name

    def end(self, seconds: float) -> None:
        """Give the process ``seconds`` to end by itself, then end it and everything that it has started."""
        if not self.wait(seconds):
            os.kill(self.pid, signal.SIGKILL)
            os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOWAIT)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)  # before its number is free for another one
        os.waitpid(self.pid, 0)
        if self.pidfd is not None:
            os.close(self.pidfd)
        if self._adopts:
            self._end_orphans()
            _control(_SET_SUBREAPER, 0)

    def _end_orphans(self) -> None:
        for _ in range(_GENERATIONS):
            orphans = children() - self._before
            if not orphans:
                return
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)  # they are our children: their numbers stay theirs until we wait
                os.waitpid(pid, 0)


def _begin(parent: int, run: Callable[[], None]) -> None:
    """Be the head of an own session, so that all that a cell starts can be ended with it. Never returns."""
    try:
        os.setsid()
        die_with_parent()
        if os.getppid() == parent:
            run()
    finally:
        os._exit(1)


def adopt_orphans() -> None:
    """Let what loses its parent below this process become its child (Linux)."""
    _control(_SET_SUBREAPER, 1)


def die_with_parent() -> None:
    """Let this process be killed when its parent ends (Linux)."""
    _control(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _control(what: int, value: int) -> None:
    if _LIBC is not None:
        _LIBC.prctl(what, ctypes.c_ulong(value), 0, 0, 0)


def _adopts_already() -> bool:
    answer = ctypes.c_int()
    if _LIBC is not None:
        _LIBC.prctl(_GET_SUBREAPER, ctypes.byref(answer), 0, 0, 0)
    return bool(answer.value)


def children() -> set[int]:
    """Return this process's children, dead ones that nobody has waited for included."""
    return {int(pid) for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}
