"""How far an edition has come: not made, made, approved, sent; and what holds it up."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from thongbao.bulletin.approval import content_digest, is_approved, needed, standing, subject_of
from thongbao.bulletin.outbox import State
from thongbao.database.mailing import outbox

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from thongbao.bulletin.approval import Approval
    from thongbao.records import Edition, EditionRecord, OfficeParams

MISSING, FAILED, STALE, MADE, APPROVED, WAITING, SENT, REFUSED, DOUBT = STAGES = (
    "missing",
    "failed",
    "stale",
    "made",
    "approved",
    "waiting",
    "sent",
    "refused",
    "doubt",
)
"""Of every edition one. What somebody must act upon comes before how far it has come otherwise: see ``stage_of``."""

_UNDER_WAY = (State.QUEUED, State.CLAIMED, State.SENDING, State.DEFERRED)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What is known of a date's editions beyond their files.

    Attributes:
        approvals: subject -> those that stand.
        letters: stem -> (digest of the content, state) -> how many letters.
    """

    approvals: Mapping[str, Sequence[Approval]] = field(default_factory=dict)
    letters: Mapping[str, Mapping[tuple[str, State], int]] = field(default_factory=dict)


def outgoing(connection: Connection, office: str, day: date) -> Outgoing:
    """Read the approvals and count the letters of a date."""
    c = outbox.c
    what = (c.unit, c.bulletin, c.locale, c.digest, c.state)
    asked = select(*what, func.count()).where(c.office == office, c.day == day).group_by(*what)
    letters: dict[str, dict[tuple[str, State], int]] = {}
    for unit, bulletin, locale, digest, state, count in connection.execute(asked):
        letters.setdefault(f"{unit}/{bulletin}.{locale}", {})[digest, State(state)] = int(count)
    return Outgoing(standing(connection, office, day), letters)


def stage_of(params: OfficeParams, edition: Edition, record: EditionRecord | None, stale: str, there: Outgoing) -> str:
    """Say how far an edition has come.

    A letter in doubt comes first, of whatever content it was: somebody must decide about it. Then an edition that was
    not made, that failed or is stale; then what became of the letters of its present content; then its approval.

    Args:
        record: what became of the edition; None where it was never made or its page is gone.
        stale: why it no longer says what is known, "" where it does.
    """
    stem = edition.stem
    if any(state is State.IN_DOUBT for _, state in there.letters.get(stem, ())):
        return DOUBT
    if record is None:
        return MISSING
    if record.state == "failed":
        return FAILED
    if stale:
        return STALE
    digest = content_digest(record)
    letters = counts_of(there, stem, digest)
    if letters[State.REFUSED]:
        return REFUSED
    if any(letters[state] for state in _UNDER_WAY):
        return WAITING
    if letters[State.SENT]:
        return SENT
    given = there.approvals.get(subject_of(edition), ())
    return APPROVED if is_approved(given, digest, needed(params, edition.bulletin)) else MADE


def counts_of(there: Outgoing, stem: str, digest: str) -> Counter[State]:
    """Count the letters of an edition by state: those of its present content, and all that are in doubt."""
    found: Counter[State] = Counter()
    for (of, state), count in there.letters.get(stem, {}).items():
        if of == digest or state is State.IN_DOUBT:
            found[state] += count
    return found
