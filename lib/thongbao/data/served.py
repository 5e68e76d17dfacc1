"""The child that reads: ``python -m thongbao.data.served SPOOL TERMS``, started by ``data/reader.py``.

It imports little, because a morning's intake waits until it is ready.
"""

from __future__ import annotations

import gc
import mmap
import os
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from thongbao.data.cells import Problem, Unreadable
from thongbao.data.sheets import open_tables
from thongbao.data.wire import LENGTH, STAMP, parse_request, parse_terms, problem_answer, tables_answer

if TYPE_CHECKING:
    from thongbao.data.cells import Limits

COLLECT_AFTER = 50_000
"""Objects after which the garbage collector looks for those that hold each other: tables do not."""


TOGETHER = 0.02
"""Seconds for which answers are held back, to be sent together: who waits for each is woken too often to get far.

Before a file is begun, what was held back for longer is sent. So a file that hangs keeps little back with it, and the
clock under which it is read has run for hardly longer than it was looked at.
"""


def _confine(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS does not know this limit; there the clock alone holds
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def serve(spool: int, terms: str) -> None:
    """Answer requests until the parent closes the pipe."""
    locale, limits = parse_terms(terms)
    out = sys.stdout.fileno()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process when it is done
    _confine(limits.memory)
    gc.freeze()  # what was loaded is here to stay, and a file is not looked through again while it is read
    gc.set_threshold(COLLECT_AFTER)
    os.write(out, _framed(b"ready"))
    stamp = mmap.mmap(spool, STAMP)  # shared: it costs no call, and is there when this process is not any more
    held: list[bytes] = []
    sent = time.monotonic()
    for number, line in enumerate(sys.stdin.buffer):
        if held and time.monotonic() - sent > TOGETHER:
            sent = _sent(out, held)
        stamp[:] = number.to_bytes(STAMP, "big")
        at, size, more = parse_request(line)
        held.append(_framed(_answer(os.pread(spool, size, at), locale, limits)))
        if not more:
            sent = _sent(out, held)


def _answer(content: bytes, locale: str, limits: Limits) -> bytes:
    try:
        return tables_answer(open_tables(content, locale, limits))
    except Unreadable as error:
        return problem_answer(error.problem)
    except (MemoryError, RecursionError):
        return problem_answer(Problem("workbook-too-big"))


def _framed(answer: bytes) -> bytes:
    return len(answer).to_bytes(LENGTH, "big") + answer


def _sent(out: int, held: list[bytes]) -> float:
    """Send what was held back; return when that was done."""
    rest = memoryview(b"".join(held))
    held.clear()
    while rest:
        rest = rest[os.write(out, rest) :]
    return time.monotonic()


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
