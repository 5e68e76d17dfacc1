"""Give memory back to the system that is free but still held, and hold little of it in the first place."""

from __future__ import annotations

import ctypes
import sys
from contextlib import suppress

LARGE = 8_000_000
"""Bytes. A picture of 2,000 x 1,000 pixels is just below: a bulletin draws several, and each new page costs time."""

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h


def large_apart() -> None:
    """Let the C library (glibc) take large blocks from the system and give them back there as soon as they are free.

    By itself it keeps what was freed once for later: after sorting a million figures that is a hundred megabytes, in
    holes between what is still used, where ``give_back`` cannot reach them.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            libc = ctypes.CDLL(None)
            libc.mallopt(_M_MMAP_THRESHOLD, LARGE)
            libc.mallopt(_M_TRIM_THRESHOLD, 2 * LARGE)


def give_back() -> None:
    """Return free memory to the system, where its C library can do that (glibc).

    Reading a country's reports takes and frees hundreds of megabytes, of which the allocator keeps the half for later:
    in a process that forks or waits from then on there is no later.
    """
    if sys.platform == "linux":
        with suppress(AttributeError, OSError):
            ctypes.CDLL(None).malloc_trim(0)
