"""`thongbao form`: the workbook a unit fills in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from thongbao.errors import WrongUse
from thongbao.options import Day, chosen_day, locale_option, office_option, open_office

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.argument("words", nargs=-1, metavar="[FORM] [DATE]")
@click.option("--date", "day_option", type=Day(), metavar="DATE", help="The day of the reports.")
@click.option("--unit", "code", required=True, metavar="CODE", help="Who fills it in.")
@click.option("--to", "folder", default=".", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@office_option
@locale_option
@click.pass_context
def form(
    context: click.Context,
    words: tuple[str, ...],
    day_option: date | None,
    code: str,
    folder: Path,
    office: str | None,
    locale: str | None,
) -> None:
    """Write the Excel workbook that a unit fills in for a day, a sheet per form.

    Without FORM those that are due on that day are in it; `all` stands for every form of the unit, with those of other
    days of the week and those on event.

    \b
    Examples:
      thongbao form 2020-02-20 --unit 411702 --to forms/
      thongbao form devices --unit 411702 --date 2020-02-21
      thongbao form all 2020-02-21 --unit 411702
    """
    from thongbao.data.workbook import blank_workbook

    wanted, day = _meant(context, words)
    _, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    path = blank_workbook(folder, params, code, chosen, locale or params.office.locale, wanted)
    click.echo(f"Written: {path}")


def _meant(context: click.Context, words: tuple[str, ...]) -> tuple[str, date | None]:
    """Return the form, "" for none, and the day, whichever stands first: a day begins with a digit, a form cannot."""
    forms = [word for word in words if not word[:1].isdigit()]
    days = [Day().convert(word, None, context) for word in words if word[:1].isdigit()]
    if len(forms) > 1 or len(days) > 1:
        raise WrongUse("Give one form and one day. Without a form those are written that are due on the day.")
    return forms[0] if forms else "", days[0] if days else None
