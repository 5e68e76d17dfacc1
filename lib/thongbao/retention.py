"""What is removed when its time of keeping is over, and what never is.

Removed: editions of old dates, the bytes of letters that ended, texts about refused files, logs. Kept for good:
reports, corrections, refusals and their faults, approvals, the audit trail, what became of every letter, the inbox and
the file copies in the archive.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from thongbao.bulletin.outbox_store import ended_before, purge
from thongbao.database import open_store, reading, writing
from thongbao.errors import OutputUnwritable
from thongbao.files import only_one

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thongbao.settings import Settings


@dataclass(frozen=True, slots=True)
class Old:
    """What is older than it is kept.

    Attributes:
        dates: folders of editions.
        texts: files that intake wrote about refused files.
        logs: log files that were last written to before then.
        letters: how many letters still have bytes in the store.
    """

    dates: tuple[Path, ...]
    texts: tuple[Path, ...]
    logs: tuple[Path, ...]
    letters: int

    @property
    def files(self) -> tuple[Path, ...]:
        """Everything on the disk."""
        return (*self.dates, *self.texts, *self.logs)


def find_old(settings: Settings, office: str, before: datetime) -> Old:
    """Return what is older than a moment.

    Args:
        before: with its zone; an edition is as old as the date it is about, a file as old as its last change.
    """
    data = settings.data / office
    with reading(open_store(settings.store)) as connection:
        letters = ended_before(connection, office, before)
    return Old(
        dates=tuple(_old_dates(settings.outputs / office, before.date())),
        texts=tuple(_old_files(data / "intake", before)),
        logs=tuple(_old_files(data / "logs", before)),
        letters=letters,
    )


def remove(settings: Settings, office: str, old: Old, before: datetime) -> int:
    """Remove what was found, while no run is at work, and return how many letters lost their bytes.

    Raises:
        RunBusy: bulletins of the office are being made.
        OutputUnwritable: something could not be removed; what stood before it in the order is gone.
    """
    with only_one(settings.outputs / office / ".lock", f"making bulletins of {office}"):
        for path in old.files:
            try:
                shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink(missing_ok=True)
            except OSError as error:
                raise OutputUnwritable(path, error) from error
    with writing(open_store(settings.store)) as connection:
        return purge(connection, office, before)


def _old_dates(folder: Path, before: date) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            old = date.fromisoformat(path.name) < before
        except ValueError:
            continue  # the archive, and whatever is no date
        if old and path.is_dir() and not path.is_symlink():
            yield path


def _old_files(folder: Path, before: datetime) -> Iterator[Path]:
    """Yield the plain files of a folder that were last changed before; never what a link leads to."""
    for entry in sorted(os.scandir(folder), key=lambda one: one.name) if folder.is_dir() else ():
        if entry.is_file(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_mtime < before.timestamp():
            yield folder / entry.name
