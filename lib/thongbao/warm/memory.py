"""Give memory back to the system that is free but still held."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress


def give_back() -> None:
    """Return free memory to the system, where its C library can do that (glibc).

    Reading a country's reports takes and frees hundreds of megabytes, of which the allocator keeps the half for later:
    in a process that forks or waits from then on there is no later.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
