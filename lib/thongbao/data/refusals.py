"""What was refused is kept with its faults, and so is what became of every file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from sqlalchemy import bindparam, insert, select, update

from thongbao.database import faults, insert_lines, refusals, sources
from thongbao.files import sha256
from thongbao.records import LOCALES, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from sqlalchemy import Connection

    from thongbao.records import Fault

SourceOutcome = Literal["accepted", "refused", "partly"]


_KNOWN = select(sources.c.digest).where(
    sources.c.office == bindparam("of"), sources.c.digest.in_(bindparam("some", expanding=True))
)


class Source(NamedTuple):
    """A file that was taken in: sha256 (hexadecimal), name, bytes, and what became of it."""

    digest: str
    name: str
    size: int
    outcome: SourceOutcome


@dataclass(frozen=True, slots=True)
class NewRefusal:
    """A report, or a whole file, that was refused.

    Attributes:
        form, unit, day: None where the file did not say it, or said it wrongly.
        faults: all that is wrong with it, at least one.
    """

    office: str
    form: str | None
    unit: str | None
    day: date | None
    received_at: datetime
    taken_in_at: datetime
    source: str
    source_name: str
    faults: Sequence[Fault]


def refuse(connection: Connection, refusal: NewRefusal) -> bool:
    """Keep a refusal with its faults; the same file refused again for the same report is nothing new.

    Returns:
        Whether it was new.
    """
    parts = (refusal.source, refusal.form or "", refusal.unit or "", refusal.day.isoformat() if refusal.day else "")
    digest = sha256("\0".join(parts))
    known = connection.execute(
        select(refusals.c.id).where(refusals.c.office == refusal.office, refusals.c.digest == digest)
    ).first()
    if known:
        return False
    added = connection.execute(
        insert(refusals).values(
            office=refusal.office,
            form=refusal.form,
            unit=refusal.unit,
            day=refusal.day,
            received_at=refusal.received_at,
            taken_in_at=refusal.taken_in_at,
            source=refusal.source,
            source_name=refusal.source_name,
            digest=digest,
        )
    )
    (number,) = added.inserted_primary_key or (0,)
    add_faults(connection, refusal.faults, refusal_id=number)
    return True


def source_outcome(connection: Connection, office: str, digest: str) -> SourceOutcome | None:
    """Return what became of the file with this sha256 when it was last taken in; None where it is not known."""
    outcome: SourceOutcome | None = connection.execute(
        select(sources.c.outcome).where(sources.c.office == office, sources.c.digest == digest)
    ).scalar()
    return outcome


def record_source(
    connection: Connection,
    office: str,
    digest: str,
    name: str,
    size: int,
    taken_in_at: datetime,
    outcome: SourceOutcome,
) -> None:
    """Write down what became of one file; see ``record_sources``."""
    record_sources(connection, office, taken_in_at, [Source(digest, name, size, outcome)])


def record_sources(connection: Connection, office: str, taken_in_at: datetime, files: Sequence[Source]) -> None:
    """Write down what became of files; one refused before may be accepted later, e.g. by a corrected form."""
    lines = {one.digest: one for one in files}
    for known in connection.execute(_KNOWN, {"of": office, "some": list(lines)}).scalars().all():
        mine = (sources.c.office == office, sources.c.digest == known)
        connection.execute(update(sources).where(*mine).values(**lines.pop(known)._asdict(), taken_in_at=taken_in_at))
    new = [(office, one.digest, one.name, one.size, taken_in_at, one.outcome) for one in lines.values()]
    insert_lines(connection, sources, ("office", "digest", "name", "size", "taken_in_at", "outcome"), new)


def add_faults(connection: Connection, found: Sequence[Fault], **owner: int) -> None:
    """Keep faults with their owner: ``report_id`` or ``refusal_id``."""
    rows = fault_lines(found, **owner)
    if rows:
        connection.execute(insert(faults), rows)


def fault_lines(found: Sequence[Fault], **owner: int) -> list[dict[str, object]]:
    """Return faults as lines of their table."""
    return [
        {"code": f.code, "severity": f.severity, "place": f.where, "message": _in_every_language(f), **owner}
        for f in found
    ]


def _in_every_language(fault: Fault) -> dict[str, str]:
    said = fault.said or Text.model_validate(dict.fromkeys(LOCALES, fault.message))
    return said.model_dump()
