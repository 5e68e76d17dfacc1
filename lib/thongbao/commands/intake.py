"""`thongbao intake`: what counties sent."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from thongbao.errors import WrongUse
from thongbao.options import log_option, office_option, open_office

EVERY = 2.0
"""Seconds between two looks at a watched inbox."""


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path))
@click.option("--backfill", is_flag=True, help="Believe the arrival times in received.csv and received_at columns.")
@click.option("--watch", is_flag=True, help="Keep looking, and take files in when they are complete, until Ctrl-C.")
@click.option(
    "--every", type=click.FloatRange(0.05, 3600), metavar="SECONDS", help=f"With --watch. Default: {EVERY:g}."
)
@office_option
@log_option
def intake(paths: tuple[Path, ...], backfill: bool, watch: bool, every: float | None, office: str | None) -> None:
    """Take in reports: Excel workbooks and CSV files.

    A file is taken in whole or not at all, and the same file only once. A refused file stays where it is; what is
    wrong with it is written, cell by cell, under data/OFFICE/intake/.

    \b
    Example:
      thongbao intake data/zhumadian/inbox
      thongbao intake --watch data/zhumadian/inbox
    """
    from thongbao import log
    from thongbao.data.intake import intake as take_in
    from thongbao.show import show_intake

    if backfill and watch:
        raise WrongUse("--backfill believes stated arrivals, --watch sees files arrive. Give one of the two.")
    if every is not None and not watch:
        raise WrongUse("--every says how often --watch looks. Give --watch too.")
    if watch:
        from thongbao.commands.watching import watch_inbox

        watch_inbox(paths, every or EVERY, office)
        return
    here, params = open_office(office)
    summary = take_in(here, params, paths, backfill=backfill, now=datetime.now(ZoneInfo(params.office.timezone)))
    counts = {name: getattr(summary, name) for name in ("new", "revised", "refused", "skipped")}
    log.event("intake", files=len(summary.files), **counts)
    sys.exit(show_intake(summary, here.data / params.office.code / "intake"))
