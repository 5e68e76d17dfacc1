"""`thongbao init`: an office to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from thongbao.errors import WrongUse
from thongbao.records import LOCALES


@click.command()
@click.argument("name", required=False, metavar="OFFICE")
@click.option("--office", metavar="NAME", help="The same as OFFICE.")
@click.option("--country", type=click.Choice(("CN", "VN")), default="CN", help="Its holidays and clock. Default: CN.")
@click.option("--locale", type=click.Choice(LOCALES), help="The office's language. Default: the country's.")
def init(name: str | None, office: str | None, country: str, locale: str | None) -> None:
    """Write an OFFICE with two counties and one form, into the project around here or into a new one here.

    \b
    Example:
      thongbao init my-office --country VN
    """
    from thongbao.desk.skeleton import init_office
    from thongbao.settings import settings

    code = name or office
    if not code or (name and office and name != office):
        raise WrongUse("Name one office: thongbao init my-office")
    try:
        home = settings().home
    except WrongUse:  # there is no project here yet
        home = Path.cwd()
    spoken = locale or {"CN": "zh_Hans", "VN": "vi"}[country]
    for path in init_office(home, code, country, spoken):  # type: ignore[arg-type]
        click.echo(f"Written: {path}")
    click.echo(
        f"Next: rename the units in params/{code}/units.csv, then\n"
        f"  thongbao new bulletin daily --office {code}\n  thongbao check --office {code}"
    )
