"""`thongbao pdf`: bulletins to print or to file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from thongbao.options import bulletin_option, chosen_day, dated, locale_option, office_option, open_office, unit_option

if TYPE_CHECKING:
    from datetime import date


@click.command()
@dated
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    default="pdf",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where they are written.",
)
@office_option
@unit_option
@bulletin_option
@locale_option
def pdf(
    day: date | None,
    day_option: date | None,
    folder: Path,
    office: str | None,
    units: tuple[str, ...],
    bulletins: tuple[str, ...],
    locale: str | None,
) -> None:
    """Write bulletins that were made as tagged PDF files (PDF/UA), A4. Needs thongbao[pdf].

    \b
    Example:
      thongbao pdf 2020-02-19 --unit 411702 --to pdf/
    """
    from thongbao.bulletin.ledger import date_folder, intact, read_record
    from thongbao.bulletin.pdf import write_pdf
    from thongbao.bulletin.plan import Wish, plan

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    at, missing, written = date_folder(here.outputs, params.office.code, chosen), [], 0
    for edition in plan(params, chosen, Wish(units, bulletins, locale)):  # type: ignore[arg-type]
        record = read_record(at, edition)
        if record is None or record.state != "made" or not intact(at, record):
            missing.append(edition.stem)
            continue
        path = folder / f"{chosen}_{edition.unit}_{edition.bulletin}.{edition.locale}.pdf"
        write_pdf(at / f"{edition.stem}.html", path)
        written += 1
        click.echo(path)
    if missing:
        click.echo(
            f"Not made, or changed since: {', '.join(missing)}. Make them with `thongbao run {chosen}`.", err=True
        )
    sys.exit(1 if missing or not written else 0)
