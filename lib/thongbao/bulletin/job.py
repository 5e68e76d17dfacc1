"""What a process is given to make one edition, and what comes of it.

Nothing heavy is imported: a run with nothing to do needs no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import Edition, EditionRecord, Head, Limits


@dataclass(frozen=True, slots=True)
class Job:
    """All that a process needs to make one edition; pickled.

    Attributes:
        notebook: the prepared notebook as JSON.
        notebooks: the folder it comes from, in which it runs.
        timezone: of the office.
        before: what became of the edition the last time.
        folder: of the date.
        work: a folder of this edition's own for what is not yet proven.
        environment: variables that the kernel sees, e.g. where the store is.
        limits: of the notebook; ``edition_seconds`` is for the whole of it, check and page included.
        attempt: 1, and 2 for one that is made again because of a cause that can pass.
        names: of units and offices that the check would take for placeholders.
    """

    edition: Edition
    head: Head
    notebook: str
    notebooks: Path
    parameters: dict[str, str]
    timezone: str
    limits: Limits
    edition_seconds: int
    fingerprint: str
    before: EditionRecord | None
    folder: Path
    work: Path
    environment: dict[str, str]
    engine: str
    attempt: int = 1
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """What making one edition gave, before anything stands under a final name.

    Attributes:
        record: without its files.
        contents: suffix -> what is to be written, empty where nothing may be: what stood there still stands.
    """

    record: EditionRecord
    contents: dict[str, bytes]
