"""Ctrl-C and a service's stop as a request, so that what is under way comes to its end."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """Give an event that the first signal sets; the second ends the program as Ctrl-C always did."""
    stop = threading.Event()

    def ask(_signal: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
