"""Jobs for the pool's tests: functions of a module, so that a fresh process can find them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path


def double(number: int) -> int:
    return 2 * number


def process_of(_: int) -> int:
    return os.getpid()


def leave_a_mark(_: int) -> bool:
    """Say whether an earlier job left something in this process, and leave something."""
    found = hasattr(sys, "a_mark")
    sys.a_mark = True  # type: ignore[attr-defined]
    os.environ["A_MARK"] = "1"
    return found


def end_badly(how: str) -> str:
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if how == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if how == "exit":
        os._exit(7)
    if how == "hang":
        signal.pause()
    return how


def start_a_child_or_wait_for_it(what_and_note: tuple[str, str]) -> str:
    """Start a process, write down its number and hang; or return once the number is there."""
    what, note = what_and_note
    if what == "wait":
        while not Path(note).exists():
            os.sched_yield()
        return what
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    aside = Path(f"{note}.aside")
    aside.write_text(str(child.pid))
    aside.rename(note)
    signal.pause()
    return what


def start_a_daemon(how_and_note: tuple[str, str]) -> str:
    """Leave a process in a session of its own, write down its number, and end as told."""
    how, note = how_and_note
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            aside = Path(f"{note}.aside")
            aside.write_text(str(os.getpid()))
            aside.rename(note)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True:
                signal.pause()
        os._exit(0)
    os.wait()
    while not Path(note).exists():
        os.sched_yield()
    return end_badly(how)


def threads_at_the_fork(_: int) -> int:
    """Return how many threads the process had that forked this one, 0 where nobody has counted."""
    counted = sys.modules.get("support.at_fork")
    return counted.COUNTED[0] if counted else 0


def modules_that_a_report_adds(_: int) -> list[str]:
    """Return what `from thongbao import report` has to import here."""
    before = set(sys.modules)
    from thongbao import report  # noqa: F401

    return sorted(set(sys.modules) - before)
