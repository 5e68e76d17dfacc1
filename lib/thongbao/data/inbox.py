"""Find what is to be taken in: which files, when each arrived, and their whole content."""

from __future__ import annotations

import math
import os
import stat
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.data.cells import Limits, Unreadable, text
from thongbao.data.csvtext import read_csv
from thongbao.data.faults import visible
from thongbao.data.longcsv import office_time, plausible
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo

RECEIVED = "received.csv"
HEADER = ["file", "received_at"]
OPENED = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
LONGEST_PATH = 1000
"""Characters of a path that are said."""

PASSED_OVER = (".", "~$")
"""How the names of hidden files and of Excel's locks begin."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file and when it came.

    Attributes:
        received: None where nobody wrote it down.
        unreadable: what was written down but can be no time of arrival.
        outside: a link out of the folder that is taken in; nobody asked for what it leads to.
    """

    path: Path
    received: datetime | None = None
    unreadable: str = ""
    outside: bool = False


def find(paths: Iterable[Path], zone: tzinfo, *, backfill: bool) -> list[Arrival]:
    """Return the files at and under ``paths``, once each, in order of arrival, then of saving, then name.

    Args:
        backfill: look for a received.csv beside each file.

    Raises:
        WrongUse: a path is not there, or a received.csv could not be read.
    """
    files: dict[str, Arrival] = {}
    for path in paths:
        if not os.path.lexists(path):
            raise WrongUse(f"{in_full(path)} is not there. Name a file or a folder of reports.")
        real, before = os.path.realpath(path), f"{path}{os.sep}"
        for file in walk(path):
            name = str(file)
            # Walking follows no links, so what is none lies where it seems to.
            if file != path and not os.path.islink(name):  # noqa: PTH114 -- for each of thousands
                files.setdefault(os.path.join(real, name.removeprefix(before)), Arrival(file))  # noqa: PTH118
                continue
            outside = file != path and not _inside(file, path)
            whole = os.path.realpath(file) if file.exists() and not outside else str(file.absolute())
            files.setdefault(whole, Arrival(file, outside=outside))
    folders = {one.path.parent for one in files.values()} if backfill else set()
    tables = {folder: _received(folder / RECEIVED, zone) for folder in folders}
    found = (_told(one, tables[one.path.parent]) if tables else one for one in files.values())
    return sorted(found, key=_order)


def in_full(path: Path) -> str:
    """Return a path as it can be said in one line."""
    return visible(str(path), LONGEST_PATH)


def _inside(file: Path, folder: Path) -> bool:
    """Say whether a file lies in ``folder`` itself, and not only a link to it."""
    return Path(os.path.realpath(file)).is_relative_to(os.path.realpath(folder))


def _told(arrival: Arrival, table: dict[str, datetime | str]) -> Arrival:
    told = table.get(arrival.path.name)
    if told is None:
        return arrival
    return replace(arrival, unreadable=told) if isinstance(told, str) else replace(arrival, received=told)


def _order(arrival: Arrival) -> tuple[float, float, str, str]:
    path = str(arrival.path)
    name = os.path.basename(path)  # noqa: PTH119 -- for each of thousands
    if arrival.received:
        return arrival.received.timestamp(), 0.0, name, path
    try:
        saved = os.stat(path).st_mtime  # noqa: PTH116 -- of two files for one report the one that was saved last holds
    except OSError:
        saved = 0.0
    return math.inf, saved, name, path


def walk(path: Path) -> Iterator[Path]:
    """Yield the files at and under ``path`` that may be reports."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith(PASSED_OVER))
        here = path.__class__(folder)
        for name in sorted(names):
            if not name.startswith(PASSED_OVER) and name.lower() != RECEIVED:
                yield here / name


def _received(path: Path, zone: tzinfo) -> dict[str, datetime | str]:
    """Return when each file came; the text itself where that is a time but can be no time of arrival."""
    if not path.is_file():
        return {}
    if not _inside(path, path.parent):
        raise WrongUse(f"{in_full(path)} leads out of its folder. Put the file itself there.")
    try:
        table = read_csv(read_whole(path, Limits().size), "en", Limits())
    except Unreadable as error:
        raise WrongUse(f"{in_full(path)} could not be read ({error.problem.code}). Save it as CSV UTF-8.") from error
    if [text(cell) for cell in table.rows[0]] != HEADER:
        raise WrongUse(f"{in_full(path)} must have the header {','.join(HEADER)}.")
    told: dict[str, datetime | str] = {}
    for row, line in zip(table.rows[1:], table.lines[1:], strict=True):
        name, written = (text(cell) for cell in (*row, None, None)[:2])
        moment = office_time(written)
        if moment is None:
            said = f"{in_full(path)} line {line}: “{visible(written)}” is no time of arrival."
            raise WrongUse(f"{said} Write 2020-02-19 16:30.")
        told[name] = with_zone(moment, zone) if plausible(moment) else written
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
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 -- a pipe would be waited for, a device never ends
            raise Unreadable("not-a-file")
        # What was a plain file a moment ago may be a pipe now: it is not waited for, and looked at once more.
        file = os.open(path, OPENED)
        try:
            before = os.fstat(file)
            if not stat.S_ISREG(before.st_mode):
                raise Unreadable("not-a-file")
            if before.st_size > limit:
                raise Unreadable("file-too-big", limit=f"{limit / 1e6:g}")
            content = _read(file, before.st_size)
            after = os.stat(path)  # noqa: PTH116 -- a third of the time, for each of thousands of files
        finally:
            os.close(file)
    except FileNotFoundError as error:
        raise Unreadable("not-there") from error
    except (OSError, ValueError) as error:
        raise Unreadable("no-permission", reason=str(getattr(error, "strerror", None) or error)) from error
    same = before.st_ino == after.st_ino and before.st_mtime_ns == after.st_mtime_ns
    if not same or not len(content) == before.st_size == after.st_size:
        raise Unreadable("changed-while-reading")
    return content


def _read(file: int, size: int) -> bytes:
    """Return the content of an open file, one byte more than ``size`` at most: then it has grown."""
    parts: list[bytes] = []
    rest = size + 1
    while rest and (part := os.read(file, rest)):
        parts.append(part)
        rest -= len(part)
        if rest == 1:  # all that was there; asked once more it would say no more
            break
    return b"".join(parts)
