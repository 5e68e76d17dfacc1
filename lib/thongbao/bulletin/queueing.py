"""Put the letters of a day into the outbox: those of approved editions, to whoever is entitled; call off the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.utils import parseaddr
from typing import TYPE_CHECKING

from thongbao.bulletin.approval import content_digest, is_approved, missing_roles, needed, standing, subject_of
from thongbao.bulletin.audit import note
from thongbao.bulletin.bounced import failed_addresses
from thongbao.bulletin.composing import compose
from thongbao.bulletin.ledger import date_folder, read_record
from thongbao.bulletin.letters import entitlements
from thongbao.bulletin.mailheaders import Posting
from thongbao.bulletin.outbox import WAITING, State
from thongbao.bulletin.outbox_sender import sweep
from thongbao.bulletin.outbox_store import Letter, cancel, enqueue, held, listed, revive
from thongbao.database import reading, writing
from thongbao.errors import LetterRefused
from thongbao.records import REMINDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Connection, Engine

    from thongbao.bulletin.approval import Approval
    from thongbao.bulletin.outbox_store import Key, Scope
    from thongbao.records import Edition, EditionRecord, OfficeParams, Recipient

STOPPABLE = WAITING | {State.CLAIMED}
AT_ONCE = 100
"""Letters that are put in together: made outside of the transaction, so that nobody waits for it."""


@dataclass(slots=True)
class Queued:
    """What came of queueing.

    Attributes:
        fresh: letters that wait now and did not before.
        called_off: one sentence for each letter that waited and must not go out any more.
        unapproved: stems of editions that somebody is entitled to and nobody approved as they are.
        withheld: one sentence for each letter that could not be made, with the reason and what to do.
    """

    fresh: int = 0
    called_off: list[str] = field(default_factory=list)
    unapproved: dict[str, str] = field(default_factory=dict)
    withheld: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Day:
    """What the store knows of a day when queueing begins."""

    approvals: Mapping[str, tuple[Approval, ...]]
    held: Mapping[Key, tuple[int, State]]
    failed: Mapping[str, str]
    earlier: Mapping[tuple[str, str, str, str], tuple[str, ...]]


def queue(
    engine: Engine,
    outputs: Path,
    params: OfficeParams,
    scope: Scope,
    stale: Mapping[str, str],
    now: datetime,
    *,
    keep: bool = True,
) -> Queued:
    """Put every letter in that may go out and is not there, and call off what waits and may not.

    Args:
        outputs: the folder of all editions.
        scope: of ``params``' office.
        stale: stem -> why an edition no longer says what is known; it gives no letter.
        now: the Date of fresh letters.
        keep: write to the outbox; else only say what would come of it.

    Raises:
        WrongUse: a unit or bulletin was asked for that the office does not have.
        StoreInvalid: the store could not be written; what was put in before stays.
    """
    found, valid = Queued(), set()
    reasons: dict[tuple[str, str, str, str], str] = {}
    batch: list[Letter] = []
    with reading(engine) as connection:
        day = _known(connection, scope)
    for recipient, edition in entitlements(params, scope.day, scope.units, scope.bulletins):
        whose = (edition.unit, edition.bulletin, edition.locale, recipient.address.casefold())
        try:
            record = _approved(outputs, params, edition, stale, day)
            _deliverable(recipient, day)
            key: Key = (*whose[:3], content_digest(record), whose[3])
            valid.add(key)
            if day.held.get(key, (0, State.CANCELLED))[1] is State.CANCELLED:
                batch.append(_letter(outputs, params, recipient, record, day, now))
        except _Unapproved as error:
            reasons[whose] = found.unapproved[edition.stem] = str(error)
        except LetterRefused as error:
            reasons[whose] = str(error)
            found.withheld.append(f"{edition.stem} to {recipient.address}: {error}")
        if len(batch) == AT_ONCE:
            found.fresh += _put_in(engine, params, scope, batch, now, keep=keep)
            batch = []
    found.fresh += _put_in(engine, params, scope, batch, now, keep=keep)
    _call_off(engine, scope, lambda key: key in valid, reasons, found, now, keep=keep)
    return found


class _Unapproved(LetterRefused):
    """The edition as it is was not approved by as many as must."""


def _known(connection: Connection, scope: Scope) -> _Day:
    earlier: dict[tuple[str, str, str, str], tuple[str, ...]] = {}
    for row in listed(connection, scope, {State.SENT}):
        whose = (row.unit, row.bulletin, row.locale, row.recipient)
        earlier[whose] = (*earlier.get(whose, ()), row.message_id)
    given = standing(connection, scope.office, scope.day)
    return _Day(given, held(connection, scope), failed_addresses(connection, scope.office), earlier)


def _approved(
    outputs: Path, params: OfficeParams, edition: Edition, stale: Mapping[str, str], day: _Day
) -> EditionRecord:
    """Return the record of an edition whose letters may go out.

    Raises:
        LetterRefused: it did not come out, is stale, or is not approved as it is.
    """
    record = read_record(date_folder(outputs, params.office.code, edition.date), edition)
    if record is None or record.state != "made":
        why = f": {record.cause}" if record else ""
        raise LetterRefused(f"the edition did not come out{why}. Make it with `thongbao run {edition.date}`.")
    if edition.stem in stale:
        raise LetterRefused(f"it is stale: {stale[edition.stem]}. Make it again with `thongbao run {edition.date}`.")
    given = day.approvals.get(subject_of(edition), ())
    lacking = missing_roles(given, content_digest(record), needed(params, edition.bulletin))
    if lacking:
        raise _Unapproved(_why_not(given, content_digest(record), lacking))
    return record


def _why_not(given: tuple[Approval, ...], digest: str, lacking: int) -> str:
    roles = ", ".join(dict.fromkeys(approval.role for approval in given if approval.digest == digest))
    if roles:
        return f"approved by {roles}; {lacking} more {'role' if lacking == 1 else 'roles'} must approve it"
    return "changed since it was approved" if given else "not approved"


def _deliverable(recipient: Recipient, day: _Day) -> None:
    why = day.failed.get(recipient.address.casefold())
    if why is not None:
        raise LetterRefused(f"letters to this address came back: {why}. Correct it, or `thongbao bounces --clear` it.")


def _letter(
    outputs: Path, params: OfficeParams, recipient: Recipient, record: EditionRecord, day: _Day, now: datetime
) -> Letter:
    edition, address = record.edition, recipient.address.casefold()
    earlier = day.earlier.get((edition.unit, edition.bulletin, edition.locale, address), ())
    made = compose(outputs, params, recipient, edition, Posting(at=now, approved=True, earlier=earlier))
    if content_digest(made.record) != content_digest(record):
        raise LetterRefused("the edition was made again meanwhile. Approve it as it is now.")
    sender = parseaddr(str(BytesHeaderParser().parsebytes(made.content)["From"]))[1]
    return Letter(
        unit=edition.unit,
        bulletin=edition.bulletin,
        locale=edition.locale,
        revision=record.revision,
        digest=content_digest(record),
        recipient=address,
        envelope_from=(params.mail and params.mail.envelope_from) or sender,
        message_id=made.message_id,
        content=made.content,
    )


def _put_in(
    engine: Engine, params: OfficeParams, scope: Scope, batch: list[Letter], now: datetime, *, keep: bool
) -> int:
    """Put letters in whose approval still stands in the very transaction."""
    if not batch or not keep:
        return len(batch)
    with writing(engine) as connection:
        given = standing(connection, scope.office, scope.day)
        still = [letter for letter in batch if stands(params, scope, given, letter)]
        fresh = enqueue(connection, scope, still, now)
        there = held(connection, scope)
        for letter in still:
            number, state = there[letter.key]
            if state is State.CANCELLED:
                fresh += revive(connection, number, letter, now)
        note(connection, office=scope.office, day=scope.day, action="queued", actor="", detail=f"{fresh} letters")
    return fresh


def stands(params: OfficeParams, scope: Scope, given: Mapping[str, tuple[Approval, ...]], letter: Letter | Key) -> bool:
    """Say whether the approval of exactly a letter's content stands."""
    unit, bulletin, locale, digest, _ = letter.key if isinstance(letter, Letter) else letter
    there = given.get(f"{scope.day}/{unit}/{bulletin}.{locale}", ())
    return is_approved(there, digest, needed(params, bulletin))


def _call_off(
    engine: Engine,
    scope: Scope,
    valid: Callable[[Key], bool],
    reasons: Mapping[tuple[str, str, str, str], str],
    found: Queued,
    now: datetime,
    *,
    keep: bool,
) -> None:
    with writing(engine) if keep else reading(engine) as connection:
        if keep:  # what a dead sender claimed may have gone out: that is in doubt, and not to be called off
            sweep(connection, scope.office, now)
        stopped = {}
        for key, (number, state) in held(connection, scope).items():
            if key[1] != REMINDERS and state in STOPPABLE and not valid(key):
                unknown = "the recipient is no longer entitled to it, or the edition was changed"
                stopped[number] = reasons.get((*key[:3], key[4]), unknown)
                found.called_off.append(f"letter {number}, {key[0]}/{key[1]}.{key[2]} to {key[4]}: {stopped[number]}")
        if keep:
            cancel(connection, stopped, now)
