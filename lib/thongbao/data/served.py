"""The child that reads: ``python -m thongbao.data.served SPOOL TERMS``, started by ``data/reader.py``.

It imports little, because a morning's intake waits until it is ready.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from thongbao.data.cells import Problem, Unreadable
from thongbao.data.sheets import open_tables
from thongbao.data.wire import LENGTH, parse_request, parse_terms, problem_answer, tables_answer

if TYPE_CHECKING:
    from collections.abc import Callable

COLLECT_AFTER = 50_000
"""Objects after which the garbage collector looks for those that hold each other: tables do not."""


def _confine(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS does not know this limit; there the clock alone holds
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def serve(spool: int, terms: str) -> None:
    """Answer requests until the parent closes the pipe."""
    locale, limits = parse_terms(terms)
    out = sys.stdout.buffer
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends this process when it is done
    _confine(limits.memory)
    gc.freeze()  # what was loaded is here to stay, and a file is not looked through again while it is read
    gc.set_threshold(COLLECT_AFTER)
    _send(out.write, b"ready")
    out.flush()
    for line in sys.stdin.buffer:
        at, size = parse_request(line)
        try:
            answer = tables_answer(open_tables(os.pread(spool, size, at), locale, limits))
        except Unreadable as error:
            answer = problem_answer(error.problem)
        except (MemoryError, RecursionError):
            answer = problem_answer(Problem("workbook-too-big"))
        _send(out.write, answer)
        out.flush()


def _send(write: Callable[[bytes], object], answer: bytes) -> None:
    write(len(answer).to_bytes(LENGTH, "big") + answer)


if __name__ == "__main__":
    serve(int(sys.argv[1]), sys.argv[2])
