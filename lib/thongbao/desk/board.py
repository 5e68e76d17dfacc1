"""What the preview shows at the moment, shared by who makes it and those who look at it."""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.desk.trial import Tried


@dataclass(frozen=True, slots=True)
class Frame:
    """One page among those side by side.

    Attributes:
        title: whose it is, and why it was picked.
        number: of the state in which it was made; 0 before the first time.
    """

    title: str
    tried: Tried | None = None
    number: int = 0


class Board:
    """The frames; whoever waits for a change is woken by it. Used by several threads."""

    def __init__(self, titles: Sequence[str]) -> None:
        """Begin with empty frames."""
        self._changed = threading.Condition()
        self._frames = [Frame(title) for title in titles]
        self._number = 0
        self._busy = True
        self._said = ""

    def put(self, place: int, tried: Tried) -> None:
        """Show what came of a trial."""
        with self._changed:
            self._number += 1
            self._frames[place] = Frame(self._frames[place].title, tried, self._number)
            self._changed.notify_all()

    def begin(self) -> None:
        """Say that new pages are being made; the old ones stay until then."""
        self._say(busy=True)

    def end(self, said: str = "") -> None:
        """Say that all pages are there, or why there are none."""
        self._say(busy=False, said=said)

    def _say(self, *, busy: bool, said: str = "") -> None:
        with self._changed:
            self._number += 1
            self._busy, self._said = busy, said
            self._changed.notify_all()

    def wait(self, seen: int, seconds: float) -> int:
        """Wait until there is something newer than ``seen``, at most so many seconds, and return its number."""
        with self._changed:
            self._changed.wait_for(lambda: self._number > seen, seconds)
            return self._number

    def page(self, place: int) -> str:
        """Return the page of a frame, "" where there is none.

        Raises:
            IndexError: there is no such frame.
        """
        tried = self._frames[place].tried
        return tried.page if tried else ""

    def state(self) -> bytes:
        """Return everything but the pages, as JSON."""
        with self._changed:
            frames = [
                {
                    "title": frame.title,
                    "number": frame.number,
                    "page": bool(frame.tried and frame.tried.page),
                    "seconds": round(frame.tried.seconds, 2) if frame.tried else None,
                    "remarks": [
                        {"text": str(remark), "stops": remark.stops}
                        for remark in (frame.tried.remarks if frame.tried else ())
                    ],
                }
                for frame in self._frames
            ]
            told = {"number": self._number, "busy": self._busy, "said": self._said, "frames": frames}
        return json.dumps(told, ensure_ascii=False).encode()
