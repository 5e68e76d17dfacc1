"""`thongbao export`: the reports as one tidy table."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from thongbao.errors import WrongUse
from thongbao.options import Day, office_option, open_office, unit_option

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from thongbao.records import OfficeParams


@click.command()
@click.option("--to", "path", required=True, metavar="FILE", type=click.Path(path_type=Path), help="A .csv or .xlsx.")
@click.option("--from", "first", type=Day(), metavar="DATE", help="The first day of the reports. Default: all.")
@click.option("--until", "last", type=Day(), metavar="DATE", help="The last day of the reports. Default: all.")
@click.option("--form", "forms", multiple=True, metavar="CODE", help="Only this form; may be repeated.")
@click.option("--as-of", type=Day(), metavar="DATE", help="As the reports were known at the end of this day.")
@unit_option
@office_option
def export(
    path: Path,
    first: date | None,
    last: date | None,
    forms: tuple[str, ...],
    as_of: date | None,
    units: tuple[str, ...],
    office: str | None,
) -> None:
    """Write the reports in force as one table: a line per figure or text, for programs (.csv) or people (.xlsx).

    It is for the office itself: small numbers are not hidden in it. Numbers are written with all their digits; a text
    that a spreadsheet could take for a formula gets an apostrophe before it.

    \b
    Example:
      thongbao export --from 2020-02-01 --until 2020-02-19 --to february.xlsx
    """
    from thongbao.data.export import Wanted
    from thongbao.data.export import export as write
    from thongbao.database import open_store

    here, params = open_office(office)
    _known(params, "form", forms, (form.code for form in params.forms))
    _known(params, "unit", units, (unit.code for unit in params.units))
    if first and last and first > last:
        raise WrongUse(f"The first day, {first}, is after the last, {last}. Give them the other way round.")
    moment = datetime.combine(as_of, time.max, ZoneInfo(params.office.timezone)) if as_of else None
    count = write(open_store(here.store), params, path, Wanted(first, last, forms, units, moment))
    click.echo(f"Written: {path} ({count} lines)")


def _known(params: OfficeParams, what: str, asked: Iterable[str], there: Iterable[str]) -> None:
    unknown = sorted(set(asked) - set(there))
    if unknown:
        raise WrongUse(f"{', '.join(unknown)} is no {what} of {params.office.code}. Correct --{what}.")
