"""Find what is to be taken in: which files, when each arrived, and their whole content."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.data.cells import Limits, Unreadable, text
from thongbao.data.csvtext import read_csv
from thongbao.data.faults import visible
from thongbao.data.longcsv import office_time
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo
    from pathlib import Path

RECEIVED = "received.csv"
HEADER = ["file", "received_at"]
PASSED_OVER = (".", "~$")
"""How the names of hidden files and of Excel's locks begin."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file and when it came; None where nobody wrote it down."""

    path: Path
    received: datetime | None


def find(paths: Iterable[Path], zone: tzinfo, *, backfill: bool) -> list[Arrival]:
    """Return the files at and under ``paths``, once each, in order of arrival, then name.

    Args:
        backfill: look for a received.csv beside each file.

    Raises:
        WrongUse: a path is not there, or a received.csv could not be read.
    """
    files: dict[Path, Path] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise WrongUse(f"{path} is not there. Name a file or a folder of reports.")
        for file in _walk(path):
            files.setdefault(file.resolve() if file.exists() else file.absolute(), file)
    tables = {folder: _received(folder / RECEIVED, zone) for folder in {f.parent for f in files.values()} if backfill}
    arrivals = [Arrival(file, tables.get(file.parent, {}).get(file.name)) for file in files.values()]
    return sorted(arrivals, key=_order)


def _order(arrival: Arrival) -> tuple[float, str, str]:
    told = arrival.received.timestamp() if arrival.received else float("inf")
    return told, arrival.path.name, str(arrival.path)


def _walk(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSED_OVER))
        for name in sorted(names):
            if not name.startswith(PASSED_OVER) and name.lower() != RECEIVED:
                yield path.__class__(folder) / name


def _received(path: Path, zone: tzinfo) -> dict[str, datetime]:
    if not path.is_file():
        return {}
    try:
        table = read_csv(read_whole(path, Limits().size), "en", Limits())
    except Unreadable as error:
        raise WrongUse(f"{path} could not be read ({error.problem.code}). Save it as CSV UTF-8.") from error
    if [text(cell) for cell in table.rows[0]] != HEADER:
        raise WrongUse(f"{path} must have the header {','.join(HEADER)}.")
    told: dict[str, datetime] = {}
    for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
        name, written = (text(cell) for cell in (*row, None, None)[:2])
        moment = office_time(written)
        if moment is None:
            raise WrongUse(f"{path} line {line}: “{visible(written)}” is no time of arrival. Write 2020-02-19 16:30.")
        told[name] = with_zone(moment, zone)
    return told


def with_zone(moment: datetime, zone: tzinfo) -> datetime:
    """Return ``moment`` with the office's zone where it has none."""
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def read_whole(path: Path, limit: int) -> bytes:
    """Return the content of a file that nobody was writing meanwhile.

    Args:
        limit: bytes; a larger file is not read.

    Raises:
        Unreadable: not there, not a plain file, not permitted, too big, or changed while it was read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device never ends
            raise Unreadable("not-a-file")
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > limit:
                raise Unreadable("file-too-big", limit=f"{limit / 1e6:g}")
            content = file.read(limit + 1)
            after = path.stat()
    except FileNotFoundError as error:
        raise Unreadable("not-there") from error
    except (OSError, ValueError) as error:
        raise Unreadable("no-permission", reason=str(getattr(error, "strerror", None) or error)) from error
    same = all(getattr(before, what) == getattr(after, what) for what in ("st_ino", "st_size", "st_mtime_ns"))
    if not same or len(content) != before.st_size:
        raise Unreadable("changed-while-reading")
    return content
