"""`thongbao approve`: what may be sent, by whom, and for exactly which content."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thongbao.errors import WrongUse
from thongbao.options import bulletin_option, chosen_day, dated, log_option, office_option, open_office, unit_option

if TYPE_CHECKING:
    from datetime import date


@click.command()
@dated
@office_option
@unit_option
@bulletin_option
@click.option("--by", "role", required=True, metavar="ROLE", help="The role that approves, e.g. director.")
@click.option(
    "--needs", type=click.IntRange(1, 9), default=1, help="Roles that must approve; the settings may ask more."
)
@click.option(
    "--form", "form_code", metavar="NAME", help="Approve reports of this form, e.g. duty_rota, not bulletins."
)
@click.option("--withdraw", is_flag=True, help="Take approvals back; nothing is deleted.")
@click.option("--why", default="", metavar="TEXT", help="The reason, for the audit trail.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@log_option
def approve(
    day: date | None,
    day_option: date | None,
    office: str | None,
    units: tuple[str, ...],
    bulletins: tuple[str, ...],
    role: str,
    needs: int,
    form_code: str | None,
    withdraw: bool,
    why: str,
    yes: bool,
) -> None:
    """Show what is to be looked at of a day's bulletins, then approve them as they stand.

    An approval holds for exactly these contents: an edition that changes afterwards is not approved.

    \b
    Examples:
      thongbao approve 2020-02-19 --by director
      thongbao approve 2020-02-19 --unit 411702 --by deputy_director --withdraw --why total
      thongbao approve 2020-04-03 --form duty_rota --by director
    """
    from thongbao.bulletin.approving import role_of
    from thongbao.database import open_store

    here, params = open_office(office)
    chosen = chosen_day(params, day, day_option)
    by = role_of(params, role)
    engine = open_store(here.store)
    if form_code is not None:
        from thongbao.approvals import approve_reports

        if bulletins:
            raise WrongUse("--form approves reports, --bulletin bulletins. Give one of them.")
        approve_reports(engine, params, form_code, chosen, units, by=by, withdrawn=withdraw, why=why, yes=yes)
        return
    from thongbao.approvals import approve_editions
    from thongbao.commands.gallery import renew

    approve_editions(
        (here, engine), params, chosen, (units, bulletins), by=by, needs=needs, withdrawn=withdraw, why=why, yes=yes
    )
    renew(here, params, [chosen])
