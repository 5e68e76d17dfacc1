"""`thongbao status`: who reported, what stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thongbao.options import chosen_day, dated, form_option, moment_given, office_option, only, open_office, unit_option

if TYPE_CHECKING:
    from datetime import date


@click.command()
@dated
@office_option
@unit_option
@form_option
@click.option("--days", type=click.IntRange(1, 366), default=28, show_default=True, help="Days that rates are of.")
@click.option("--as-of", metavar="MOMENT", help="What was known then, e.g. 2020-02-19T17:00, office time.")
@click.option("--since", metavar="MOMENT", help="List the figures that were corrected since then.")
@click.option("--all-units", is_flag=True, help="List also the units of which nothing is lacking.")
def status(
    day: date | None,
    day_option: date | None,
    office: str | None,
    units: tuple[str, ...],
    forms: tuple[str, ...],
    days: int,
    as_of: str | None,
    since: str | None,
    all_units: bool,
) -> None:
    """Say who reported, late, zero, missing or refused, and what is made and what is stale.

    A rate over 100 % is shown as it is and marked with !.

    \b
    Examples:
      thongbao status --date 2020-02-19
      thongbao status 2020-02-19 --as-of 2020-02-19T17:00
      thongbao status 2020-02-19 --unit 411702 --since 2020-02-18
    """
    from thongbao.data.status import status_of
    from thongbao.database import open_store
    from thongbao.flow import standing
    from thongbao.show_status import show_editions, show_status

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    then, before = moment_given(as_of, params, "--as-of"), moment_given(since, params, "--since")
    asked = only(params, units, forms)
    found = status_of(open_store(here.store), asked, chosen, units=units, as_of=then, since=before, window=days)
    show_status(asked, found, every_unit=all_units)
    if then is None and not units and not forms:
        show_editions(chosen, standing(here, params, chosen))
