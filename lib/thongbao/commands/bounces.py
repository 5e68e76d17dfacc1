"""`thongbao bounces`: letters that came back, and the addresses that get none until somebody clears them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from thongbao.options import office_option, open_office


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False), metavar="[DIR]")
@click.option("--clear", "address", metavar="ADDRESS", help="Let letters go to this address again.")
@click.option("--by", metavar="ROLE", help="Who clears it; stands in the audit trail.")
@office_option
def bounces(folder: Path | None, address: str | None, by: str | None, office: str | None) -> None:
    """Read reports of non-delivery from a folder or Maildir, and list the addresses they are about.

    The folder is that of the mailbox which letters are sent from, or envelope_from in mail.yml names. Files are only
    read; each counts once. An address that does not exist gets no more letters, and that is said whenever one is
    withheld.

    \b
    Examples:
      thongbao bounces Maildir
      thongbao bounces --clear xiping@zhumadian.example --by director
    """
    from thongbao.bulletin.bounced import clear, known_addresses, take_in
    from thongbao.bulletin.delivery import now
    from thongbao.database import open_store, reading, writing
    from thongbao.errors import WrongUse
    from thongbao.show_send import show_bounces

    here, params = open_office(office)
    engine = open_store(here.store)
    if address is not None:
        if not by:
            raise WrongUse("Say who clears the address: --by ROLE.")
        with writing(engine) as connection:
            clear(connection, params.office.code, address, by, now())
        click.echo(f"{address} gets letters again.")
    told = None
    if folder is not None:
        with writing(engine) as connection:
            told = take_in(connection, params.office.code, folder, now())
    with reading(engine) as connection:
        sys.exit(show_bounces(told, known_addresses(connection, params.office.code)))
