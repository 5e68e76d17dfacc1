"""Where what a notebook writes is read: by ``print``, by C libraries, and by the programs that it starts.

All of it goes into one pipe per stream in the order of writing, and a mark in the pipe says where a flush has been.
So what comes before a figure and what after it never depends on which process is the faster one.
"""

from __future__ import annotations

import codecs
import fcntl
import os
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = {"stdout": 1, "stderr": 2}
_ROOM = 1 << 20
"""Bytes that a pipe holds before who writes must wait for who reads; where the system allows it."""
_F_SETPIPE_SZ = 1031
_AT_ONCE = 1 << 20


class Outlet:
    """The reading end of one stream's pipe."""

    def __init__(self, name: str, mark: bytes, spend: Callable[[int], None], hear: Callable[[str, str], None]) -> None:
        """Open the pipe.

        Args:
            mark: bytes that stand for a flush; nobody else writes them.
            spend: told how many bytes were read; may raise.
            hear: told the stream's name and what was written, as soon as it is read.
        """
        self.name = name
        self.reads, self.writes = os.pipe()
        os.set_blocking(self.reads, False)
        with_room(self.writes)
        self._mark, self._spend, self._hear = mark, spend, hear
        self._rest = b""
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._open: list[str] = []
        self._flushed: deque[str] = deque()

    def drain(self) -> int:
        """Read all that is there, and return how many bytes that were."""
        total = 0
        while True:
            try:
                chunk = os.read(self.reads, _AT_ONCE)
            except BlockingIOError:
                return total
            if not chunk:
                return total
            total += len(chunk)
            self._feed(chunk)

    def _feed(self, chunk: bytes) -> None:
        *flushed, rest = (self._rest + chunk).split(self._mark)
        for block in flushed:
            self._add(block)
            self._flushed.append("".join(self._open))
            self._open.clear()
        half = rest.rfind(self._mark[:1], max(0, len(rest) - len(self._mark) + 1))
        whole = len(rest) if half < 0 or not self._mark.startswith(rest[half:]) else half
        self._add(rest[:whole])
        self._rest = rest[whole:]

    def _add(self, block: bytes) -> None:
        if block:
            self._spend(len(block))
            text = self._decode(block)
            self._open.append(text)
            self._hear(self.name, text)

    def take(self) -> str:
        """Return what was written until the next flush."""
        return self._flushed.popleft() if self._flushed else ""

    def take_all(self) -> str:
        """Return what was written and not yet taken, flushed or not."""
        text = "".join([*self._flushed, *self._open])
        self._flushed.clear()
        self._open.clear()
        return text

    def close(self) -> None:
        """Close the reading end."""
        os.close(self.reads)


def with_room(pipe: int) -> None:
    """Let a pipe hold as much as the system allows."""
    try:
        fcntl.fcntl(pipe, _F_SETPIPE_SZ, _ROOM)
    except OSError:  # not Linux, or this user has too many of them: then it holds less
        return
