"""What sending prints: what waits, what went, and above all what did not and why."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from thongbao.bulletin.bounced import failed_addresses
from thongbao.bulletin.outbox import WAITING, Event, State
from thongbao.bulletin.outbox_store import listed, tally, waiting_days
from thongbao.database import reading
from thongbao.language import counted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from sqlalchemy import Engine, Row

    from thongbao.bulletin.bounced import Read
    from thongbao.bulletin.outbox_store import Scope
    from thongbao.bulletin.queueing import Queued
    from thongbao.records import OfficeParams

NAMED = 50
"""Letters that are named one by one; of more, only how many."""

STOPPED = 130
"""The exit code of a run that was asked to stop while letters waited, as of anything that Ctrl-C ends."""

EVERY = 100
"""Letters between two plain lines, where there is no terminal."""


class Progress:
    """A bar on a terminal; plain lines otherwise: each letter that was not taken, and a count now and then."""

    def __init__(self, engine: Engine, scope: Scope) -> None:
        self._engine, self._scope = engine, scope
        self._bar: Any = None
        self._task: Any = None
        self._done = 0
        self._not_taken = 0

    def __enter__(self) -> Progress:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
            from rich.progress import Progress as Bar

            words = TextColumn("letters  {task.fields[other]} not taken")
            self._bar = Bar(
                BarColumn(),
                MofNCompleteColumn(),
                words,
                TimeRemainingColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bar:
            self._bar.stop()

    def step(self, letter: Row[Any], event: Event, total: int) -> None:
        """Show that one more letter met its answer."""
        self._done += 1
        self._not_taken += event is not Event.TAKEN
        if self._bar:
            if self._task is None:
                self._task = self._bar.add_task("", total=total, other=0)
            self._bar.update(self._task, completed=self._done, total=max(total, self._done), other=self._not_taken)
        elif event is not Event.TAKEN:
            what = {Event.NEVER: "refused", Event.NOT_NOW: "deferred", Event.NO_ANSWER: "in doubt"}[event]
            click.echo(f"letter {letter.id}, {_about(letter)}: {what}", err=True)
        elif self._done % EVERY == 0:
            click.echo(f"{self._done} letters done", err=True)


def show_queued(queued: Queued) -> None:
    """Print what was put in, and each letter that was not, or was called off."""
    click.echo(f"{counted(queued.fresh, 'letter')} newly queued.")
    _named("called off", queued.called_off)
    _named("not approved", [f"{stem}: {why}" for stem, why in queued.unapproved.items()])
    _named("withheld", queued.withheld)


def show_dry_run(engine: Engine, params: OfficeParams, scope: Scope, queued: Queued) -> int:
    """Print what a run would do; return the exit code."""
    show_queued(queued)
    with reading(engine) as connection:
        waiting = listed(connection, scope, WAITING | {State.CLAIMED})
        doubtful = listed(connection, scope, {State.IN_DOUBT, State.SENDING})
    server = f"{params.mail.server}:{params.mail.port}" if params.mail else "no server yet: mail.yml is missing"
    count = queued.fresh + len(waiting) - len(queued.called_off)
    click.echo(f"{counted(count, 'letter')} would go out, to {server}. Nothing was changed.")
    _named("in doubt", [_line(row) for row in doubtful])
    return 3 if doubtful else 1 if queued.withheld or queued.unapproved else 0


def show_sent(engine: Engine, params: OfficeParams, scope: Scope, trouble: Exception | None, *, stopped: bool) -> int:
    """Print how the letters of a day stand, name those that did not go, and return the exit code."""
    with reading(engine) as connection:
        counts = tally(connection, scope)
        rows = listed(connection, scope, {State.REFUSED, State.IN_DOUBT, State.DEFERRED})
        others = waiting_days(connection, scope.office, scope.day)
        failed = failed_addresses(connection, scope.office)
    shown = {"sent": State.SENT, "deferred": State.DEFERRED, "refused": State.REFUSED, "in doubt": State.IN_DOUBT}
    waiting = counts[State.QUEUED] + counts[State.CLAIMED] + counts[State.SENDING]
    click.echo(f"\nLetters of {params.office.code} for {scope.day}:")
    click.echo("".join(f"{name:>10}" for name in (*shown, "waiting", "cancelled")))
    click.echo("".join(f"{n:>10}" for n in (*(counts[s] for s in shown.values()), waiting, counts[State.CANCELLED])))
    for name, state in shown.items():
        if state is not State.SENT:
            _named(name, [_line(row) for row in rows if row.state == state])
    if counts[State.IN_DOUBT]:
        click.echo("A letter in doubt may have arrived: ask, then `thongbao release NUMBER --sent` or `--again`.")
    for day, count in others.items():
        click.echo(f"{counted(count, 'letter')} of {day} to be sent: thongbao send {day}")
    if failed:
        click.echo(f"{len(failed)} addresses get no letters because letters came back: thongbao bounces")
    if trouble:
        click.echo(f"thongbao: {trouble}", err=True)
    if counts[State.IN_DOUBT]:
        return 3
    if stopped and waiting:
        return STOPPED
    return 1 if trouble or waiting or counts[State.DEFERRED] or counts[State.REFUSED] else 0


def show_bounces(told: Read | None, known: Sequence[Row[Any]]) -> int:
    """Print what reports of non-delivery said, and every address that is not simply good; return the exit code."""
    if told is not None:
        click.echo(
            f"{len(told.failed)} addresses failed, {len(told.noted)} noted, {told.before} reports read before, "
            f"{len(told.unknown)} messages about no letter of ours."
        )
        _named("could not be read", told.unreadable)
        _named("about no letter of ours", told.unknown)
    for row in known:
        click.echo(f"  {row.state}: {row.address} since {row.since:%Y-%m-%d %H:%M} UTC: {row.said}")
    if not known:
        click.echo("Nothing is known against any address.")
    return 1 if told and (told.failed or told.unreadable) else 0


def _named(what: str, lines: Sequence[str]) -> None:
    for line in lines[:NAMED]:
        click.echo(f"  {what}: {line}")
    if len(lines) > NAMED:
        click.echo(f"  {what}: {len(lines) - NAMED} more")


def _about(row: Row[Any]) -> str:
    return f"{row.unit}/{row.bulletin}.{row.locale}"


def _line(row: Row[Any]) -> str:
    again = f", tried again from {row.next_at:%Y-%m-%d %H:%M} UTC" if row.next_at else ""
    return f"letter {row.id}, {_about(row)} to {row.recipient} ({row.message_id}): {row.said}{again}"
