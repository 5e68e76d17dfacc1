"""How often Python's garbage collector looks for objects that hold each other."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COLLECT_AFTER = 100_000
"""New objects that bring the collector while much is read or judged."""


@contextmanager
def few_collections() -> Iterator[None]:
    """Let the garbage collector come seldom; what nobody holds any more goes at once all the same.

    An intake and a batch keep nearly all that they make, and each look goes through all that the program has loaded: a
    fifth of their time.
    """
    before = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
