"""The command line. Every command does one step of the story and says plainly what came of it."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from thongbao import __version__
from thongbao.errors import ThongbaoError, WrongUse
from thongbao.records import LOCALES

# What a command needs is imported inside it: `thongbao --help` must not wait for pandas and papermill.
if TYPE_CHECKING:
    from collections.abc import Callable

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


class _Group(click.Group):
    """Show our errors as one message without a traceback, with their own exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().main(*args, **kwargs)
        except ThongbaoError as error:
            click.echo(f"thongbao: {error}", err=True)
            sys.exit(error.exit_code)


class _Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2020-02-19", param, ctx)


def _dated(command: Callable[..., None]) -> Callable[..., None]:
    """Take the day as a plain argument or as --date."""
    command = click.option("--date", "day_option", type=_Day(), metavar="DATE", help="The day of the reports.")(command)
    return click.argument("day", type=_Day(), required=False, metavar="[DATE]")(command)


_office = click.option("--office", metavar="NAME", help="A folder under params/. Default: the first.")
_units = click.option("--unit", "units", multiple=True, metavar="CODE", help="Only this unit; may be repeated.")
_bulletins = click.option("--bulletin", "bulletins", multiple=True, metavar="NAME", help="Only this bulletin.")
_locale = click.option("--locale", type=click.Choice(LOCALES), help="Instead of the languages in bulletins.yml.")


def _open(office: str | None) -> tuple[Settings, OfficeParams]:
    from thongbao.params.office import default_office, read_office
    from thongbao.settings import settings

    here = settings()
    return here, read_office(here.params, office or os.environ.get("THONGBAO_OFFICE") or default_office(here.params))


def _day(params: OfficeParams, argument: date | None, option: date | None) -> date:
    if argument and option and argument != option:
        raise WrongUse(f"Two different days were given: {argument} and {option}. Give one.")
    return argument or option or datetime.now(ZoneInfo(params.office.timezone)).date()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
@_office
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

    here, params = _open(office)
    summary = take_in(here, params, paths, backfill=backfill, now=datetime.now(ZoneInfo(params.office.timezone)))
    sys.exit(show_intake(summary, here.data / params.office.code / "intake"))


@main.command()
@_dated
@_office
@_units
@_bulletins
@_locale
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

    here, params = _open(office)
    chosen = _day(params, day, day_option)
    if asked is not None:
        show_why(standing(here, params, chosen, Wish((asked,), bulletins, locale)))
        return
    with Progress() as progress:
        try:
            asked_how = How(engine=engine or "", **how)
            batch = make(here, params, chosen, Wish(units, bulletins, locale), asked_how, progress.step)
        except KeyboardInterrupt:
            click.echo("\nStopped. What was made stands; run the same command again to make the rest.", err=True)
            sys.exit(130)
    sys.exit(show_batch(batch, here, params, chosen))


@main.command()
@_dated
@_office
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

    here, params = _open(office)
    chosen = _day(params, day, day_option)
    states = report_states(open_store(here.store), params, chosen)
    show_status(params, chosen, states, standing(here, params, chosen))


@main.command()
@_dated
@click.option("--to-file", "folder", required=True, metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@_office
@_units
@_bulletins
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
    from thongbao.show import show_letters

    here, params = _open(office)
    chosen = _day(params, day, day_option)
    written = write_letters(here.outputs, params, chosen, folder, units=units or None, bulletins=bulletins or None)
    sys.exit(show_letters(written, folder))


@main.command()
@_office
def check(office: str | None) -> None:
    """Check an office's settings, forms and notebooks without running anything.

    \b
    Example:
      thongbao check --office zhumadian
    """
    from thongbao.bulletin.jobs import notebooks
    from thongbao.bulletin.plan import plan

    here, params = _open(office)
    notebooks(here, plan(params, _day(params, None, None)))
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
