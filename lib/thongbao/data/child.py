"""The reading child as its parent has it: started with nothing but a file, asked, listened to, and ended."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from pathlib import Path

from thongbao.data.wire import LENGTH
from thongbao.errors import ThongbaoError

LARGEST_ANSWER = 200_000_000
PIPE = 1 << 20
"""Bytes that a pipe holds where the system lets us choose (Linux): the child goes on while its parent is busy."""

AT_ONCE = 1 << 16
"""Bytes that are taken from the pipe at once; more would be new memory from the system each time."""

STARTING = 30.0
"""Seconds a child may take to start, on a busy machine too; the clock of a file begins after that."""

Child = subprocess.Popen[bytes]


def spawn(spool: int, told: str) -> Child:
    """Start a child without waiting for it.

    Args:
        spool: number of the open file of which it reads pieces; all that it is given.
        told: from ``wire.terms``.

    Raises:
        ThongbaoError: the program could not be run.
    """
    try:
        return subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "thongbao.data.served", str(spool), told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(spool,),
            env={"RUST_BACKTRACE": "0", "PYTHONPATH": str(Path(__file__).parents[2])},
            bufsize=0,
            pipesize=PIPE,
        )
    except OSError as error:
        raise ThongbaoError(
            f"The process that reads reports could not be started: {sys.executable}: {error.strerror or error}. "
            "Correct that, then take the files in again."
        ) from error


def greet(child: Child, came: bytearray) -> None:
    """Wait until a child is ready.

    Raises:
        ThongbaoError: it ended, or did not begin in time.
    """
    try:
        answer_of(child, STARTING, came)
    except (OSError, EOFError) as error:
        stop(child)
        raise ThongbaoError(
            "The process that reads reports could not be started. Install Thongbao again, then take the files in again."
        ) from error


def stop(child: Child) -> None:
    """End a child, whatever it does."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def ask(child: Child, lines: bytes) -> None:
    """Send requests to a child.

    Raises:
        BrokenPipeError: it ended.
    """
    assert child.stdin is not None  # noqa: S101 -- for the type checker: it was opened as a pipe
    child.stdin.write(lines)


def answer_of(child: Child, seconds: float, came: bytearray) -> bytes:
    """Return the next answer.

    Args:
        seconds: until it must be there.
        came: what came already; what comes of later answers is left in it.

    Raises:
        TimeoutError: it did not come in time.
        EOFError: the child ended.
        ValueError: it says that it is longer than an answer can be.
    """
    assert child.stdout is not None  # noqa: S101 -- for the type checker: it was opened as a pipe
    until = time.monotonic() + seconds
    source = child.stdout.fileno()
    length = int.from_bytes(_take(source, LENGTH, until, came), "big")
    if length > LARGEST_ANSWER:
        raise ValueError("the answer is too long")
    return _take(source, length, until, came)


def _take(source: int, size: int, until: float, came: bytearray) -> bytes:
    while len(came) < size:
        if not _ready(source, until):
            raise TimeoutError
        part = os.read(source, AT_ONCE)
        if not part:
            raise EOFError("the reading process ended")
        came += part
    taken = bytes(came[:size])
    del came[:size]
    return taken


def _ready(source: int, until: float) -> bool:
    """Wait until there is something to read; return whether there is."""
    poll = select.poll()  # a selector costs five times as much to make and to close, for every file
    poll.register(source, select.POLLIN)
    return bool(poll.poll(max(0.0, until - time.monotonic()) * 1000))
