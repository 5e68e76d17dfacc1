"""`thongbao release`: a person decides about a letter in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thongbao.options import log_option, office_option, open_office

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command()
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(1), metavar="NUMBER...")
@click.option("--sent", "verdict", flag_value="sent", help="It arrived, or it may stay away: never send it again.")
@click.option("--again", "verdict", flag_value="again", help="Send it again, knowingly; with the same Message-ID.")
@click.option("--by", required=True, metavar="ROLE", help="Who decides, e.g. director; stands in the audit trail.")
@office_option
@log_option
def release(numbers: Sequence[int], verdict: str | None, by: str, office: str | None) -> None:
    """Decide about letters in doubt: the server may have taken them, and its answer is not known.

    Ask the recipient, or look for the Message-ID in the server's log. Letters that were refused for good can be sent
    again, too, once the reason is mended. The next `thongbao send` of their day sends them.

    \b
    Examples:
      thongbao release 17 --sent --by director
      thongbao release 17 18 --again --by director
    """
    from thongbao.bulletin.delivery import now
    from thongbao.bulletin.outbox import Event
    from thongbao.bulletin.outbox_sender import sweep
    from thongbao.bulletin.outbox_store import release as decide
    from thongbao.commands.gallery import renew
    from thongbao.database import open_store, writing
    from thongbao.errors import WrongUse

    if verdict is None:
        raise WrongUse("Say what became of the letter: --sent or --again.")
    here, params = open_office(office)
    event = Event.RELEASE_SENT if verdict == "sent" else Event.RELEASE_AGAIN
    with writing(open_store(here.store)) as connection:
        sweep(connection, params.office.code, now())
        rows = [decide(connection, params.office.code, number, event, by, now()) for number in dict.fromkeys(numbers)]
    for row in rows:
        what = "counts as sent" if verdict == "sent" else f"waits to be sent again: thongbao send {row.day}"
        click.echo(f"letter {row.id}, {row.unit}/{row.bulletin}.{row.locale} to {row.recipient}, {what}")
    renew(here, params, [row.day for row in rows])
