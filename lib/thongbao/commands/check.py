"""`thongbao check`: settings, forms and notebooks."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from thongbao.options import locale_option, office_option, open_office

if TYPE_CHECKING:
    from thongbao.records import Locale, OfficeParams
    from thongbao.settings import Settings

CONTRACT = "The contract of notebooks is notebooks/README.md."


@click.command()
@click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...")
@click.option("--run/--no-run", "run", default=None, help="Run the notebooks for desk.yml's unit. Default: when named.")
@office_option
@locale_option
def check(notebooks: tuple[str, ...], run: bool | None, office: str | None, locale: Locale | None) -> None:
    """Check an office's settings, forms and notebooks; NOTEBOOKs that are named are run, too, in each language.

    Nothing is written. As a hook before a commit: see docs/operations.md.

    \b
    Examples:
      thongbao check --office zhumadian
      thongbao check notebooks/10_county_daily.ipynb
    """
    from thongbao.bulletin.prepare import contract_faults

    here, params = open_office(office)
    faults = [] if notebooks else contract_faults(here, params)
    if faults:
        click.echo("\n".join([*faults, CONTRACT]), err=True)
        sys.exit(1)
    if run or (run is None and notebooks):
        _run(here, params, notebooks, locale)
    elif notebooks:
        _hold(here, params, notebooks)
    else:
        click.echo(
            f"{params.office.code}: {len(params.units)} units, {len(params.forms)} forms, "
            f"{len(params.bulletins)} bulletins, {len(params.recipients)} recipients. Nothing is wrong."
        )


def _hold(here: Settings, params: OfficeParams, named: tuple[str, ...]) -> None:
    """Hold some notebooks against the contract without running them."""
    from thongbao.bulletin.prepare import contract_faults
    from thongbao.desk.choice import notebook_at

    wanted = {notebook_at(here, name).name for name in named}
    bulletins = tuple(one for one in params.bulletins if one.notebook in wanted)
    faults = contract_faults(here, params.model_copy(update={"bulletins": bulletins}))
    unknown = wanted - {one.notebook for one in bulletins}
    faults += [f"{name}: no bulletin of {params.office.code} is made with it." for name in sorted(unknown)]
    if faults:
        click.echo("\n".join([*faults, CONTRACT]), err=True)
        sys.exit(1)
    for one in bulletins:
        click.echo(f"{one.code}: {one.notebook} keeps the contract.")


def _run(here: Settings, params: OfficeParams, named: tuple[str, ...], locale: Locale | None) -> None:
    from thongbao.desk.checking import check_notebooks
    from thongbao.desk.choice import notebook_at

    made = dict.fromkeys(bulletin.notebook for bulletin in params.bulletins)
    paths = [notebook_at(here, name) for name in named or made]
    wrong = False
    for checked in check_notebooks(here, params, paths, locale):
        wrong |= checked.wrong
        click.echo(f"{checked.notebook} for {checked.title}: {'to mend' if checked.wrong else 'nothing is wrong'}")
        for said in checked.said:
            click.echo(f"  {said}")
    if wrong:
        click.echo(CONTRACT, err=True)
        sys.exit(1)
