"""What runs for a home, found by its environment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from pathlib import Path


def processes_of(home: Path) -> list[psutil.Process]:
    """Return the processes that work for a home: their environment or command names it."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.status() != psutil.STATUS_ZOMBIE and process.environ().get("THONGBAO_HOME") == str(home):
                found.append(process)
        except psutil.Error:
            continue
    return found
