"""The command line. Every command does one step of the story and says plainly what came of it."""

from __future__ import annotations

import os
import signal
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from thongbao import __version__
from thongbao.options import (
    Group,
    bulletin_option,
    chosen_day,
    dated,
    locale_option,
    office_option,
    open_office,
    unit_option,
)

# What a command needs is imported inside it: `thongbao --help` must not wait for pandas and papermill.
if TYPE_CHECKING:
    from datetime import date


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="thongbao")
def main() -> None:
    """From county reports to a right, readable bulletin for every county.

    \b
    A day's work:
      thongbao intake data/zhumadian/inbox
      thongbao status 2020-02-19
      thongbao run 2020-02-19
      thongbao letters 2020-02-19 --to-file letters/
    """


@main.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE|DIR...", type=click.Path(path_type=Path))
@click.option("--backfill", is_flag=True, help="Believe the arrival times in received.csv and received_at columns.")
@office_option
def intake(paths: tuple[Path, ...], backfill: bool, office: str | None) -> None:
    """Take in reports: Excel workbooks and CSV files.

    A file is taken in whole or not at all, and the same file only once. A refused file stays where it is; what is
    wrong with it is written, cell by cell, under data/OFFICE/intake/.

    \b
    Example:
      thongbao intake data/zhumadian/inbox
    """
    from thongbao.data.intake import intake as take_in
    from thongbao.show import show_intake

    here, params = open_office(office)
    summary = take_in(here, params, paths, backfill=backfill, now=datetime.now(ZoneInfo(params.office.timezone)))
    sys.exit(show_intake(summary, here.data / params.office.code / "intake"))


@main.command()
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
@click.option("--why", "asked", metavar="CODE", help="Say why this unit's editions are stale or not; make nothing.")
def run(
    day: date | None,
    day_option: date | None,
    office: str | None,
    units: tuple[str, ...],
    bulletins: tuple[str, ...],
    locale: Any,
    asked: str | None,
    engine: str | None,
    **how: Any,
) -> None:
    """Make the bulletins of a day: only those that are not already right.

    \b
    Examples:
      thongbao run 2020-02-19
      thongbao run 2020-02-19 --unit 411702 --locale en
      thongbao run 2020-02-19 --why 411702
    """
    from thongbao.bulletin.plan import Wish
    from thongbao.flow import How, standing
    from thongbao.flow import run as make
    from thongbao.show import Progress, show_batch, show_why

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    if asked is not None:
        show_why(standing(here, params, chosen, Wish((asked,), bulletins, locale)))
        return
    # The server of fresh processes loads this office before the first edition asks for it.
    os.environ.update(THONGBAO_HOME=str(here.home), THONGBAO_OFFICE=params.office.code)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a service that is stopped stops as Ctrl-C does
    with Progress() as progress:
        try:
            asked_how = How(engine=engine or "", **how)
            batch = make(here, params, chosen, Wish(units, bulletins, locale), asked_how, progress.step)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was made stands; run the same command again to make the rest.", err=True)
            sys.exit(130)
    sys.exit(show_batch(batch, here, params, chosen))


@main.command()
@dated
@office_option
def status(day: date | None, day_option: date | None, office: str | None) -> None:
    """Say who reported, late, zero, missing or refused, and what is made and what is stale.

    \b
    Example:
      thongbao status --date 2020-02-19
    """
    from thongbao.data.status import report_states
    from thongbao.database import open_store
    from thongbao.flow import standing
    from thongbao.show import show_status

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    states = report_states(open_store(here.store), params, chosen)
    show_status(params, chosen, states, standing(here, params, chosen))


@main.command()
@dated
@click.option("--to-file", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@office_option
@unit_option
@bulletin_option
def letters(
    day: date | None,
    day_option: date | None,
    folder: Path,
    office: str | None,
    units: tuple[str, ...],
    bulletins: tuple[str, ...],
) -> None:
    """Write one .eml file per recipient and edition, ready to open in a mail client. Nothing is sent.

    \b
    Example:
      thongbao letters 2020-02-19 --to-file letters/
    """
    from thongbao.bulletin.letters import write_letters
    from thongbao.bulletin.plan import Wish
    from thongbao.flow import standing
    from thongbao.show import show_letters

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    stale = {
        job.edition.stem: why
        for locale in {recipient.locale for recipient in params.recipients}
        for job, why in standing(here, params, chosen, Wish(units, bulletins, locale))
        if why and job.before
    }
    written = write_letters(here.outputs, params, chosen, folder, units or None, bulletins or None, stale)
    sys.exit(show_letters(written, folder))


@main.command()
@dated
@click.option("--unit", "code", required=True, metavar="CODE", help="Who fills it in.")
@click.option("--to", "folder", default=".", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@office_option
@locale_option
def form(
    day: date | None, day_option: date | None, code: str, folder: Path, office: str | None, locale: str | None
) -> None:
    """Write the Excel workbook that a unit fills in for a day: one sheet for each form that it owes.

    \b
    Example:
      thongbao form 2020-02-20 --unit 411702 --to forms/
    """
    from thongbao.data.workbook import blank_workbook

    _, params = open_office(office)
    path = blank_workbook(folder, params, code, chosen_day(params, day, day_option), locale or params.office.locale)
    click.echo(f"Written: {path}")


@main.command()
@office_option
def check(office: str | None) -> None:
    """Check an office's settings, forms and notebooks without running anything.

    \b
    Example:
      thongbao check --office zhumadian
    """
    from thongbao.bulletin.prepare import contract_faults

    here, params = open_office(office)
    faults = contract_faults(here, params)
    if faults:
        click.echo("\n".join([*faults, "The contract of notebooks is notebooks/README.md."]), err=True)
        sys.exit(1)
    click.echo(
        f"{params.office.code}: {len(params.units)} units, {len(params.forms)} forms, "
        f"{len(params.bulletins)} bulletins, {len(params.recipients)} recipients. Nothing is wrong."
    )


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path | None) -> None:
    """Write the JSON Schemas by which editors complete and check the files under params/.

    \b
    Example:
      thongbao schema params/schema
    """
    from thongbao.params.schema import write_schemas
    from thongbao.settings import settings

    target = folder or settings().params / "schema"
    write_schemas(target)
    click.echo(f"Schemas written to {target}")
