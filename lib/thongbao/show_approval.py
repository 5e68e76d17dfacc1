"""What `approve` and `audit` print."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import click

from thongbao.bulletin.summary import Standing, approved_stems, changed_most, edge_cases
from thongbao.language import counted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from thongbao.data.revisions import Revision
    from thongbao.records import OfficeParams

NAMED = 12
"""Editions named of each kind; the rest is counted."""


def show_standings(params: OfficeParams, standings: Sequence[Standing], missing: Sequence[str]) -> int:
    """Print what whoever approves should look at; return how many editions can be approved.

    Args:
        missing: units without a report of the day, in words.
    """
    can = [one for one in standings if not one.refused]
    done = approved_stems(standings)
    click.echo(f"{len(standings)} editions: {len(can)} can be approved, {len(done)} of them are approved already.")
    _several("Missing reports", list(missing))
    _several("Refused", _by_reason(standings))
    moves = [f"{stem}: {label} {_n(was)} -> {_n(now)}" for stem, label, was, now in changed_most(can)]
    _several("Changed most since the last edition", moves or ["nothing, or there is no earlier edition"])
    _several("Worth opening", [f"{stem} ({what})" for what, stem in edge_cases(params, standings)])
    for lacking, times in sorted(Counter(one.lacking for one in can if one.lacking).items()):
        click.echo(f"\nStill lacking: {counted(lacking, 'role')} for {counted(times, 'edition')}.")
    return len(can)


def show_reports(
    reports: Sequence[Revision], done: Collection[str], deadline: datetime, now: datetime, zone: ZoneInfo
) -> None:
    """Print the reports that are to be approved: when they came, what is approved, and until when it must be.

    Args:
        done: the units whose report is approved as it stands.
        deadline: the first moment at which an approval is late.
    """
    for report in reports:
        came = report.received_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")
        punctual = "on time" if report.on_time else "late"
        state = "approved" if report.key.unit in done else "not approved"
        click.echo(f"  {report.key.unit}: revision {report.revision}, received {came}, {punctual}; {state}")
    last = (deadline - timedelta(days=1)).strftime("%A %Y-%m-%d")
    click.echo(f"To be approved by {last}: {'that day is over' if now >= deadline else 'there is time'}.")


def show_trail(lines: Sequence[Any], zone: ZoneInfo) -> None:
    """Print the audit trail, a line each, in the office's time."""
    for line in lines:
        when = line.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
        who = f"{line.actor} ({line.account})" if line.account else line.actor
        more = "  ".join(part for part in (line.subject, line.digest[:12], line.detail) if part)
        click.echo(f"{when}  {line.action:<10}  {who}  {more}")
    if not lines:
        click.echo("Nothing yet.")


def _by_reason(standings: Sequence[Standing]) -> list[str]:
    """Say each reason once, with the editions it holds back."""
    found: dict[str, list[str]] = {}
    for one in standings:
        if one.refused:
            found.setdefault(one.refused, []).append(one.stem)
    lines = []
    for reason, stems in found.items():
        more = f" and {len(stems) - NAMED} more" if len(stems) > NAMED else ""
        lines.append(f"{len(stems)} × {reason}: {', '.join(stems[:NAMED])}{more}")
    return lines


def _several(heading: str, lines: list[str]) -> None:
    if not lines:
        return
    click.echo(f"\n{heading}:")
    for line in lines[:NAMED]:
        click.echo(f"  {line}")
    if len(lines) > NAMED:
        click.echo(f"  and {len(lines) - NAMED} more")


def _n(value: float) -> str:
    return f"{value:,.10g}"
