"""What a batch tells the workers, and how they are compared. Nothing heavy is imported: workers import this."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from thongbao.bulletin.sources import PACKAGE
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

Likeness = dict[str, str]
"""Name of what must be the same on all machines -> what it is there; FAULT alone where it could not be found out."""

FAULT, PROGRAM, STORE = "fault", "program", "store"
DIGITS = 12
"""Of a digest: enough to tell two apart, few enough to read."""


class Asked(NamedTuple):
    """What a machine is asked.

    Attributes:
        office: code.
        report: number of the report in the store that is looked at; None for the newest.
    """

    office: str
    report: int | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """What is the same for all jobs of a batch.

    Attributes:
        name: unlike that of any other.
        asked: of every worker before it makes anything.
        ours: what it must answer.
        environment: where the home and the store are, unless a worker has been told otherwise by the same variables.
    """

    name: str
    asked: Asked
    ours: Likeness
    environment: dict[str, str]


def differences(ours: Likeness, theirs: Likeness) -> Iterator[str]:
    """Yield what is not the same there, in words; nothing where it is alike."""
    if FAULT in theirs:
        yield theirs[FAULT]
        return
    for name, value in ours.items():
        found = theirs.get(name, "")
        if name == STORE and value and found != value:
            yield f"the store there does not have {value}: it is another one, or an older copy"
        elif name != STORE and found != value:
            yield f"{name} is {found or 'not there'} instead of {value}"


def program() -> str:
    """Return a short digest of all of this package as it is on the disk: two checkouts of one version may differ."""
    shown = (".py", ".j2", ".css", ".html", ".json", ".po")
    files = sorted(path for path in PACKAGE.rglob("*") if path.suffix in shown)
    found = [(path.relative_to(PACKAGE).as_posix(), sha256(path.read_bytes())) for path in files]
    return sha256(json.dumps(found))[:DIGITS]
