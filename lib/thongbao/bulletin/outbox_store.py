"""The outbox in the store: letters are put in, called off, released, counted. What a sender does is in outbox_sender.

Every change names the states that it may meet in the statement that makes it, so that whoever comes second changes
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select, update

from thongbao.bulletin.audit import note
from thongbao.bulletin.outbox import STEPS, WAITING, Event, State
from thongbao.database.mailing import letters, outbox
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Connection, Row, Select

Key = tuple[str, str, str, str, str]
"""Unit, bulletin, locale, digest of the approved content, recipient: one letter of an office's day."""

CHUNK = 500
"""Rows named in one statement; SQLite takes no more than some thousands."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter as it is put in; nothing of it is changed afterwards.

    Attributes:
        digest: of the content that was approved.
        recipient: the bare address, case-folded.
        envelope_from: the bare address that reports of non-delivery go to.
        content: the whole message: ASCII, CRLF.
    """

    unit: str
    bulletin: str
    locale: str
    revision: int
    digest: str
    recipient: str
    envelope_from: str
    message_id: str
    content: bytes

    @property
    def key(self) -> Key:
        return self.unit, self.bulletin, self.locale, self.digest, self.recipient


@dataclass(frozen=True, slots=True)
class Scope:
    """Which letters are meant: those of an office's day; of some units and bulletins, where they are named."""

    office: str
    day: date
    units: tuple[str, ...] = ()
    bulletins: tuple[str, ...] = ()

    def rows(self) -> ColumnElement[bool]:
        """Return the condition that picks them."""
        c = outbox.c
        meant = (c.office == self.office) & (c.day == self.day)
        if self.units:
            meant &= c.unit.in_(self.units)
        return meant & c.bulletin.in_(self.bulletins) if self.bulletins else meant


def moved(event: Event, now: Any, said: Any, **values: Any) -> dict[str, Any]:
    """Return the columns that an event sets."""
    after = STEPS[event][1]
    held = {} if after in (State.CLAIMED, State.SENDING, State.IN_DOUBT) else {"sender": None}
    return {"state": after, "said": said, "changed_at": now, "next_at": None, **held, **values}


def may(event: Event) -> ColumnElement[bool]:
    """Return the condition that a letter is in a state which ``event`` may meet."""
    return or_(*(outbox.c.state == state for state in sorted(STEPS[event][0])))


def held(connection: Connection, scope: Scope) -> dict[Key, tuple[int, State]]:
    """Return the letters that are there already: key -> number and state."""
    c = outbox.c
    asked = select(c.unit, c.bulletin, c.locale, c.digest, c.recipient, c.id, c.state).where(scope.rows())
    return {(r[0], r[1], r[2], r[3], r[4]): (r.id, State(r.state)) for r in connection.execute(asked)}


def enqueue(connection: Connection, scope: Scope, wanted: Iterable[Letter], now: datetime) -> int:
    """Put letters in; one that is there already stays as it is, one that was cancelled waits again.

    Args:
        connection: alone in writing.

    Returns:
        how many wait now that did not before.
    """
    there = held(connection, scope)
    fresh = {letter.key: letter for letter in wanted if letter.key not in there}
    rows = [_row(scope, letter, now) for letter in fresh.values()]
    if rows:
        connection.execute(insert(outbox), rows)
        numbers = held(connection, scope)
        contents = [{"letter": numbers[key][0], "content": letter.content} for key, letter in fresh.items()]
        connection.execute(insert(letters), contents)
    return len(fresh)


def revive(connection: Connection, number: int, letter: Letter, now: datetime) -> bool:
    """Let a letter that was cancelled wait again, with the bytes that it has now."""
    values = moved(Event.REQUEUE, now, "approved again", message_id=letter.message_id, size=len(letter.content))
    changed = connection.execute(update(outbox).where(outbox.c.id == number, may(Event.REQUEUE)).values(values))
    if changed.rowcount:
        connection.execute(delete(letters).where(letters.c.letter == number))
        connection.execute(insert(letters).values(letter=number, content=letter.content))
    return bool(changed.rowcount)


def _row(scope: Scope, letter: Letter, now: datetime) -> dict[str, Any]:
    return {
        "office": scope.office,
        "day": scope.day,
        "unit": letter.unit,
        "bulletin": letter.bulletin,
        "locale": letter.locale,
        "revision": letter.revision,
        "digest": letter.digest,
        "recipient": letter.recipient,
        "envelope_from": letter.envelope_from,
        "message_id": letter.message_id,
        "size": len(letter.content),
        "state": State.QUEUED,
        "said": "",
        "attempts": 0,
        "resends": 0,
        "queued_at": now,
        "changed_at": now,
    }


def cancel(connection: Connection, reasons: Mapping[int, str], now: datetime) -> int:
    """Call letters off that have not gone out: number -> why; return how many could still be stopped."""
    stopped = 0
    for why in dict.fromkeys(reasons.values()):
        numbers = [number for number, reason in reasons.items() if reason == why]
        for at in range(0, len(numbers), CHUNK):
            some = outbox.c.id.in_(numbers[at : at + CHUNK])
            values = moved(Event.CANCEL, now, why)
            stopped += connection.execute(update(outbox).where(some, may(Event.CANCEL)).values(values)).rowcount
    return stopped


def tally(connection: Connection, scope: Scope) -> dict[State, int]:
    """Return how many letters are in each state; every state is named."""
    asked = select(outbox.c.state, func.count()).where(scope.rows()).group_by(outbox.c.state)
    found = {State(state): int(count) for state, count in connection.execute(asked)}
    return {state: found.get(state, 0) for state in State}


def listed(connection: Connection, scope: Scope, states: Collection[State]) -> Sequence[Row[Any]]:
    """Return the letters in some states, in the order in which they were queued."""
    asked = select(outbox).where(scope.rows(), outbox.c.state.in_(sorted(states))).order_by(outbox.c.id)
    return connection.execute(asked).all()


def waiting_days(connection: Connection, office: str, but: date) -> dict[date, int]:
    """Return the other days whose letters wait, and how many."""
    c = outbox.c
    asked = select(c.day, func.count()).where(c.office == office, c.day != but, c.state.in_(sorted(WAITING)))
    return {day: int(count) for day, count in connection.execute(asked.group_by(c.day).order_by(c.day))}


def release(connection: Connection, office: str, number: int, event: Event, by: str, now: datetime) -> Row[Any]:
    """Settle a letter in doubt, or let a refused one be sent again; the audit trail says by whom.

    Args:
        connection: alone in writing.
        number: of the letter.
        event: RELEASE_SENT or RELEASE_AGAIN.
        by: the role that decided.

    Returns:
        the letter as it was before.

    Raises:
        WrongUse: there is no such letter, or it is in another state.
    """
    row = connection.execute(select(outbox).where(outbox.c.office == office, outbox.c.id == number)).first()
    if row is None:
        raise WrongUse(f"{office} has no letter {number}. `thongbao send` names the numbers of letters in doubt.")
    said, values = f"released as sent by {by}", {}
    if event is Event.RELEASE_AGAIN:
        said, values = f"released to be sent again by {by}", {"resends": outbox.c.resends + 1}
        if connection.execute(select(letters.c.letter).where(letters.c.letter == number)).first() is None:
            raise WrongUse(f"Letter {number} was removed after its time of keeping. It cannot be sent again.")
    changed = connection.execute(
        update(outbox).where(outbox.c.id == number, may(event)).values(moved(event, now, said, **values))
    )
    if not changed.rowcount:
        states = " or ".join(sorted(STEPS[event][0])).replace("_", " ")
        raise WrongUse(
            f"Letter {number} to {row.recipient} is {row.state.replace('_', ' ')}, not {states}: nothing to release."
        )
    note(
        connection,
        office=office,
        day=row.day,
        action=str(event),
        actor=by,
        subject=row.message_id,
        digest=row.digest,
        detail=f"letter {number} to {row.recipient}, {row.state} before",
        at=now,
    )
    return row


def ended_before(connection: Connection, office: str, before: datetime) -> int:
    """Count the letters whose bytes ``purge`` would remove."""
    return connection.scalar(select(func.count()).where(letters.c.letter.in_(_ended(office, before)))) or 0


def purge(connection: Connection, office: str, before: datetime) -> int:
    """Remove the bytes of letters that ended before a moment; that they were, and how they ended, stays."""
    return connection.execute(delete(letters).where(letters.c.letter.in_(_ended(office, before)))).rowcount


def _ended(office: str, before: datetime) -> Select[tuple[int]]:
    c = outbox.c
    states = [State.CANCELLED, State.REFUSED, State.SENT]
    return select(c.id).where(c.office == office, c.changed_at < before, c.state.in_(states))
