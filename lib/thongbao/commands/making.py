"""What `thongbao run` does for one day, or for all days that are due."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from thongbao import log
from thongbao.bulletin.plan import Wish
from thongbao.duties import days_since, due_bulletins
from thongbao.errors import ThongbaoError
from thongbao.flow import run as make
from thongbao.show import Progress, show_batch

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from thongbao.flow import How
    from thongbao.flow import Progress as Step
    from thongbao.records import EditionRecord, OfficeParams
    from thongbao.settings import Settings


def due_days(
    params: OfficeParams, last: date, since: date | None, units: tuple[str, ...], locale: Any
) -> dict[date, Wish]:
    """Return day -> what of it is due, the oldest first, and say what is and on which days nothing is.

    Args:
        last: the last day that is looked at.
        since: the first one; None for ``last`` alone.

    Raises:
        WrongUse: ``since`` cannot be meant.
    """
    found = {}
    for day in days_since(params, since, last):
        bulletins = due_bulletins(params, day)
        if bulletins:
            found[day] = Wish(units, bulletins, locale)
            click.echo(f"Due for {day}: {', '.join(bulletins)}")
        else:
            click.echo(f"Nothing of {params.office.code} is due for {day}.")
    return found


def make_days(here: Settings, params: OfficeParams, todo: Mapping[date, Wish], how: How) -> int:
    """Make the bulletins of some days and return the exit code: of what went worst, 0 where nothing was to do.

    Raises:
        ThongbaoError: the only day could not be made at all. Of several days each is tried, and what stopped it said.
    """
    worst = 0
    for day, wish in todo.items():
        try:
            code = _make(here, params, day, wish, how)
        except ThongbaoError as error:
            if len(todo) == 1:
                raise
            click.echo(f"thongbao: {day}: {error}", err=True)
            code = error.exit_code
        worst = max(worst, code)
    return worst


def _make(here: Settings, params: OfficeParams, day: date, wish: Wish, how: How) -> int:
    with Progress() as progress:
        try:
            batch = make(here, params, day, wish, how, logged(progress.step))
        except KeyboardInterrupt:
            click.echo("\nStopped. What was made stands; run the same command again to make the rest.", err=True)
            sys.exit(130)
    counts = {"made": len(batch.made), "failed": len(batch.failed), "skipped": len(batch.skipped)}
    log.event("batch", day=day, seconds=batch.seconds, **counts)
    return show_batch(batch, here, params, day)


def logged(step: Step) -> Step:
    """Return ``step`` so that it logs what became of each edition, too: ids, numbers, and of a cause its kind."""

    def both(record: EditionRecord, done: int, total: int) -> None:
        step(record, done, total)
        what = record.edition
        ids = {"day": what.date, "unit": what.unit, "bulletin": what.bulletin, "locale": what.locale}
        kind = log.kind_of(record.cause) if record.state == "failed" else ""
        numbers = {"seconds": record.seconds, "attempts": record.attempts, "revision": record.revision}
        log.event("edition", state=record.state, kind=kind, **ids, **numbers)

    return both
