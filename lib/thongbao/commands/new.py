"""`thongbao new`: a bulletin to begin with."""

from __future__ import annotations

import click

from thongbao.options import office_option, open_office


@click.command()
@click.argument("what", type=click.Choice(("bulletin",)))
@click.argument("name")
@click.option("--form", "forms", multiple=True, metavar="FORM", help="Whose figures it shows; may be repeated.")
@office_option
def new(what: str, name: str, forms: tuple[str, ...], office: str | None) -> None:  # noqa: ARG001 -- one kind so far
    """Write a notebook for a new bulletin, with its translations and its entry in bulletins.yml.

    \b
    Example:
      thongbao new bulletin absences --form cases
    """
    from thongbao.desk.skeleton import new_bulletin

    here, params = open_office(office)
    for path in new_bulletin(here, params, name, forms):
        click.echo(f"Written: {path}")
    click.echo(f"See it: thongbao preview {name} --office {params.office.code}")
