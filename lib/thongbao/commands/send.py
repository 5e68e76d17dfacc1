"""`thongbao send`: approved letters to whoever they are for, each once."""

from __future__ import annotations

import re
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thongbao.options import (
    bulletin_option,
    chosen_day,
    dated,
    log_option,
    metrics_option,
    office_option,
    open_office,
    unit_option,
)

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Engine

    from thongbao.bulletin.outbox_store import Scope
    from thongbao.bulletin.queueing import Queued
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


def _rate(_context: click.Context, _option: click.Parameter, given: str | None) -> float:
    if given is None:
        return 0.0
    found = re.fullmatch(r"([0-9]{1,6})(?:/min)?", given)
    if not found or not int(found[1]):
        raise click.BadParameter(f"{given!r} is not a rate; write 60 or 60/min for 60 letters a minute.")
    return float(found[1])


@click.command()
@dated
@click.option("--dry-run", is_flag=True, help="Say what would be sent, withheld and called off; change nothing.")
@click.option(
    "--to-file",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the very letters that wait as .eml files; nothing is sent, and they still wait.",
)
@click.option(
    "--rate", callback=_rate, metavar="N/min", help="At most so many letters a minute. Default: as many as go."
)
@click.option(
    "--wait", type=click.FloatRange(0, 1440), default=5, help="Minutes to wait in all for deferred letters. Default: 5."
)
@office_option
@unit_option
@bulletin_option
@log_option
@metrics_option
def send(
    day: date | None,
    day_option: date | None,
    dry_run: bool,
    folder: Path | None,
    rate: float,
    wait: float,
    office: str | None,
    units: tuple[str, ...],
    bulletins: tuple[str, ...],
    metrics: Path | None,
) -> None:
    """Send the approved letters of a day over the server in mail.yml, each once; stop and start it as you like.

    \b
    Examples:
      thongbao send 2020-02-19 --dry-run
      thongbao send 2020-02-19 --rate 60/min
      thongbao send 2020-02-19 --to-file letters/
    """
    from thongbao.bulletin.outbox_store import Scope
    from thongbao.bulletin.waiting import write_waiting
    from thongbao.database import open_store
    from thongbao.errors import WrongUse
    from thongbao.show_send import show_dry_run, show_queued

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    if not (dry_run or folder) and params.mail is None:
        raise WrongUse(
            f"params/{params.office.code}/mail.yml does not exist: it says which mail server the letters go to. Write "
            "it as docs/operations.md shows, or use --to-file."
        )
    scope = Scope(params.office.code, chosen, units, bulletins)
    engine = open_store(here.store)
    queued = _queue(here, params, engine, scope, keep=not dry_run)
    if dry_run:
        sys.exit(show_dry_run(engine, params, scope, queued))
    show_queued(queued)
    if folder:
        written = write_waiting(engine, scope, folder)
        click.echo(f"{written} letters written to {folder}. None was sent: they still wait.")
        sys.exit(bool(queued.withheld or queued.unapproved))
    started = time.monotonic()
    code = _send(here, params, engine, scope, rate, wait) or int(bool(queued.withheld or queued.unapproved))
    _tell(engine, scope)
    if metrics is not None:
        from thongbao.metrics import write_metrics

        write_metrics(metrics, here, params, chosen, "send", code, time.monotonic() - started)
    sys.exit(code)


def _queue(here: Settings, params: OfficeParams, engine: Engine, scope: Scope, *, keep: bool) -> Queued:
    """Queue the letters of approved editions; reminders are queued already, and looked at again."""
    from thongbao.bulletin.delivery import now
    from thongbao.bulletin.queueing import Queued, queue
    from thongbao.records import REMINDERS
    from thongbao.reminders import call_off

    queued, others = Queued(), tuple(code for code in scope.bulletins if code != REMINDERS)
    if others or not scope.bulletins:
        editions = replace(scope, bulletins=others)
        stale = _stale(here, params, editions)
        queued = queue(engine, here.outputs, params, editions, stale, now(), keep=keep)
    queued.called_off += call_off(engine, params, scope, now(), keep=keep)
    return queued


def _tell(engine: Engine, scope: Scope) -> None:
    from thongbao import log
    from thongbao.bulletin.outbox_store import tally
    from thongbao.database import reading

    with reading(engine) as connection:
        counts = {str(state): count for state, count in tally(connection, scope).items()}
    log.event("letters", day=scope.day, waiting=counts["queued"] + counts["claimed"], **counts)


def _stale(here: Settings, params: OfficeParams, scope: Scope) -> dict[str, str]:
    """Return the editions in the recipients' languages that no longer say what is known: stem -> why."""
    from thongbao.bulletin.plan import Wish
    from thongbao.flow import standing

    return {
        job.edition.stem: why
        for locale in {recipient.locale for recipient in params.recipients}
        for job, why in standing(here, params, scope.day, Wish(scope.units, scope.bulletins, locale))
        if why and job.before
    }


def _send(here: Settings, params: OfficeParams, engine: Engine, scope: Scope, rate: float, wait: float) -> int:
    from thongbao.bulletin.credentials import password
    from thongbao.bulletin.delivery import How, now
    from thongbao.bulletin.send import send_letters
    from thongbao.bulletin.sent import close
    from thongbao.bulletin.waiting import watch
    from thongbao.commands.gallery import renew
    from thongbao.commands.stopping import stopping
    from thongbao.errors import LettersStopped, MailServerRefused
    from thongbao.reminders import watch as watch_reminders
    from thongbao.show_send import Progress, show_sent

    mail = params.mail
    if mail is None:
        return 2
    ca_file = str(here.params / params.office.code / mail.ca_file) if mail.ca_file else None
    how = How(mail, password(mail.server, mail.user), ca_file, rate, wait * 60)
    trouble: Exception | None = None
    editions, reminders = watch(engine, params, scope, now), watch_reminders(engine, params, scope, now)

    def look() -> None:
        editions()
        reminders()

    with stopping() as stop, Progress(engine, scope) as progress:
        try:
            send_letters(engine, scope, how, stop, look, progress.step)
        except (MailServerRefused, LettersStopped) as error:
            trouble = error
    if stop.is_set():
        click.echo("Stopped. What was sent is sent; run the same command again for the rest.", err=True)
    close(engine, scope, now())
    renew(here, params, [scope.day])
    return show_sent(engine, params, scope, trouble, stopped=stop.is_set())
