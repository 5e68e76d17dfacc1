"""Reminders in the outbox: put in once for each report, person and cut-off; looked at again before they go."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import insert, select

from thongbao.bulletin.audit import note
from thongbao.bulletin.mailpolicy import to_bytes
from thongbao.bulletin.outbox import State
from thongbao.bulletin.outbox_store import Letter, enqueue, held, revive
from thongbao.bulletin.queueing import STOPPABLE
from thongbao.bulletin.reminder import digest_of, reminder
from thongbao.bulletin.signing import sign, unsubscribe_key
from thongbao.database.mailing import outbox, reminded
from thongbao.files import publish
from thongbao.records import REMINDERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, datetime
    from pathlib import Path

    from sqlalchemy import Connection

    from thongbao.bulletin.outbox_store import Scope
    from thongbao.records import OfficeParams, Recipient, Silence


class Asked(NamedTuple):
    """One report that one person was asked for: of a unit, a form and a day, until a moment (UTC), late or not."""

    unit: str
    recipient: str
    form: str
    day: date
    until: datetime
    late: bool


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder as it is put in, with the reports it asks for."""

    letter: Letter
    asked: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A reminder that has not gone out: its number in the outbox, its language, and what it asks for."""

    number: int
    locale: str
    asked: tuple[Asked, ...]


def made(params: OfficeParams, silence: Silence, recipient: Recipient, at: datetime, *, late: bool) -> Reminder:
    """Return a reminder as it will be sent.

    Args:
        silence: only what this letter is to tell.
        at: its Date, in the office's zone.

    Raises:
        LetterRefused: it must not be sent to this recipient, or cannot be made.
    """
    message = reminder(params.office, silence, recipient, at, late=late, key=unsubscribe_key())
    sender = message["From"]
    address = recipient.address.casefold()
    letter = Letter(
        unit=silence.unit,
        bulletin=REMINDERS,
        locale=recipient.locale,
        revision=1,
        digest=digest_of(params.office.code, silence, address, late=late),
        recipient=address,
        envelope_from=(params.mail and params.mail.envelope_from) or sender.addr_spec,
        message_id=str(message["Message-ID"]),
        content=sign(to_bytes(message), params.office, sender.domain),
    )
    return Reminder(letter, asked_of(silence, address, late=late))


def asked_of(silence: Silence, address: str, *, late: bool) -> tuple[Asked, ...]:
    """Return what a letter about ``silence`` asks of an address."""
    return tuple(Asked(silence.unit, address.casefold(), one.form, one.day, one.until, late) for one in silence.awaited)


def of_reminders(scope: Scope) -> Scope:
    """Return the same scope, of reminders alone."""
    return replace(scope, bulletins=(REMINDERS,))


def asked_before(connection: Connection, scope: Scope) -> frozenset[Asked]:
    """Return what was asked for by letters that were not called off."""
    r, c = reminded.c, outbox.c
    found = select(c.unit, c.recipient, r.form, r.day, r.until, r.late).join_from(reminded, outbox, r.letter == c.id)
    rows = connection.execute(found.where(of_reminders(scope).rows(), c.state != State.CANCELLED))
    return frozenset(Asked(*row) for row in rows)


def put_in(connection: Connection, scope: Scope, wanted: Iterable[Reminder], now: datetime) -> list[Reminder]:
    """Put reminders in, none of which asks for what was asked before; one that was called off waits again.

    Args:
        connection: alone in writing.
        scope: the office, and the day of the cut-offs.

    Returns:
        those that wait now; the others were left out because another process was first.
    """
    of, before = of_reminders(scope), asked_before(connection, scope)
    still = {one.letter.key: one for one in wanted if before.isdisjoint(one.asked)}
    known = held(connection, of)
    enqueue(connection, of, [one.letter for one in still.values()], now)
    there = held(connection, of)
    lines = []
    for key, one in still.items():
        number = there[key][0]
        if key in known:
            revive(connection, number, one.letter, now)
            continue
        lines += [
            {"letter": number, "form": ask.form, "day": ask.day, "until": ask.until, "late": ask.late}
            for ask in one.asked
        ]
    if lines:
        connection.execute(insert(reminded), lines)
    if still:
        told = f"{len(still)} reminders queued"
        note(connection, office=scope.office, day=scope.day, action="queued", actor="", detail=told, at=now)
    return list(still.values())


def waiting(connection: Connection, scope: Scope) -> Sequence[Waiting]:
    """Return the reminders that have not gone out, in the order in which they were queued."""
    if scope.bulletins and REMINDERS not in scope.bulletins:
        return []
    r, c = reminded.c, outbox.c
    asked = select(c.id, c.locale, c.unit, c.recipient, r.form, r.day, r.until, r.late)
    asked = asked.join_from(outbox, reminded, r.letter == c.id).order_by(c.id, r.form, r.day)
    found: dict[int, Waiting] = {}
    for row in connection.execute(asked.where(of_reminders(scope).rows(), c.state.in_(sorted(STOPPABLE)))):
        before = found.get(row.id, Waiting(row.id, row.locale, ()))
        found[row.id] = replace(before, asked=(*before.asked, Asked(*row[2:])))
    return list(found.values())


def write_reminders(folder: Path, day: date, of: Iterable[Reminder]) -> int:
    """Write reminders as .eml files, ready to open in a mail client; return how many.

    Raises:
        OutputUnwritable: the folder could not be written to.
    """
    written = [one.letter for one in of]
    for letter in written:
        name = f"{day}.{letter.unit}.{letter.bulletin}.{letter.locale}.{letter.digest[:8]}.eml"
        publish(folder / name, letter.content)
    return len(written)
