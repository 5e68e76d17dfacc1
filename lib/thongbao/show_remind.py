"""What reminding prints: who is written to of what, who cannot be, and for whom it is too late."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from thongbao.language import counted, moment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from thongbao.records import OfficeParams, Silence
    from thongbao.reminders import How, Reminded

NAMED = 50
"""Units that are named one by one; of more, only how many."""


def show_reminded(params: OfficeParams, on: date, found: Reminded, how: How) -> int:
    """Print what came of reminding, and what to do next; return the exit code.

    Returns:
        0 where everybody who is silent has been or will be written to, or nobody is; else 1.
    """
    click.echo(f"Reports of {params.office.code} with their cut-off on {on}: {len(found.silent)} units to be reminded.")
    _named("awaited", [_line(one, params) for one in found.silent])
    new = "newly queued" if how.keep else "would be queued. Nothing was changed"
    click.echo(f"{counted(len(found.letters), 'reminder')} {new}.")
    if found.before:
        click.echo(f"{found.before} not written again: they were asked for the same by this cut-off before.")
    _named("withheld", found.withheld)
    for one in found.nobody:
        click.echo(f"  nobody to write to: {_name(one, params)}. Write reports_for: [{one.unit}] for somebody.")
    if found.passed:
        _passed(params, on, found, how)
    if how.keep and found.letters:
        click.echo(f"Send them: thongbao send {on} --bulletin reminders")
    too_late = bool(found.passed) and not how.late and not found.silent
    return int(bool(found.withheld or found.nobody or too_late))


def _passed(params: OfficeParams, on: date, found: Reminded, how: How) -> None:
    if how.late:
        click.echo(f"{len(found.passed)} units have time left for others: thongbao remind {on} without --late.")
        return
    click.echo(
        f"Too late for {len(found.passed)} units: the cut-off has passed, and no reminder makes them be on time."
    )
    _named("too late", [_line(one, params) for one in found.passed])
    click.echo(f"Call them, or write to them all the same: thongbao remind {on} --late")


def _line(one: Silence, params: OfficeParams) -> str:
    parts = [
        f"{awaited.form}{f' of {awaited.day}' if awaited.day != awaited.until.date() else ''}"
        f"{' (refused)' if awaited.refused else ''}"
        for awaited in one.awaited
    ]
    until = moment(min(awaited.until for awaited in one.awaited), "en")
    silent = f"; silent for {one.streak} reporting days" if one.streak > 1 else ""
    return f"{_name(one, params)} by {until}: {', '.join(parts)}{silent}"


def _name(one: Silence, params: OfficeParams) -> str:
    return f"{one.unit} {one.names.to(params.office.locale)}"


def _named(what: str, lines: Sequence[str]) -> None:
    for line in lines[:NAMED]:
        click.echo(f"  {what}: {line}")
    if len(lines) > NAMED:
        click.echo(f"  {what}: {len(lines) - NAMED} more")
