"""`thongbao letters`: letters as files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thongbao.options import bulletin_option, chosen_day, dated, office_option, open_office, unit_option

if TYPE_CHECKING:
    from datetime import date


@click.command()
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
