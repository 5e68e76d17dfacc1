"""The notebook's end of the line to its client. Used only in the forked process."""

from __future__ import annotations

import io
import os
import select
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from jupyter_client.session import json_packer

from thongbao.warm.streams import NAMES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection

REPLY = "execute_reply"
TOO_LARGE = "too_large"


class Speaker:
    """Sends messages to the client, and says which streams were flushed before each."""

    def __init__(self, pipe: Connection, writes: Mapping[str, int], mark: bytes, largest: int) -> None:
        """Put the streams' pipes at file descriptors 1 and 2.

        Args:
            pipe: to the client.
            writes: the pipe of each stream.
            mark: bytes that stand for a flush in them.
            largest: bytes that a message may have.
        """
        self.pipe = pipe
        self._largest = largest
        self._process, self._lock = os.getpid(), threading.RLock()
        self._flushed: list[str] = []
        self.streams = {name: OutStream(name, fd, mark, self._flushed.append) for name, fd in writes.items()}

    def send(self, kind: str, content: Mapping[str, Any]) -> None:
        """Send a message. From a process that the notebook has forked nothing is sent, as with ipykernel."""
        if os.getpid() != self._process:
            return
        with self._lock:
            flushed = [self._flushed.pop(0) for _ in range(len(self._flushed))]
            frame = json_packer({"type": kind, "flushed": flushed, "content": content})
            if len(frame) > self._largest:
                frame = json_packer({"type": TOO_LARGE, "flushed": flushed, "content": {}})
            with suppress(BrokenPipeError):  # nobody listens any more; the end of the pipe is met at the next cell
                self.pipe.send_bytes(frame)

    def reply(self, content: Mapping[str, Any]) -> None:
        """Send what was written in a cell and not yet flushed, and the cell's reply."""
        for stream in self.streams.values():
            stream.flush()
        self.send(REPLY, content)


class OutStream(io.TextIOBase):
    """sys.stdout or sys.stderr of a notebook. What ipykernel's has not (``buffer``), this one has not either."""

    encoding = "UTF-8"

    def __init__(self, name: str, pipe: int, mark: bytes, flushed: Callable[[str], None]) -> None:
        """Put ``pipe`` also in the place of the file descriptor that programs started here inherit."""
        self.name = name
        self._mark, self._flushed = mark, flushed
        self._process = os.getpid()
        self._fill_lock()
        os.register_at_fork(after_in_child=self._fill_lock)
        os.dup2(pipe, NAMES[name])
        self._pipe = pipe
        self._open = True

    def _fill_lock(self) -> None:
        """Make a lock that no thread holds which a fork has left behind."""
        self._lock = threading.RLock()

    def write(self, text: str) -> int:
        """Write ``text`` after what other programs have written meanwhile."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if not self._open:
            raise ValueError("I/O operation on closed file")
        with self._lock:
            _write_all(self._pipe, text.encode("utf-8", "replace"))
        return len(text)

    def flush(self) -> None:
        """Mark that all until here belongs before what comes next."""
        if os.getpid() == self._process:
            with self._lock:
                _write_all(self._pipe, self._mark)
                self._flushed(self.name)

    def close(self) -> None:
        """Refuse what is written from now on."""
        self._open = False

    @property
    def closed(self) -> bool:
        """Say whether nothing can be written any more."""
        return not self._open

    def writable(self) -> bool:
        """Say that one can write here."""
        return True

    def isatty(self) -> bool:
        """Say that this is no terminal."""
        return False

    def fileno(self) -> int:
        """Return the descriptor that programs started here inherit."""
        return NAMES[self.name]


# Libraries ask for the module's name to know that they are in a notebook (click: may I colour what I write?).
OutStream.__module__ = "ipykernel.iostream"


def _write_all(pipe: int, data: bytes) -> None:
    while data:
        try:
            data = data[os.write(pipe, data) :]
        except BlockingIOError:  # a program that inherited the pipe has made it non-blocking for us too
            select.select([], [pipe], [])
