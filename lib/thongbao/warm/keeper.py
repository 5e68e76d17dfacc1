"""Imported first by the server of fresh processes: from then on nothing that a job starts can outlive the batch.

The server forks, and goes on as the child. The parent becomes its keeper, which does nothing but wait: whatever loses
its parent anywhere below comes to it (PR_SET_CHILD_SUBREAPER), also a daemon in a session of its own, and is killed.
When the server ends, and it does as soon as whoever runs the batch is gone, killed or not, the keeper ends
everything that is left, and itself. Linux only; elsewhere, and in any other process, the import does nothing.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from thongbao.warm.process import adopt_orphans, children, die_with_parent

LOOK_SECONDS = 1.0
"""How often orphans are looked for: nobody tells a process that it has adopted one."""


def keep() -> None:
    """Return in a new process, and keep it from this one, whose number its starter knows."""
    keeper, starter = os.getpid(), os.getppid()
    adopt_orphans()
    server = os.fork()
    if server == 0:
        die_with_parent()
        if os.getppid() != keeper:
            os._exit(1)
        return
    _wait_for(server, starter)


def _wait_for(server: int, starter: int) -> NoReturn:
    # What ends a batch from the terminal reaches the batch, and by it the server.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    ended = select.poll()
    pidfd = os.pidfd_open(server)
    ended.register(pidfd, select.POLLIN)
    _forget_files(pidfd)
    while not ended.poll(1000 * LOOK_SECONDS):
        if os.getppid() != starter:
            os.kill(server, signal.SIGKILL)  # it may be importing for a long time yet before it would notice
        _end({*children()} - {server})
    _, status = os.waitpid(server, 0)
    while left := children():
        _end(left)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _forget_files(but: int) -> None:
    """Close what was the server's: whoever waits for the end of a pipe must not wait for the keeper."""
    os.closerange(3, but)
    os.closerange(but + 1, max(int(fd.name) for fd in Path("/proc/self/fd").iterdir()) + 1)


def _end(orphans: set[int]) -> None:
    for pid in orphans:
        # They are our children: their numbers stay theirs until we wait.
        with suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


def _is_server() -> bool:
    """Say whether this is multiprocessing's server: any other process would be surprised to go on as its own child."""
    return any("multiprocessing.forkserver" in part for part in sys.orig_argv)


if (
    _is_server()
    and hasattr(os, "pidfd_open")
    and Path(f"/proc/self/task/{os.getpid()}/children").exists()  # a kernel can be built without it
):
    keep()
