"""`thongbao run`: make the bulletins of a day."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING, Any

import click

from thongbao.errors import WrongUse
from thongbao.options import (
    Day,
    bulletin_option,
    chosen_day,
    dated,
    locale_option,
    log_option,
    metrics_option,
    office_option,
    open_office,
    unit_option,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


@click.command()
@dated
@office_option
@unit_option
@bulletin_option
@locale_option
@click.option("--jobs", type=click.IntRange(0, 256), default=0, help="Editions at once. Default: what fits.")
@click.option("--force", is_flag=True, help="Make also what is already right.")
@click.option("--retry-failed", is_flag=True, help="Make only what failed the last time.")
@click.option("--max-failures", type=click.IntRange(0), default=0, help="Stop after so many failures. Default: never.")
@click.option("--engine", type=click.Choice(("warm", "nbclient")), help="What runs the cells. Default: warm on Linux.")
@click.option("--cluster", default="", metavar="tcp://HOST:PORT", help="Make them on a dask cluster's workers.")
@click.option("--due", is_flag=True, help="Make what is due by cadence and calendar; nothing due is well, too.")
@click.option("--since", type=Day(), metavar="DATE", help="With --due: catch up on all days from this one.")
@click.option("--why", "asked", metavar="CODE", help="Say why this unit's editions are stale or not; make nothing.")
@log_option
@metrics_option
def run(
    day: date | None,
    day_option: date | None,
    office: str | None,
    units: tuple[str, ...],
    bulletins: tuple[str, ...],
    locale: Any,
    asked: str | None,
    engine: str | None,
    due: bool,
    since: date | None,
    metrics: Path | None,
    **how: Any,
) -> None:
    """Make the bulletins of a day: only those that are not already right.

    \b
    Examples:
      thongbao run 2020-02-19
      thongbao run 2020-02-19 --unit 411702 --locale en
      thongbao run 2020-02-19 --why 411702
      thongbao run 2020-02-19 --cluster tcp://10.0.0.1:8786
      thongbao run --due --since 2020-02-17
    """
    from thongbao.bulletin.plan import Wish
    from thongbao.commands.making import due_days, make_days
    from thongbao.flow import How, standing
    from thongbao.show import show_why

    if since is not None and not due:
        raise WrongUse("--since says from which day on --due catches up. Give --due too.")
    if due and (asked is not None or bulletins):
        raise WrongUse("--due decides which bulletins are made. Leave --bulletin and --why out, or --due.")
    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    if asked is not None:
        show_why(standing(here, params, chosen, Wish((asked,), bulletins, locale)))
        return
    # The server of fresh processes loads this office before the first edition asks for it.
    os.environ.update(THONGBAO_HOME=str(here.home), THONGBAO_OFFICE=params.office.code)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service that is stopped stops as Ctrl-C does
    started, asked_how = time.monotonic(), How(engine=engine or "", **how)
    todo = due_days(params, chosen, since, units, locale) if due else {chosen: Wish(units, bulletins, locale)}
    code = make_days(here, params, todo, asked_how)
    if metrics is not None:
        from thongbao.metrics import write_metrics

        last = max(todo, default=chosen)
        write_metrics(metrics, here, params, last, "run", code, time.monotonic() - started)
    sys.exit(code)
