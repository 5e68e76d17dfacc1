"""`thongbao remind`: letters to units whose reports are awaited, before the cut-off."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thongbao.errors import WrongUse
from thongbao.options import (
    chosen_day,
    dated,
    form_option,
    log_option,
    moment_given,
    office_option,
    only,
    open_office,
    unit_option,
)

if TYPE_CHECKING:
    from datetime import date

    from thongbao.reminders import Reminded


@click.command()
@dated
@click.option("--dry-run", is_flag=True, help="Say who would be written to; change nothing.")
@click.option(
    "--to-file",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the letters as .eml files to look at; nothing is queued.",
)
@click.option("--late", is_flag=True, help="After the cut-off: write to those who still have not reported.")
@click.option("--as-of", metavar="MOMENT", help="What would have been written then; with --dry-run or --to-file.")
@office_option
@unit_option
@form_option
@log_option
def remind(
    day: date | None,
    day_option: date | None,
    dry_run: bool,
    folder: Path | None,
    late: bool,
    as_of: str | None,
    office: str | None,
    units: tuple[str, ...],
    forms: tuple[str, ...],
) -> None:
    """Queue a letter to whoever is responsible for reports whose cut-off is on the DATE and that have not come.

    One letter per unit and person names the forms, until when, and how to say that nothing happened. It goes out with
    `thongbao send DATE --bulletin reminders`, unless its reports come before. Reminders need no approval.

    \b
    Examples:
      thongbao remind
      thongbao remind 2020-02-19 --as-of 2020-02-19T16:00 --dry-run
      thongbao remind --late --form cases
    """
    from thongbao.bulletin.delivery import now
    from thongbao.bulletin.reminding import write_reminders
    from thongbao.database import open_store
    from thongbao.reminders import How, remind
    from thongbao.show_remind import show_reminded

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    only(params, units, forms)
    look_only = dry_run or folder is not None
    if as_of and not look_only:
        raise WrongUse("--as-of is for looking: letters of another moment are not sent. Add --dry-run or --to-file.")
    then = moment_given(as_of, params, "--as-of")
    how = How(units, forms, late=late, keep=not look_only, as_of=then)
    found = remind(open_store(here.store), params, chosen, now(), how)
    code = show_reminded(params, chosen, found, how)
    if folder is not None:
        click.echo(f"{write_reminders(folder, chosen, found.letters)} letters written to {folder}. None was queued.")
    _tell(chosen, found)
    sys.exit(code)


def _tell(day: date, found: Reminded) -> None:
    from thongbao import log

    for one in found.letters:
        log.event("reminder", day=day, unit=one.letter.unit, locale=one.letter.locale)
    log.event("reminders", day=day, new=len(found.letters), skipped=found.before, refused=len(found.withheld))
