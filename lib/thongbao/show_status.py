"""What `thongbao status` prints: the day, the weeks before it, what is complete, what was corrected, what stands."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click
from wcwidth import wcswidth

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import pandas as pd

    from thongbao.bulletin.job import Job
    from thongbao.data.status import Status
    from thongbao.records import EditionRecord, OfficeParams

MANY = 40
"""Units above which only those are listed of which something is to be said."""

WIDE = 6
"""Forms above which each state is one letter: more words than that do not fit side by side."""

MOST_CORRECTIONS = 20
LETTERS = {"on time": "o", "zero": "z", "late": "l", "refused": "R", "missing": "M", "not due": "·", "–": "–"}
MEANT = {"–": "not one of its forms"}
"""What a state is called in the legend, where it has no name in the table."""

WELL = frozenset({"on time", "zero", "not due", "–"})

WORDS = {"not_due": "not due", "not_applicable": "–", "on_time": "on time"}


def show_status(params: OfficeParams, status: Status, *, every_unit: bool = False) -> None:
    """Print how reporting stands.

    Args:
        every_unit: list all units, however many there are.
    """
    moment = f", as known {_when(status.as_of, params)}" if status.as_of else ""
    click.echo(f"Reports of {params.office.code} for {status.day}{moment}:\n")
    _units(params, status, every_unit)
    if status.note:
        click.echo(f"\n  Note: {status.note}")
    _forms(status)
    _complete(params, status)
    _alarms(params, status)
    if status.corrections is not None:
        _corrections(params, status.corrections)


def show_editions(day: object, editions: Sequence[tuple[Job, str]]) -> None:
    """Print which bulletins of the day stand and which would be made again, and why."""
    click.echo(f"\nBulletins for {day}:")
    for job, why in editions:
        click.echo(f"  {job.edition.stem}: {_standing(job.before, why)}")
    click.echo(f"  in all: {sum(not why for _, why in editions)} of {len(editions)} stand as they are")


def _standing(before: EditionRecord | None, why: str) -> str:
    if before is None or not why:
        return why or "made"
    return f"stale: {why}" if before.state == "made" else f"failed: {before.cause}"


def _units(params: OfficeParams, status: Status, every_unit: bool) -> None:
    said = {(line.unit, line.form): _state(line) for line in status.states.itertuples(index=False)}
    rates = {line.unit: line for line in status.by_unit.itertuples(index=False)}
    forms = [form.code for form in params.forms]
    days = (status.day - status.first).days + 1
    short = len(forms) > WIDE
    heads = ["forms"] if short else forms
    lines = [["unit", *heads, f"received, {days} days", "on time", "zero", "silent", "name"]]
    hidden = 0
    for unit in status.units:
        states = [said.get((unit.code, form), "–") for form in forms]
        if len(status.units) > MANY and not every_unit and set(states) <= WELL:
            hidden += 1
            continue
        rate = rates.get(unit.code)
        told = ["".join(_letter(state) for state in states)] if short else states
        lines.append([unit.code, *told, *_rates(rate), unit.names.to(params.office.locale)])
    _table(lines)
    if short:
        letters = ", ".join(f"{letter} {MEANT.get(word, word)}" for word, letter in LETTERS.items())
        click.echo(f"  forms, in this order: {', '.join(forms)}\n  {letters}; +: received all the same")
    if hidden:
        click.echo(f"  and {hidden} units of which nothing is lacking; --all-units lists them")
    counted = Counter(state for state in said.values() if state != "–")
    click.echo("  in all: " + (_counted(counted) or "nothing is due"))


def _counted(states: Counter[str]) -> str:
    """List how many of each state there are; a state of two words, such as late and zero, is one."""
    return ", ".join(f"{n} {state.replace(', ', ' + ')}" for state, n in sorted(states.items()))


def _letter(state: str) -> str:
    """Return one letter for a state in words; late zero reports are late first."""
    first, *more = state.split(", ")
    return "+" if "received" in more else LETTERS.get(first, "?")


def _rates(rate: Any) -> list[str]:
    if rate is None:
        return ["nothing due", "", "", ""]
    silent = f"{rate.silent_streak} days" if rate.silent_streak > 1 else "1 day" if rate.silent_streak else ""
    return [_received(rate), _share(rate.on_time, rate.expected), f"{rate.zero}", silent]


def _received(rate: Any) -> str:
    """Say received of expected; more than all is shown as it is and marked."""
    if not rate.unexpected:
        return _share(rate.received, rate.expected)
    more = f"{rate.unexpected} not due"
    return f"{_share(rate.received + rate.unexpected, rate.expected)}{' !' if rate.over else ''} ({more})"


def _forms(status: Status) -> None:
    lines = [["form", "received", "on time", "on time of received", "zero of received", "refused", "corrections"]]
    rate: Any
    for rate in status.by_form.itertuples(index=False):
        of_received = [_share(rate.on_time, rate.received), _share(rate.zero, rate.received)]
        shown = [_received(rate), _share(rate.on_time, rate.expected), *of_received]
        lines.append([str(rate.form), *shown, str(rate.refused), str(rate.corrections)])
    if len(lines) > 1:
        click.echo(f"\nForms, {status.first} to {status.day}:\n")
        _table(lines)
    filled, asked = int(status.fields["n"].sum()), int(status.fields["of"].sum())
    if asked:
        click.echo(f"  required cells filled in: {_share(filled, asked)}")


def _complete(params: OfficeParams, status: Status) -> None:
    """Say of every unit above others how many of those below it are complete."""
    above = status.complete[status.complete["children"] > 0]
    if above.empty:
        return
    whole = above[above["complete"]]
    names = {unit.code: unit.names.to(params.office.locale) for unit in params.units}
    click.echo(
        f"\nComplete with all below them on {status.day}: {_share(len(whole), len(above))} of the units above others"
    )
    lacking = above[~above["complete"]]
    for code, line in lacking.head(MANY).iterrows():
        own = f", of its own reports {line.own_received}/{line.own}" if line.own else ""
        told = f"{line.children_complete}/{line.children} of the units right below it"
        click.echo(f"  {code} {names.get(str(code), '')}: {told}{own}")
    if len(lacking) > MANY:
        click.echo(f"  and {len(lacking) - MANY} more")


def _alarms(params: OfficeParams, status: Status) -> None:
    """Name the clusters of the day, where the office watches any figure."""
    if not params.alarms.watched:
        return
    labels = {rule.code: rule.label.to(params.office.locale) for rule in params.alarms.rules}
    names = {unit.code: unit.names.to(params.office.locale) for unit in status.units}
    click.echo(f"\nClusters on {status.day}: {len(status.alarms)}")
    line: Any
    for line in status.alarms.itertuples(index=False):
        days = (line.last - line.first).days + 1
        gaps = f", {line.days_stated} of {days} days stated" if line.days_stated < days else ""
        rule = f"{line.disease}, {labels[line.rule]} [{line.rule}]"
        click.echo(f"  {line.place} {names.get(line.place, '')}: {line.cases} new in {days} days{gaps}; {rule}")


def _corrections(params: OfficeParams, found: pd.DataFrame) -> None:
    click.echo(f"\nCorrected since then: {len(found)} figures")
    line: Any
    for line in found.head(MOST_CORRECTIONS).itertuples(index=False):
        change = f"{_figure(line.old)} → {_figure(line.new)}"
        figure = f"{line.form}.{line.measure}.{line.row}"
        click.echo(f"  {line.unit} {line.day:%Y-%m-%d} {figure}: {change}, {_when(line.received_at, params)}")
    if len(found) > MOST_CORRECTIONS:
        click.echo(f"  and {len(found) - MOST_CORRECTIONS} more; --unit shows those of one unit")


def _state(line: Any) -> str:
    words = [WORDS.get(line.state, line.state)]
    words += ["zero"] if line.zero and line.state != "zero" else []
    words += ["late"] if line.late and line.state != "late" else []
    words += ["received"] if line.unexpected else []
    return ", ".join(words)


def _share(n: int, of: int) -> str:
    """Return n/N with the percent; n and N alone where there is nothing to divide by."""
    return f"{n}/{of} {n / of:.1%}" if of else f"{n}/{of}"


def _figure(value: float) -> str:
    return "not stated" if math.isnan(value) else f"{value:,.10g}"


def _when(moment: Any, params: OfficeParams) -> str:
    return f"{moment.astimezone(ZoneInfo(params.office.timezone)):%Y-%m-%d %H:%M}"


def _table(lines: Iterable[Sequence[str]]) -> None:
    """Print columns side by side; what is written in Chinese is twice as wide."""
    table = [list(line) for line in lines]
    widths = [max(_width(line[at]) for line in table) for at in range(len(table[0]))]
    for line in table:
        cells = (text + " " * (wide - _width(text)) for text, wide in zip(line, widths, strict=True))
        click.echo(("  " + "  ".join(cells)).rstrip())


def _width(text: str) -> int:
    return max(wcswidth(text), 0)
