"""Memory that is free goes back to the system."""

from __future__ import annotations

import subprocess
import sys

import pytest

HELD = """
import psutil
from thongbao.warm.memory import give_back
resident = lambda: psutil.Process().memory_info().rss
parts = [bytes(50_000 + n % 7) for n in range(4_000)]
kept = parts[::400]
full = resident()
parts.clear()
before = resident()
give_back()
print(full, before, resident())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc can be asked")
def test_what_was_freed_between_what_is_kept_is_given_back() -> None:
    """200 MB in pieces, of which every four hundredth is kept: the allocator holds the pages around it."""
    done = subprocess.run([sys.executable, "-c", HELD], capture_output=True, encoding="utf-8", check=True)
    full, before, after = map(int, done.stdout.split())

    assert before <= full
    assert full - after > 150_000_000
