"""What a sender does in the outbox: begin, claim, mark, settle, end; and what becomes of one that was killed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, bindparam, case, func, insert, or_, select, update

from thongbao.bulletin.outbox import AT_ONCE, LONGEST_WAIT, Answer, Event, State
from thongbao.bulletin.outbox_store import Scope, may, moved
from thongbao.bulletin.senders import Process, lives, this_process
from thongbao.database import prepared
from thongbao.database.mailing import answers, letters, outbox, senders
from thongbao.database.tables import Utc
from thongbao.errors import LettersStopped, RunBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Row, Update

LOST = "its sender ended between the end of the body and the answer"
POWER = "the machine went down while its sender held it"


def sweep(connection: Connection, office: str, now: datetime, here: Process | None = None) -> list[Row[Any]]:
    """Take the letters of dead senders back; those that may have gone out are in doubt.

    Args:
        connection: alone in writing.
        here: the process that asks; the running one unless given.

    Returns:
        the senders that live, as the store knows them.
    """
    here = here or this_process()
    living = []
    asked = select(senders).where(senders.c.office == office, senders.c.ended_at.is_(None))
    for row in connection.execute(asked).all():
        if lives(Process(row.machine, row.boot, row.pid, row.born), row.seen_at, here, now):
            living.append(row)
        else:
            # PostgreSQL forces each mark to disk, SQLite only when it is told to.
            lost = row.boot != here.boot and connection.dialect.name == "sqlite"
            end(connection, row.id, now, power_cut=lost)
    return living


def begin(connection: Connection, office: str, now: datetime, process: Process | None = None) -> int:
    """Become the sender of an office, after taking back what dead ones left; return the sender's number.

    Args:
        connection: alone in writing.
        process: that sends; the running one unless given.

    Raises:
        RunBusy: another sender of the office lives.
    """
    process = process or this_process()
    living = sweep(connection, office, now, process)
    if living:
        other = living[0]
        raise RunBusy(
            f"Another process is sending letters of {office}: number {other.pid} on {other.machine.split('/')[0]}, "
            f"since {other.began_at:%Y-%m-%d %H:%M} UTC. Nothing was sent by this one. Wait for it, then try again."
        )
    return enlist(connection, office, now, process)


def enlist(connection: Connection, office: str, now: datetime, process: Process) -> int:
    """Add a sender, whoever else sends; return its number."""
    row = {
        "office": office,
        "machine": process.machine,
        "boot": process.boot,
        "pid": process.pid,
        "born": process.born,
        "began_at": now,
        "seen_at": now,
    }
    return int(connection.execute(insert(senders).values(row)).inserted_primary_key[0])  # type: ignore[index]


def end(connection: Connection, sender: int, now: datetime, *, power_cut: bool = False) -> None:
    """Take back what a sender still holds: what was not marked waits again, what was is in doubt.

    Args:
        power_cut: marks may have been lost, so all of it is in doubt.
    """
    # Its own row first: a claim that it makes at this moment comes before, and is taken back, or after, and fails.
    connection.execute(update(senders).where(senders.c.id == sender).values(ended_at=now, seen_at=now))
    undone = (
        [(Event.POWER_CUT, POWER)] if power_cut else [(Event.GIVE_BACK, "its sender ended"), (Event.NO_ANSWER, LOST)]
    )
    for event, said in undone:
        mine = outbox.c.sender == sender
        connection.execute(update(outbox).where(mine, may(event)).values(moved(event, now, said)))


def claim(connection: Connection, scope: Scope, sender: int, now: datetime) -> Sequence[Row[Any]]:
    """Make the next letters that are due this sender's, AT_ONCE at most, and return them in the order of queueing.

    Raises:
        LettersStopped: the sender was given up for dead, as one is that slept; nobody would take its letters back.
    """
    if not seen(connection, sender, now):
        raise LettersStopped(
            "This process gave no sign of life for so long that it was given up for dead; what it held was taken back. "
            "Run the same command again for the rest."
        )
    c = outbox.c
    due = select(c.id).where(_due(scope, now)).order_by(c.id).limit(AT_ONCE).with_for_update(skip_locked=True)
    values = moved(Event.CLAIM, now, "", sender=sender)
    connection.execute(update(outbox).where(c.id.in_(due), may(Event.CLAIM)).values(values))
    mine = and_(c.sender == sender, c.state == State.CLAIMED)
    return connection.execute(select(outbox).where(mine).order_by(c.id)).all()


def due_count(connection: Connection, scope: Scope, now: datetime) -> int:
    """Return how many letters a sender could claim now."""
    return int(connection.execute(select(func.count()).select_from(outbox).where(_due(scope, now))).scalar_one())


def _due(scope: Scope, now: datetime) -> ColumnElement[bool]:
    c = outbox.c
    in_time = or_(c.next_at.is_(None), c.next_at <= now, c.next_at > now + 2 * LONGEST_WAIT)
    return and_(scope.rows(), may(Event.CLAIM), in_time)


def contents_of(connection: Connection, numbers: Sequence[int]) -> dict[int, bytes]:
    """Return the bytes of some letters."""
    asked = select(letters.c.letter, letters.c.content).where(letters.c.letter.in_(numbers))
    return {row.letter: bytes(row.content) for row in connection.execute(asked)}


def mark(connection: Connection, letter: int, sender: int, now: datetime) -> bool:
    """Say that a letter may go out from now on; False where it is no longer this sender's, and must not."""
    return bool(connection.execute(_MARK, {"_letter": letter, "_sender": sender, "_now": now}).rowcount)


def quick(connection: Connection, sender: int) -> tuple[Callable[[int, datetime], bool], Callable[..., bool]]:
    """Return ``mark`` and ``settle`` of a letter that was taken as a sender does them for each: as quick as can be.

    Args:
        connection: kept for the whole run.

    Returns:
        mark(letter, now) -> whether it may go out, and settled(letter, answer, now) -> whether it was still its own.
    """
    marking, taking = prepared(connection, _MARK), prepared(connection, _SETTLE[Event.TAKEN])

    def mark_one(letter: int, now: datetime) -> bool:
        return bool(marking({"_letter": letter, "_sender": sender, "_now": now}))

    def taken(letter: int, answer: Answer, now: datetime) -> bool:
        told = {"_letter": letter, "_sender": sender, "_now": now, "_said": str(answer), "_next_at": None}
        return bool(taking(told))

    return mark_one, taken


def settle(
    connection: Connection,
    letter: int,
    sender: int,
    answer: Answer,
    event: Event,
    now: datetime,
    next_at: datetime | None = None,
) -> None:
    """Keep what a server answered, and move the letter if it is still this sender's.

    The answer by which a letter was taken stands in its row; all others have a line of their own.

    Args:
        next_at: of a deferred letter: when it is tried again.
    """
    told = {"_letter": letter, "_sender": sender, "_now": now, "_said": str(answer), "_next_at": next_at}
    connection.execute(_SETTLE[event], told)
    if event is not Event.TAKEN:
        line = {"letter": letter, "sender": sender, "at": now, "step": answer.step, "code": answer.code}
        connection.execute(insert(answers), line | {"said": answer.said})


def seen(connection: Connection, sender: int, now: datetime) -> bool:
    """Say that a sender lives; False where it was given up for dead."""
    alive = (senders.c.id == sender) & senders.c.ended_at.is_(None)
    return bool(connection.execute(update(senders).where(alive).values(seen_at=now)).rowcount)


def next_time(connection: Connection, scope: Scope) -> datetime | None:
    """Return when the first deferred letter is to be tried again, None where there is none."""
    asked = select(outbox.c.next_at).where(scope.rows(), outbox.c.state == State.DEFERRED)
    return connection.execute(asked.order_by(outbox.c.next_at).limit(1)).scalar()


def _step(event: Event, **values: Any) -> Update:
    """Return the statement of a step, made once: making it anew for each letter would cost more than running it."""
    mine = (outbox.c.id == bindparam("_letter")) & (outbox.c.sender == bindparam("_sender"))
    said: Any = bindparam("_said", "")
    return update(outbox).where(mine, may(event)).values(moved(event, bindparam("_now", type_=Utc), said, **values))


_MARK = _step(Event.MARK, attempts=outbox.c.attempts + 1)
_TRIED = case((outbox.c.state == State.CLAIMED, outbox.c.attempts + 1), else_=outbox.c.attempts)
_SETTLE = {
    event: _step(event, attempts=_TRIED, next_at=bindparam("_next_at", type_=Utc))
    for event in (Event.TAKEN, Event.NOT_NOW, Event.NEVER, Event.NO_ANSWER)
}
