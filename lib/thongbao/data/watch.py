"""Keep looking at an inbox, and say which files are complete. Polled, as network folders tell of no changes.

A file is complete when two looks find it alike: whoever copies it there writes it bit by bit, or moves it in whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from thongbao.data.inbox import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

EMPTY_FOR = 60.0
"""Seconds after which an empty file is taken for one that is meant so, and not for one that is about to be filled."""

UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".tmp", ".filepart", ".!ut")
"""How the names of files end that a program is still writing."""


class Sign(NamedTuple):
    """What shows that a file has changed: which file it is, its bytes, and when it was written (ns)."""

    inode: int
    size: int
    written: int


@dataclass(slots=True)
class Watched:
    """What was found so far.

    Attributes:
        since: each file that is there, its sign, and since when it has been so (seconds of a clock of its own).
        taken: the sign under which each file was last handed on.
    """

    since: dict[Path, tuple[Sign, float]] = field(default_factory=dict)
    taken: dict[Path, Sign] = field(default_factory=dict)

    def complete(self, found: Mapping[Path, Sign], now: float) -> list[Path]:
        """Return the files that have not changed since the look before and were not handed on as they are.

        Args:
            found: what is there now; of what is not, nothing is remembered.
            now: seconds.
        """
        before, self.since = self.since, {}
        for path, sign in found.items():
            was, since = before.get(path, (None, now))
            self.since[path] = (sign, since if was == sign else now)
        self.taken = {path: sign for path, sign in self.taken.items() if path in found}
        return [
            path
            for path, (sign, since) in self.since.items()
            if self.taken.get(path) != sign
            and path in before
            and now - since >= (0 if sign.size else EMPTY_FOR)
            and before[path][0] == sign
        ]

    def hand_on(self, paths: Iterable[Path]) -> None:
        """Remember that files were taken in as they are; they are not handed on again until they change."""
        self.taken |= {path: self.since[path][0] for path in paths}

    def again(self) -> None:
        """Hand on every file once more, e.g. because the office's units have changed or a new day has begun."""
        self.taken.clear()


def signs(paths: Iterable[Path]) -> dict[Path, Sign]:
    """Return what is at and under ``paths``; what cannot be looked at now is left out."""
    found = {}
    for path in (file for one in paths for file in walk(one)):
        if path.name.lower().endswith(UNFINISHED):
            continue
        try:
            there = path.stat()
        except OSError:  # gone meanwhile, or the network is
            continue
        found[path] = Sign(there.st_ino, there.st_size, there.st_mtime_ns)
    return found


def watch(
    paths: Iterable[Path],
    take: Callable[[list[Path]], bool],
    wait: Callable[[], bool],
    clock: Callable[[], float],
    changed: Callable[[], bool] = lambda: False,
) -> None:
    """Hand on files as soon as they are complete, until ``wait`` says to stop.

    Args:
        paths: files and folders; they may come and go.
        take: takes files in; False where they must be handed on again, e.g. because the store could not be reached.
        wait: waits until the next look; True to stop.
        clock: seconds; never goes back.
        changed: whether what was refused before may be well now.
    """
    watched, asked = Watched(), list(paths)
    while not wait():
        if changed():
            watched.again()
        ready = watched.complete(signs(asked), clock())
        if ready and take(ready):
            watched.hand_on(ready)
