"""What costs seconds to make and is only read: made once, however many processes run the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filelock import FileLock

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest


def made_once(factory: pytest.TempPathFactory, worker: str, name: str, make: Callable[[Path], None]) -> Path:
    """Return a folder that the first process to ask has filled; the others wait for it.

    Args:
        factory: of temporary folders.
        worker: the fixture ``worker_id``.
        name: of the folder.
        make: is given the folder, which is there and empty, and fills it.
    """
    together = factory.getbasetemp()
    together = together if worker == "master" else together.parent
    folder = together / name
    done = together / f"{name}.done"  # beside it: what is in the folder is all of the test's own
    with FileLock(together / f"{name}.lock"):
        if not done.exists():
            folder.mkdir(parents=True)
            make(folder)
            done.touch()
    return folder
