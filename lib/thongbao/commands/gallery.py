"""`thongbao gallery`: write the pages from which editions are found anew, as things stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thongbao.errors import OutputUnwritable, ThongbaoError
from thongbao.options import chosen_day, dated, office_option, open_office

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


@click.command()
@dated
@office_option
def gallery(day: date | None, day_option: date | None, office: str | None) -> None:
    """Write the gallery of a day anew, as things stand now: reports, stale editions, approvals, letters.

    It is written anyway after run, approve, send and release. Use this after an intake, for instance.

    \b
    Example:
      thongbao gallery 2020-02-19
    """
    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    page = _write(here, params, chosen).with_name(chosen.isoformat()) / "index.html"
    click.echo(f"{page}\n{page.as_uri()}")


def renew(here: Settings, params: OfficeParams, days: Iterable[date]) -> None:
    """Write the gallery anew after a step that was taken; where it cannot be, say so: the step itself stands."""
    for day in dict.fromkeys(days):
        try:
            _write(here, params, day)
        except ThongbaoError as error:
            command = f"thongbao gallery {day}"
            click.echo(f"The gallery of {day} still shows what was before: {error} Later: {command}", err=True)
            if isinstance(error, OutputUnwritable):
                return


def _write(here: Settings, params: OfficeParams, day: date) -> Path:
    from thongbao.bulletin.plan import planned
    from thongbao.flow import standing
    from thongbao.snapshots import stale_of, write_snapshot

    stale = stale_of(standing(here, params, day)) if planned(params, day) else {}
    return write_snapshot(here, params, day, stale)
