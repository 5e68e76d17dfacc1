"""Remind units of reports before their cut-off. Knows both the reports and the letters."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.bulletin.bounced import failed_addresses
from thongbao.bulletin.outbox_sender import sweep
from thongbao.bulletin.outbox_store import Scope, cancel
from thongbao.bulletin.queueing import AT_ONCE
from thongbao.bulletin.reminding import Asked, asked_before, asked_of, made, put_in, waiting
from thongbao.data.awaited import arrived, silences
from thongbao.data.newest import newest_report
from thongbao.database import reading, writing
from thongbao.errors import LetterRefused, WrongUse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from datetime import date, datetime

    from sqlalchemy import Engine

    from thongbao.bulletin.reminding import Reminder, Waiting
    from thongbao.records import OfficeParams, Recipient, Silence

LATEST = timedelta(days=31)
"""How long after a cut-off somebody can still be reminded; an older day is a slip, or a matter for a telephone."""


@dataclass(frozen=True, slots=True)
class How:
    """How units are reminded.

    Attributes:
        units: codes; only these and all units below them. Empty for the whole office.
        forms: codes; only these. Empty for all.
        late: write to those whose cut-off has passed, instead of those whose has not.
        keep: put the letters into the outbox; else only say what would come of it.
        as_of: tell what was known then, as if it were then; for looking only.
    """

    units: Sequence[str] = ()
    forms: Collection[str] = ()
    late: bool = False
    keep: bool = True
    as_of: datetime | None = None


@dataclass(slots=True)
class Reminded:
    """What came of reminding.

    Attributes:
        silent: what is awaited of each unit that is written to, whether a letter is new or not.
        before: letters that were not written because all that they ask for was asked for before.
        letters: those that are new, and wait now.
        passed: what is awaited still although its cut-off has passed, or with ``late`` what has time left.
        nobody: units of ``silent`` for which nobody is named in recipients.yml.
        withheld: one sentence for each letter that could not be made, with the reason and what to do.
    """

    silent: list[Silence] = field(default_factory=list)
    before: int = 0
    letters: list[Reminder] = field(default_factory=list)
    passed: list[Silence] = field(default_factory=list)
    nobody: list[Silence] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)


def remind(engine: Engine, params: OfficeParams, on: date, now: datetime, how: How) -> Reminded:
    """Write to whoever is responsible for each report whose cut-off is on a day and that was not accepted yet.

    Args:
        on: a day in the office's calendar.
        now: with a zone; the Date of the letters.

    Raises:
        WrongUse: the day has not come yet, or is too long ago.
        StoreInvalid: the store could not be written; what was put in before stays.
    """
    at = (how.as_of or now).astimezone(ZoneInfo(params.office.timezone))
    _can_be_meant(params, on, at)
    found, scope = Reminded(), Scope(params.office.code, on)
    for silence in silences(engine, params, on, units=how.units, forms=how.forms, as_of=how.as_of):
        for of, overdue in ((found.silent, how.late), (found.passed, not how.late)):
            part = tuple(one for one in silence.awaited if (one.until <= at) == overdue)
            if part:
                of.append(silence.model_copy(update={"awaited": part}))
    found.nobody = [one for one in found.silent if not responsible(params, one.unit)]
    while _round(engine, params, scope, found, (now, at), how):
        pass  # another process asked for some of it at this moment: what that one left out is looked for anew
    return found


def _round(
    engine: Engine, params: OfficeParams, scope: Scope, found: Reminded, moments: tuple[datetime, datetime], how: How
) -> int:
    """Write and put in what was not asked for before; return how many letters another process made needless."""
    with reading(engine) as connection:
        before, failed = asked_before(connection, scope), failed_addresses(connection, scope.office)
    found.withheld, found.before, left = [], 0, 0
    letters = _letters(params, found, moments[1], before, failed, late=how.late)
    while batch := list(islice(letters, AT_ONCE)):
        if how.keep:
            with writing(engine) as connection:
                new = put_in(connection, scope, batch, moments[0])
            left += len(batch) - len(new)
            batch = new
        found.letters += batch
    return left


def responsible(params: OfficeParams, unit: str) -> list[Recipient]:
    """Return who is reminded of a unit's reports, each address once, whether or not they opted out."""
    found = {r.address.casefold(): r for r in reversed(params.recipients) if unit in r.reports_for and r.address}
    return list(found.values())[::-1]


def _can_be_meant(params: OfficeParams, on: date, at: datetime) -> None:
    if on > at.date():
        raise WrongUse(f"{on} has not come yet in {params.office.timezone}. Give a day up to {at.date()}.")
    if on < at.date() - LATEST:
        raise WrongUse(
            f"{on} is more than {LATEST.days} days ago: no reminder is written so late. `thongbao status {on}` says "
            "who did not report; --as-of MOMENT with --dry-run shows what would have been written then."
        )


def _letters(
    params: OfficeParams,
    found: Reminded,
    at: datetime,
    before: Collection[Asked],
    failed: dict[str, str],
    *,
    late: bool,
) -> Iterator[Reminder]:
    mine = {ask for one in found.letters for ask in one.asked}
    for silence in found.silent:
        for recipient in responsible(params, silence.unit):
            asked = asked_of(silence, recipient.address, late=late)
            fresh = tuple(one for one, ask in zip(silence.awaited, asked, strict=True) if ask not in before)
            if not fresh:
                found.before += mine.isdisjoint(asked)
                continue
            why = failed.get(recipient.address.casefold())
            if why is not None:
                advice = "Correct it, or `thongbao bounces --clear` it."
                found.withheld.append(f"{silence.unit} to {recipient.address}: letters came back: {why}. {advice}")
                continue
            try:
                part = silence.model_copy(update={"awaited": fresh})
                yield made(params, part, recipient, at, late=late)
            except LetterRefused as error:
                found.withheld.append(f"{silence.unit} to {recipient.address}: {error}")


def call_off(engine: Engine, params: OfficeParams, scope: Scope, now: datetime, *, keep: bool = True) -> list[str]:
    """Call off the reminders that must not go out any more; return one sentence for each.

    One goes out as long as one of the reports that it asks for has not come and may still be on time. Of reminders that
    were late when they were written, the time does not matter.

    Args:
        keep: change the outbox; else only say what would come of it.
    """
    with reading(engine) as connection:
        if not waiting(connection, scope):
            return []
    with writing(engine) if keep else reading(engine) as connection:
        if keep:  # what a dead sender claimed may have gone out: that is in doubt, and not to be called off
            sweep(connection, scope.office, now)
        there = waiting(connection, scope)
        days = [ask.day for one in there for ask in one.asked]
        came = arrived(connection, scope.office, min(days), max(days)) if days else frozenset()
        failed = failed_addresses(connection, scope.office)
        why = {one.number: reason for one in there if (reason := _why_not(params, one, came, failed, now))}
        if keep:
            cancel(connection, why, now)
    named = {one.number: one.asked[0] for one in there}
    return [f"letter {n}, {named[n].unit}/reminders to {named[n].recipient}: {reason}" for n, reason in why.items()]


def _why_not(
    params: OfficeParams, one: Waiting, came: Collection[object], failed: dict[str, str], now: datetime
) -> str:
    unit, address = one.asked[0].unit, one.asked[0].recipient
    awaited = [ask for ask in one.asked if (ask.form, ask.unit, ask.day) not in came]
    if not awaited:
        return "reported meanwhile"
    if not any(ask.late or ask.until > now for ask in awaited):
        return "the cut-off has passed; `thongbao remind --late` writes to those who still have not reported"
    if address not in {r.address.casefold() for r in responsible(params, unit) if r.opted_out is None}:
        return "the recipient is no longer responsible for the unit's reports, or opted out"
    return "letters to this address came back" if address in failed else ""


def watch(engine: Engine, params: OfficeParams, scope: Scope, now: Callable[[], datetime]) -> Callable[[], None]:
    """Return what a sender asks now and then: it calls off reminders whose reports came, or whose time ran out."""
    last: list[object] = [None]

    def look() -> None:
        moment = now()
        state = (newest_report(engine, scope.office)[0], moment.replace(second=0, microsecond=0))
        if state != last[0]:
            last[0] = state
            call_off(engine, params, scope, moment)

    return look
