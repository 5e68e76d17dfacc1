"""`thongbao audit`: who did what, when."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thongbao.options import Day, office_option, open_office

if TYPE_CHECKING:
    from datetime import date


@click.command()
@click.argument("day", type=Day(), required=False, metavar="[DATE]")
@office_option
def audit(day: date | None, office: str | None) -> None:
    """Tell who approved, withdrew, sent or released what, and when: of a day's bulletins, or all.

    \b
    Example:
      thongbao audit 2020-02-19
    """
    from zoneinfo import ZoneInfo

    from thongbao.bulletin.audit import trail
    from thongbao.database import open_store, reading
    from thongbao.show_approval import show_trail

    here, params = open_office(office)
    with reading(open_store(here.store)) as connection:
        show_trail(trail(connection, params.office.code, day), ZoneInfo(params.office.timezone))
