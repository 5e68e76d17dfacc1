"""Read hostile files in a child process with a clock and a limit on its memory.

One child reads file after file; it is killed, and the next file gets a new one, only where a file took too long or
brought it down. The child holds no settings, no store and no environment of its parent. It is this module run by
itself: ``python -m thongbao.data.reader SPOOL MEMORY``.
"""

from __future__ import annotations

import os
import selectors
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.data.cells import Limits, Problem, Table, Unreadable
from thongbao.data.wire import parse_answer, parse_request, problem_answer, request, tables_answer
from thongbao.errors import ThongbaoError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

LENGTH = 8
"""Bytes before an answer that state how long it is."""

LARGEST_ANSWER = 200_000_000
FELL = (BrokenPipeError, EOFError, ValueError)
"""How it shows that the child ran out of memory, or that the library brought it down."""

STARTING = 30.0
"""Seconds a child may take to start, on a busy machine too; the clock of a file begins after that."""


class Reader:
    """The reading child as a context manager: like an open file, it must be closed."""

    def __init__(self, locale: str, limits: Limits | None = None) -> None:
        self.limits = limits or Limits()
        self._locale = locale
        try:
            # Without a buffer: what did not fit is not written again when it is closed.
            self._spool = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 -- closed by __exit__
        except OSError as error:
            raise _no_room(error) from error
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()
        self._spool.close()

    @property
    def pid(self) -> int:
        """Return the process id of the child, started if need be."""
        return self._started().pid

    def read(self, content: bytes) -> list[Table]:
        """Return the tables of a file from its whole content.

        Raises:
            Unreadable: not a workbook or CSV, broken, protected, or beyond the limits.
        """
        if len(content) > self.limits.size:
            raise Unreadable("file-too-big", limit=f"{self.limits.size / 1e6:g}")
        self._put(content)
        try:
            try:
                answer = self._asked(len(content))
            except FELL:  # by this file, or by something else: asked once more to know
                self._end()
                answer = self._asked(len(content))
        except TimeoutError:
            self._end()
            raise Unreadable("took-too-long", limit=f"{self.limits.seconds:g}") from None
        except FELL:
            self._end()
            raise Unreadable("workbook-too-big") from None
        if isinstance(answer, Problem):
            raise Unreadable(answer.code, answer.place, **dict(answer.values))
        return answer

    def _put(self, content: bytes) -> None:
        rest = memoryview(content)
        try:
            self._spool.seek(0)  # what is left of a longer file before it is not read: the child is told the size
            while rest:
                rest = rest[self._spool.write(rest) :]
        except OSError as error:
            raise _no_room(error) from error

    def _asked(self, size: int) -> list[Table] | Problem:
        child = self._started()
        _write(child, request(size, self._locale, self.limits))
        return parse_answer(_answer(child, self.limits.seconds))

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = _start(self._spool.fileno(), self.limits.memory)
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            _stop(self._child)
        self._child = None


def _no_room(error: OSError) -> ThongbaoError:
    """Return what to say when the temporary folder cannot hold a file while it is read."""
    folder = tempfile.tempdir or os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 -- only named
    return ThongbaoError(
        f"The temporary folder {folder} could not be written: {error.strerror or error}. Free space there or name "
        "another one in TMPDIR, then take the files in again."
    )


def _start(spool: int, memory: int) -> subprocess.Popen[bytes]:
    try:
        child = subprocess.Popen(
            [sys.executable, "-s", "-P", "-m", "thongbao.data.reader", str(spool), str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(spool,),
            env={"RUST_BACKTRACE": "0", "PYTHONPATH": str(Path(__file__).parents[2])},
            bufsize=0,
        )
    except OSError as error:
        raise ThongbaoError(
            f"The process that reads reports could not be started: {sys.executable}: {error.strerror or error}. "
            "Correct that, then take the files in again."
        ) from error
    try:
        _answer(child, STARTING)
    except (OSError, EOFError) as error:
        _stop(child)
        raise ThongbaoError(
            "The process that reads reports could not be started. Install Thongbao again, then take the files in again."
        ) from error
    return child


def _stop(child: subprocess.Popen[bytes]) -> None:
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _write(child: subprocess.Popen[bytes], line: bytes) -> None:
    assert child.stdin is not None  # noqa: S101 -- for the type checker: it was opened as a pipe
    child.stdin.write(line)


def _answer(child: subprocess.Popen[bytes], seconds: float) -> bytes:
    assert child.stdout is not None  # noqa: S101 -- for the type checker: it was opened as a pipe
    until = time.monotonic() + seconds
    source = child.stdout.fileno()
    length = int.from_bytes(_take(source, LENGTH, until), "big")
    if length > LARGEST_ANSWER:
        raise ValueError("the answer is too long")
    return _take(source, length, until)


def _take(source: int, size: int, until: float) -> bytes:
    taken = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(source, selectors.EVENT_READ)
        while len(taken) < size:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            part = os.read(source, min(size - len(taken), 1 << 20))
            if not part:
                raise EOFError("the reading process ended")
            taken += part
    return bytes(taken)


def _confine(memory: int) -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS does not know this limit; there the clock alone holds
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _serve(spool: int, memory: int, read: Callable[[bytes, str, Limits], list[Table]]) -> None:
    """Answer requests until the parent closes the pipe."""
    out = sys.stdout.buffer
    _confine(memory)
    _send(out.write, b"ready")
    out.flush()
    for line in sys.stdin.buffer:
        size, locale, limits = parse_request(line)
        try:
            answer = tables_answer(read(os.pread(spool, size, 0), locale, limits))
        except Unreadable as error:
            answer = problem_answer(error.problem)
        except (MemoryError, RecursionError):
            answer = problem_answer(Problem("workbook-too-big"))
        _send(out.write, answer)
        out.flush()


def _send(write: Callable[[bytes], object], answer: bytes) -> None:
    write(len(answer).to_bytes(LENGTH, "big"))
    write(answer)


if __name__ == "__main__":
    from thongbao.data.sheets import open_tables

    _serve(int(sys.argv[1]), int(sys.argv[2]), open_tables)
