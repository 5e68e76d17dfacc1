"""Read hostile files in a child process with a clock and a limit on its memory.

One child reads file after file; it is killed, and the next file gets a new one, only where a file took too long or
brought it down. The child (``data/served.py``) holds no settings, no store and no environment of its parent.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from itertools import accumulate
from typing import TYPE_CHECKING

from thongbao.data.cells import Limits, Problem, Table, Unreadable
from thongbao.data.child import answer_of, ask, greet, spawn, stop
from thongbao.data.wire import STAMP, parse_answer, requests, terms
from thongbao.errors import ThongbaoError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence
    from types import TracebackType

    from thongbao.data.child import Child

FELL = (BrokenPipeError, EOFError, ValueError)
"""How it shows that the child ran out of memory, or that the library brought it down."""

NOTHING = (0, 0)
"""Asked for in the place of a file that was judged before it was due: its answer is thrown away."""

AHEAD = 256
"""Files that are asked for before their answers are taken: few enough that all requests fit into the pipe.

The child may have to wait until its answers are taken, its parent never does, so neither waits for the other.
"""


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
        self._child: Child | None = None
        self._ready = False
        self._owed = 0  # files that were asked for and not answered
        self._taken = 0  # answers of this child that were taken
        self._came = bytearray()  # of answers that were not taken yet

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child; nothing can be read any more."""
        self._end()
        self._spool.close()

    @property
    def pid(self) -> int:
        """Return the process id of the child, started if need be."""
        return self._started().pid

    def warm(self) -> None:
        """Start the child without waiting for it: it gets ready while its parent does something else."""
        if self._child is None:
            with suppress(ThongbaoError):  # said when there is something to read
                self._spawn()

    def _spawn(self) -> None:
        spool = self._spool.fileno()
        try:
            os.pwrite(spool, bytes(STAMP), 0)
        except OSError as error:
            raise _no_room(error) from error
        self._child = spawn(spool, terms(self._locale, self.limits))

    def read(self, content: bytes) -> list[Table]:
        """Return the tables of a file from its whole content.

        Raises:
            Unreadable: not a workbook or CSV, broken, protected, or beyond the limits.
        """
        (tables,) = self.read_all([content])
        if isinstance(tables, Unreadable):
            raise tables
        return tables

    def read_all(self, contents: Sequence[bytes]) -> Iterator[list[Table] | Unreadable]:
        """Return an iterator over the tables of each file, or why there are none.

        The child begins at once and reads on while they are looked at. Files that were asked for before, and whose
        answers were not all taken, are forgotten.
        """
        if self._owed:  # nobody waits for these answers any more
            self._end()
        places = self._put(contents)
        fitting = [one for one in places if one[1] <= self.limits.size]
        with suppress(*FELL):  # said of the file that is due when its answer is taken
            self._ask(fitting)
        return self._answers([size for _, size in places], fitting)

    def _answers(self, sizes: Sequence[int], fitting: list[tuple[int, int]]) -> Iterator[list[Table] | Unreadable]:
        done = 0
        judged: dict[int, list[Table] | Problem] = {}
        for size in sizes:
            if size > self.limits.size:
                yield Unreadable("file-too-big", limit=f"{self.limits.size / 1e6:g}")
                continue
            answer = self._due(fitting, done, judged)
            done += 1
            yield Unreadable.of(answer) if isinstance(answer, Problem) else answer

    def _due(
        self, places: list[tuple[int, int]], done: int, judged: dict[int, list[Table] | Problem]
    ) -> list[Table] | Problem:
        """Return the answer for the file that is due.

        Answers come some at a time, so the child may be at a later file when it hangs or falls. That file is judged
        then, and the others are asked for again.

        Args:
            judged: number of a file -> its answer, of those that brought a child down before they were due.
        """
        while True:
            try:
                self._ask(places, done)
                answer = self._answer()
                return judged.get(done, answer)
            except TimeoutError:
                at = self._at(places, done, judged)
                judged[at] = self._too_long()
            except FELL as error:  # by that file, or by something else: asked once more, alone, to know
                at = done if isinstance(error, ValueError) else self._at(places, done, judged)
                judged[at] = self._once_more(places[at])
            places[at] = NOTHING
            if at == done:
                return judged[done]

    def _at(self, places: Sequence[object], done: int, judged: Container[int]) -> int:
        """Return the number of the file at which the child was, as far as it can be believed."""
        told = int.from_bytes(os.pread(self._spool.fileno(), STAMP, 0), "big")
        at = done + told - self._taken
        return at if done < at < len(places) and at not in judged else done

    def _put(self, contents: Sequence[bytes]) -> list[tuple[int, int]]:
        """Write files into the spool, one after the other; return where each begins, and its size."""
        fitting = [content if len(content) <= self.limits.size else b"" for content in contents]
        ends = list(accumulate(map(len, fitting), initial=STAMP))
        places = [(at, len(content)) for at, content in zip(ends, contents, strict=False)]
        rest = memoryview(b"".join(fitting))
        try:
            self._spool.seek(STAMP)  # what is left of longer files before these is not read: the child is told the size
            while rest:
                rest = rest[self._spool.write(rest) :]
        except OSError as error:
            raise _no_room(error) from error
        return places

    def _ask(self, places: Sequence[tuple[int, int]], done: int = 0) -> None:
        """Ask for the file that is due and for those after it, as far as they were not asked for yet."""
        due = places[done + self._owed : done + AHEAD] if self._owed <= AHEAD // 2 else ()
        if due:
            child = self._child if self._child is not None and self._owed else self._started()
            ask(child, requests(due))
            self._owed += len(due)

    def _answer(self) -> list[Table] | Problem:
        assert self._child is not None  # noqa: S101 -- it was asked
        answer = answer_of(self._child, self.limits.seconds, self._came)
        self._owed -= 1
        self._taken += 1
        return parse_answer(answer)

    def _once_more(self, place: tuple[int, int]) -> list[Table] | Problem:
        self._end()
        try:
            self._ask([place])
            return self._answer()
        except TimeoutError:
            return self._too_long()
        except FELL:
            self._end()
            return Problem("workbook-too-big")

    def _too_long(self) -> Problem:
        self._end()
        return Problem("took-too-long", values=(("limit", f"{self.limits.seconds:g}"),))

    def _started(self) -> Child:
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._spawn()
        assert self._child is not None  # noqa: S101 -- it was started
        if not self._ready:
            greet(self._child, self._came)
            self._ready = True
        return self._child

    def _end(self) -> None:
        if self._child is not None:
            stop(self._child)
        self._child, self._ready, self._owed, self._taken = None, False, 0, 0
        self._came.clear()


def _no_room(error: OSError) -> ThongbaoError:
    """Return what to say when the temporary folder cannot hold a file while it is read."""
    folder = tempfile.tempdir or os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 -- only named
    return ThongbaoError(
        f"The temporary folder {folder} could not be written: {error.strerror or error}. Free space there or name "
        "another one in TMPDIR, then take the files in again."
    )
