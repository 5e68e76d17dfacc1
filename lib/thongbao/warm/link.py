"""The client's end of the line to a notebook's process: cells go out, messages and what was written come in."""

from __future__ import annotations

import json
import math
import os
import select
import time
from multiprocessing import Pipe
from typing import TYPE_CHECKING, Any

from thongbao.warm.limits import NotebookDied, OutputTooLarge
from thongbao.warm.process import Forked
from thongbao.warm.speaker import REPLY, TOO_LARGE, Speaker
from thongbao.warm.streams import NAMES, Outlet

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    Message = tuple[str, dict[str, Any]]

TICK_SECONDS = 0.2
"""How long what was written may stay unread while a cell runs; ipykernel's interval."""
TIMEOUT = "timeout"
_MUCH = 1 << 16
_DYING_SECONDS = 5.0


class Link:
    """The line, and the process at its other end.

    Attributes:
        until: when, in time.monotonic's seconds, a cell's time is over.
    """

    def __init__(
        self, serve: Callable[[Speaker], None], hear: Callable[[str, str], None], one_cell: int, all_cells: int
    ) -> None:
        """Fork the process.

        Args:
            serve: called in it.
            hear: told a stream's name and what was written to it, soon after it was written.
            one_cell: bytes that one cell may put out.
            all_cells: bytes that all cells together may put out.
        """
        self.until = math.inf
        self._allowed = {"one cell": one_cell, "a notebook": all_cells}
        self._spent = dict.fromkeys(self._allowed, 0)
        self._cell = ""
        mark = b"\0" + os.urandom(16).hex().encode() + b"\n"
        self._outlets = {name: Outlet(name, mark, self._spend, hear) for name in NAMES}
        self._pipe, theirs = Pipe()

        def run() -> None:
            self._pipe.close()
            for outlet in self._outlets.values():
                os.close(outlet.reads)
            serve(Speaker(theirs, {name: outlet.writes for name, outlet in self._outlets.items()}, mark, one_cell))

        self.process = Forked(run)
        theirs.close()
        for outlet in self._outlets.values():
            os.close(outlet.writes)
        self._calm, self._eager = select.poll(), select.poll()
        ends = [self._pipe.fileno()] + ([] if self.process.pidfd is None else [self.process.pidfd])
        for fd in ends:
            self._calm.register(fd, select.POLLIN)
        for fd in [*ends, *(outlet.reads for outlet in self._outlets.values())]:
            self._eager.register(fd, select.POLLIN)

    def run(self, source: str, cell_id: str, *, store_history: bool) -> Generator[Message]:
        """Run a cell and yield its messages, flushed writings among them as ``stream``, at last ``execute_reply``.

        Yields ``timeout`` when ``until`` has come; who goes on must set a later one.

        Raises:
            NotebookDied, OutputTooLarge: and then nothing more can be run.
        """
        self._cell = cell_id
        self._spent["one cell"] = 0
        try:
            self._pipe.send_bytes(json.dumps([source, store_history]).encode())
        except OSError:
            yield from self._died()
        poll = self._calm
        while True:
            left = max(0.0, min(TICK_SECONDS, self.until - time.monotonic()))
            ready = {fd for fd, _ in poll.poll(1000 * left)}
            # What a message says was flushed before it is in the pipes by now.
            read = sum(outlet.drain() for outlet in self._outlets.values())
            poll = self._eager if read > _MUCH else self._calm
            if self._pipe.fileno() in ready:
                kind, content = yield from self._received()
                yield kind, content
                if kind == REPLY:
                    return
            elif self.process.pidfd in ready:
                yield from self._died()
            elif time.monotonic() >= self.until:
                yield TIMEOUT, {}

    def close(self, seconds: float) -> None:
        """Let the process end, for ``seconds`` by itself, and everything that it has started."""
        self._pipe.close()
        self.process.end(seconds)
        for outlet in self._outlets.values():
            os.close(outlet.reads)

    def _received(self) -> Generator[Message, None, Message]:
        """Yield what was flushed before a message, and return the message."""
        try:
            frame = self._pipe.recv_bytes()
        except (EOFError, OSError):
            yield from self._died()
        self._spend(len(frame))
        message = json.loads(frame.decode("utf-8", "replace"))
        for name in message["flushed"]:
            if text := self._outlets[name].take():
                yield "stream", {"name": name, "text": text}
        if message["type"] == TOO_LARGE:
            raise OutputTooLarge(self._cell, self._allowed["one cell"], "one cell")
        return message["type"], message["content"]

    def _died(self) -> Generator[Message]:
        """Yield what was written until the end, and raise."""
        self.process.wait(_DYING_SECONDS)
        for name, outlet in self._outlets.items():
            outlet.drain()
            if text := outlet.take_all():
                yield "stream", {"name": name, "text": text}
        raise NotebookDied(self._cell, self.process.how_it_died())

    def _spend(self, size: int) -> None:
        for whose, allowed in self._allowed.items():
            self._spent[whose] += size
            if self._spent[whose] > allowed:
                raise OutputTooLarge(self._cell, allowed, whose)
