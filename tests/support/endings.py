"""Ways in which a notebook ends badly, each after it has left a daemon behind."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psutil

from support.unrun import code, notebook

if TYPE_CHECKING:
    from pathlib import Path

    import nbformat

GONE_WITHIN_SECONDS = 5.0
CELLS = ("first", "second", "third", "fourth", "fifth", "sixth")
LIMITS = {"cell_seconds": 4, "memory_mb": 600, "cell_output_mb": 20}
WAYS = {
    "killed": ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "NotebookDied"),
    "memory": ("held = bytearray(2_000_000_000)", "MemoryError"),
    "hang": ("import threading; threading.Event().wait()", "CellTooSlow"),
    "output": ("for _ in range(200): print('x' * 1_000_000)", "OutputTooLarge"),
}
"""Way -> (what a cell does, the name of the error)."""
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 3)
        with open({note!r} + "." + county + ".aside", "w") as file:
            file.write(str(os.getpid()))
        os.rename(file.name, {note!r} + "." + county)
        time.sleep(1000)
    os._exit(0)
os.wait()
while not os.path.exists({note!r} + "." + county):
    time.sleep(0.01)
"""


def ending(endings: dict[str, tuple[str, str]], note: Path) -> str:
    """Return a notebook of CELLS, in which each county named ends in its own way in its own cell.

    Args:
        endings: county -> (cell, what that does).
        note: where the daemons' numbers are written, followed by the county.
    """
    daemon = DAEMON.format(note=str(note))

    def cell(name: str) -> nbformat.NotebookNode:
        does = {county: source for county, (where, source) in endings.items() if where == name}
        return code(f"does = {does!r}\nif county in does:\n    exec({daemon!r})\n    exec(does[county])", name)

    return notebook(*(cell(name) for name in CELLS))


def limited(bulletins: Path) -> None:
    """Give all bulletins LIMITS."""
    keys = "".join(f"{name}: {value}\n  " for name, value in LIMITS.items())
    bulletins.write_text(bulletins.read_text(encoding="utf-8").replace("cadence:", f"{keys}cadence:"), encoding="utf-8")


def is_gone(pid: int) -> bool:
    """Say whether a process ends in time; one that waits to be buried has ended."""
    deadline = time.monotonic() + GONE_WITHIN_SECONDS
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False
