"""What all commands have in common: options that mean the same everywhere, and how an error ends a command."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from thongbao.errors import ThongbaoError, WrongUse
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from collections.abc import Callable

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


class Group(click.Group):
    """Show our errors as one message without a traceback, with their own exit code."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        # A quarter of a second of a whole country: what is left at the end need not be looked through once more.
        atexit.register(gc.freeze)
        try:
            return super().main(*args, **kwargs)
        except ThongbaoError as error:
            click.echo(f"thongbao: {error}", err=True)
            sys.exit(error.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        from thongbao import log

        started = time.monotonic()
        code: int | str | None = 0
        try:
            return super().invoke(ctx)
        except BaseException as error:
            code = error.code if isinstance(error, SystemExit) else getattr(error, "exit_code", 1)
            raise
        finally:
            seconds = time.monotonic() - started
            log.event("end", command=ctx.invoked_subcommand, exit_code=code or 0, seconds=seconds)
            log.stop()


class Day(click.ParamType[date]):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day; write it as 2020-02-19", param, ctx)


def dated(command: Callable[..., None]) -> Callable[..., None]:
    """Take the day as a plain argument or as --date."""
    command = click.option("--date", "day_option", type=Day(), metavar="DATE", help="The day of the reports.")(command)
    return click.argument("day", type=Day(), required=False, metavar="[DATE]")(command)


office_option = click.option("--office", metavar="NAME", help="A folder under params/. Default: the first.")
unit_option = click.option("--unit", "units", multiple=True, metavar="CODE", help="Only this unit; may be repeated.")
form_option = click.option("--form", "forms", multiple=True, metavar="CODE", help="Only this form; may be repeated.")
bulletin_option = click.option("--bulletin", "bulletins", multiple=True, metavar="NAME", help="Only this bulletin.")
locale_option = click.option(
    "--locale",
    type=click.Choice(LOCALES),
    multiple=True,
    callback=lambda _context, _option, given: _one(given),
    help="Instead of the languages in bulletins.yml.",
)


def _log_to(_context: click.Context, _option: click.Parameter, path: Path | None) -> None:
    if path is not None:
        from thongbao import log

        log.to_file(path)


log_option = click.option(
    "--log",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    expose_value=False,
    callback=_log_to,
    help="Append JSON lines: ids and numbers only.",
)
metrics_option = click.option(
    "--metrics",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write figures for Prometheus' textfile collector.",
)


def _one(locales: tuple[str, ...]) -> str | None:
    if len(locales) > 1:
        raise WrongUse(f"--locale was given {len(locales)} times. Give one, and run again for the others.")
    return locales[0] if locales else None


def open_office(office: str | None) -> tuple[Settings, OfficeParams]:
    """Return where things are, and the settings of the office that was named, or of the first under params/."""
    from thongbao import log
    from thongbao.params.office import default_office, read_office
    from thongbao.settings import settings

    here = settings()
    named = office or os.environ.get("THONGBAO_OFFICE")
    if not named:
        named = default_office(here.params)
        if len(here.offices()) > 1:
            click.echo(f"Office: {named}, the first under params/. Name another one with --office.", err=True)
    params = read_office(here.params, named)
    log.from_environment()
    context = click.get_current_context(silent=True)
    log.begin((context.info_name or "") if context else "", params.office.code)
    return here, params


def chosen_day(params: OfficeParams, argument: date | None, option: date | None) -> date:
    """Return the day that was given either way; today in the office's time zone where none was."""
    if argument and option and argument != option:
        raise WrongUse(f"Two different days were given: {argument} and {option}. Give one.")
    return argument or option or datetime.now(ZoneInfo(params.office.timezone)).date()


def moment_given(written: str | None, params: OfficeParams, option: str) -> datetime | None:
    """Return a moment that was written in an option, in the office's time where it has no zone; None where none was."""
    from thongbao.params.timezones import moment_in

    try:
        return moment_in(written, ZoneInfo(params.office.timezone)) if written else None
    except ValueError as error:
        raise WrongUse(f"{option}: {error}") from error


def only(params: OfficeParams, units: tuple[str, ...], forms: tuple[str, ...]) -> OfficeParams:
    """Return the office with the forms that are named, or all; unknown codes are wrong use."""
    from thongbao.params.findings import nearest

    for code in (code for code in units if params.unit(code) is None):
        raise WrongUse(f"{params.office.code} has no unit {code!r}. {nearest(code, [u.code for u in params.units])}")
    for code in (code for code in forms if params.form(code) is None):
        raise WrongUse(f"{params.office.code} has no form {code!r}. {nearest(code, [f.code for f in params.forms])}")
    return params.model_copy(update={"forms": tuple(f for f in params.forms if not forms or f.code in forms)})
