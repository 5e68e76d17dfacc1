"""Approve editions and reports: show what there is to see, ask, record. Knows both the reports and the bulletins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from thongbao.bulletin.approval import approve, is_approved, report_subject, standing, withdraw
from thongbao.bulletin.approving import approve_all, standings, withdraw_all
from thongbao.bulletin.plan import Wish, plan
from thongbao.data.revisions import approve_by, newest
from thongbao.data.status import report_states
from thongbao.database import reading, writing
from thongbao.errors import WrongUse
from thongbao.flow import standing as standing_of_day
from thongbao.language import counted
from thongbao.params.calendar import calendar_of
from thongbao.show_approval import show_reports, show_standings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy import Engine

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


def approve_editions(
    where: tuple[Settings, Engine],
    params: OfficeParams,
    day: date,
    what: tuple[tuple[str, ...], tuple[str, ...]],
    *,
    by: str,
    needs: int,
    withdrawn: bool,
    why: str,
    yes: bool,
) -> None:
    """Show the editions of a day, ask, and approve them as they stand; or take their approvals back.

    Args:
        where: the settings and the store.
        what: units and bulletins; empty for all.

    Raises:
        WrongUse: nothing can be approved, or there was no approval to take back.
    """
    settings, engine = where
    wish = Wish(*what)
    if withdrawn:
        back = withdraw_all(params, day, plan(params, day, wish), engine, by=by, why=why)
        if not back:
            raise WrongUse(f"Nothing of {day} and what was asked for is approved: there is nothing to withdraw.")
        click.echo(f"Approval withdrawn by {by}: {back} editions. They must be approved anew.")
        return
    jobs = standing_of_day(settings, params, day, wish)
    editions = [(job.edition, job.before, stale) for job, stale in jobs]
    seen = standings(settings, params, day, editions, engine, needs)
    if not show_standings(params, seen, _missing(engine, params, day)):
        raise WrongUse("Nothing can be approved. Make what is missing or stale with `thongbao run`, then look again.")
    _ask(f"Approve them as {by}?", yes=yes)
    new, filed = approve_all(settings, params, day, seen, engine, by=by, needs=needs)
    click.echo(f"Newly approved by {by}: {counted(new, 'edition')}.")
    if filed:
        click.echo(f"File copies: {len(filed)}, e.g. {filed[0]}")


def approve_reports(
    engine: Engine,
    params: OfficeParams,
    form_code: str,
    day: date,
    units: Sequence[str],
    *,
    by: str,
    withdrawn: bool,
    why: str,
    yes: bool,
    now: datetime | None = None,
) -> None:
    """Show the reports of a form and day, ask, and approve each as its newest revision says; or take that back.

    Args:
        units: codes; empty for all that reported.
        now: the moment of approval; by the clock unless given.

    Raises:
        WrongUse: the office has no such form or unit, or there is nothing to approve or to take back.
    """
    form = params.form(form_code)
    if form is None:
        raise WrongUse(f"{params.office.code} has no form {form_code!a}: {', '.join(f.code for f in params.forms)}.")
    office, zone = params.office.code, ZoneInfo(params.office.timezone)
    with reading(engine) as connection:
        there = newest(connection, office, form.code, day)
        given = standing(connection, office, day)
    unknown = [unit for unit in units if unit not in there]
    chosen = [there[unit] for unit in units or there if unit in there]
    if unknown or not chosen:
        who = ", ".join(unknown) or "any unit"
        raise WrongUse(f"There is no report {form.code} of {day} from {who}. Take it in first with `thongbao intake`.")
    if withdrawn:
        with writing(engine) as connection:
            back = withdraw(connection, office, day, [report_subject(r.key) for r in chosen], by=by, why=why, at=now)
        click.echo(f"Approval withdrawn by {by}: {back} reports.")
        return
    needs = params.office.approvals
    deadline, moment = approve_by(form, day, calendar_of(params), zone), now or datetime.now(UTC)
    done = {r.key.unit for r in chosen if is_approved(given.get(report_subject(r.key), ()), r.digest, needs)}
    show_reports(chosen, done, deadline, moment, zone)
    _ask(f"Approve them as {by}?", yes=yes)
    with writing(engine) as connection:
        # What was corrected while the question stood open is another content, and not approved by this.
        new = approve(connection, office, day, {report_subject(r.key): r.digest for r in chosen}, by=by, at=moment)
    click.echo(f"Newly approved by {by}: {counted(new, 'report')}, {'late' if moment >= deadline else 'on time'}.")


def _missing(engine: Engine, params: OfficeParams, day: date) -> list[str]:
    states = report_states(engine, params, day)
    lacking = states[states["state"].isin(["missing", "refused"])]
    named = {unit.code: unit.names.to(params.office.locale) for unit in params.units}
    found: dict[str, list[str]] = {}
    for unit, form in zip(lacking["unit"], lacking["form"], strict=True):
        found.setdefault(str(unit), []).append(str(form))
    return [f"{unit} {named.get(unit, '')}: {', '.join(forms)}" for unit, forms in found.items()]


def _ask(question: str, *, yes: bool) -> None:
    if not yes:
        click.confirm(f"\n{question}", abort=True)
