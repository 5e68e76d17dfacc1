"""Who leads on site on each day of the week after a rota's day, and what the rota leaves open. Roles, never names.

A rota is a form whose rows are days of the week. Its leader is the choice with the answers head and deputy, both or
neither; moments called submitted_at and approved_at say when it was sent and signed.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

import pandas as pd

from thongbao.data import rota as rules
from thongbao.data.due import cut_off
from thongbao.errors import NotebookInvalid
from thongbao.language import number, short_date, translator
from thongbao.params.calendar import calendar_of
from thongbao.records.base import WEEKDAYS
from thongbao.report import latest, words
from thongbao.report.blocks import Block, flags, nothing, together
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned, of_day, titled
from thongbao.report.marks import not_stated
from thongbao.report.tables import Cell, Line, Table, header, row, table_block
from thongbao.report.writings import briefly, said, tongue

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import EntryColumn, Form
    from thongbao.report.blocks import FlagClass
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures

NAMED = 12
"""So many units are named in one finding; more are counted."""

LEADS = {"head": ("head",), "deputy": ("deputy",), "both": ("head", "deputy")}
HOLIDAY = "holiday"


class _Week(NamedTuple):
    """What the rotas say.

    Attributes:
        form: the rota, and the entry that names the leader.
        days: weekday row -> the day it is about; in the form's order.
        working: those of them that are working days.
        leader: unit -> row -> answer.
        counts: unit -> row -> column -> people.
        texts: unit -> entry -> what was written for the week as a whole.
    """

    form: Form
    entry: EntryColumn
    days: dict[str, date]
    working: frozenset[str]
    leader: dict[str, dict[str, str]]
    counts: dict[str, dict[str, dict[str, float]]]
    texts: dict[str, dict[str, str]]


def rota(day: Day, form: FormMeasures) -> Block:
    """Show the week after the rota's day: who leads on site, how many work elsewhere; then what is left open.

    Raises:
        NotebookInvalid: the form is no rota.
    """
    t, asked = translator(day.scope.locale), form.form
    leader = next((e for e in asked.entries if {"head", "deputy"} <= {c.code for c in e.choices}), None)
    if leader is None or not {r.code for r in asked.rows} & set(WEEKDAYS):
        raise NotebookInvalid(
            f"{asked.code} is no rota: its rows are days of the week (monday …) and one of its choices has the answers "
            f"head and deputy. Use report.form_table(day, day.{asked.code})."
        )
    if day.public is not None:
        return nothing(unpublished(day, asked))
    if not day.shown(asked.code):
        return nothing(
            t("{form}: nothing was reported ({day}).").format(form=titled(day, asked), day=of_day(day, asked))
        )
    week = _read(day, asked, leader)
    table = _grid(day, week) if day.scope.adds_up else _of_unit(day, week)
    return together(table_block(table, day.scope.locale), flags(_checks(day, week)))


def _read(day: Day, form: Form, leader: EntryColumn) -> _Week:
    of = day.days_of(form)[-1].date()
    monday = of + timedelta(days=7 - of.weekday())
    places: dict[str, int] = {str(code): n for n, code in enumerate(WEEKDAYS)}
    days = {r.code: monday + timedelta(days=places[r.code]) for r in form.rows if r.code in places}
    calendar = calendar_of(day.scope.params)
    working = frozenset(code for code, at in days.items() if calendar.is_working_day(at))
    found = _Week(form, leader, days, working, {}, {}, {})
    entries = latest.of_shown(day, form, day.data.entries)
    for unit, at, column, text in entries[["unit", "row", "column", "text"]].itertuples(index=False):
        if column == leader.code:
            found.leader.setdefault(unit, {})[at] = text
        elif at not in days:
            found.texts.setdefault(unit, {})[column] = text
    figures = latest.of_shown(day, form, day.data.figures)
    for unit, at, column, value in figures[["unit", "row", "column", "value"]].itertuples(index=False):
        found.counts.setdefault(unit, {}).setdefault(at, {})[column] = value
    return found


def _day_name(week: _Week, code: str, locale: str) -> tuple[str, str]:
    label = next(r.label.to(locale) for r in week.form.rows if r.code == code)
    return label, short_date(week.days[code], locale)


def _shade(week: _Week, code: str) -> int:
    return 0 if code in week.working else 1


def _grid(day: Day, week: _Week) -> Table:
    """A line per unit, a column per day; in a cell the leader, then who works elsewhere."""
    t, locale = translator(day.scope.locale), day.scope.locale
    over = [Cell(label, "col", below=at) for label, at in (_day_name(week, code, locale) for code in week.days)]
    head = Line((Cell(t("Unit name"), "col"), *over, *header([one.label.to(locale) for one in _of_week(week)]).cells))
    lines = []
    for unit in day.scope.members(week.form):
        cells = [_day_cell(week, unit, code, locale) for code in week.days]
        lines.append(row(day.scope.name(unit), *cells, *_state_cells(day, week, unit)))
    title = words.named(captioned(day, week.form), week.entry.label.to(locale), locale)
    names = [column.label.to(locale) for column in week.form.columns]
    if names:
        title = words.bracketed(title, words.parted(names, locale), locale)
    return Table(title, (head,), tuple(lines))


def _day_cell(week: _Week, unit: str, code: str, locale: str) -> Cell:
    answer = week.leader.get(unit, {}).get(code)
    if answer is None:
        sent = unit in week.leader
        marks = (not_stated(locale),) if sent and code in week.working else ()
        return Cell("" if marks else "–", "text", marks=marks, shade=_shade(week, code))
    people = [week.counts.get(unit, {}).get(code, {}).get(column.code) for column in week.form.columns]
    told = ["x" if value is None else number(value, locale) for value in people]
    # No stroke between them: it would read as so many of so many.
    counts = words.parted(told, locale) if any(value is not None for value in people) else ""
    return Cell(said(week.entry, answer, locale), "text", shade=_shade(week, code), below=counts)


def _of_unit(day: Day, week: _Week) -> Table:
    """A line per day: the leader and every count."""
    t, locale = translator(day.scope.locale), day.scope.locale
    unit = day.scope.unit.code
    titles = [words.counted_in(c.label.to(locale), c.unit.to(locale), locale) for c in week.form.columns]
    lines = []
    for code in week.days:
        answer = week.leader.get(unit, {}).get(code)
        told = Cell(said(week.entry, answer, locale) if answer else "–", "text", shade=_shade(week, code))
        counts = [week.counts.get(unit, {}).get(code, {}).get(c.code) for c in week.form.columns]
        cells = [Cell("–" if n is None else number(n, locale), shade=_shade(week, code)) for n in counts]
        lines.append(row(words.bracketed(*_day_name(week, code, locale), locale), told, *cells))
    head = header([t("Day"), week.entry.label.to(locale), *titles])
    return Table(captioned(day, week.form), (head,), tuple(lines))


def _of_week(week: _Week) -> list[EntryColumn]:
    own = [one for one in week.form.entries if one.rows and not set(one.rows) & set(week.days)]
    return [one for one in own if one.kind != "text"]  # report.entries_table shows these


def _state_cells(day: Day, week: _Week, unit: str) -> list[Cell]:
    texts, of = week.texts.get(unit, {}), min(week.days.values())
    return [
        Cell(briefly(one, texts[one.code], of, day.scope.locale), "text", lang=tongue(day, one))
        if one.code in texts
        else Cell("–", "text")
        for one in _of_week(week)
    ]


def _checks(day: Day, week: _Week) -> list[tuple[FlagClass, str]]:
    """Say who leads on how many working days, where nobody does, and what came or was approved too late."""
    t, locale = translator(day.scope.locale), day.scope.locale
    covered = _coverage(week)
    n, of = int(covered["n"].sum()), int(covered["of"].sum())
    counted = words.bracketed(f"{number(n, locale)}/{number(of, locale)}", words.share(n, of, locale), locale)
    items: list[tuple[FlagClass, str]] = [
        ("ok" if n == of else "warning", t("Working days led on site by the head or a deputy: {n}.").format(n=counted))
    ]
    bare = {str(unit): days for unit, days in covered["uncovered"].items() if days}
    if bare:
        named = [_uncovered(day, unit, days) for unit, days in bare.items()]
        text = t("Nobody leads on site: {units}.")
        items.append(("warning", text.format(units=words.enumerated(named, NAMED, locale))))
    return [*items, *_silent(day, week), *_in_time(day, week)]


def _coverage(week: _Week) -> pd.DataFrame:
    """Return the coverage of the units that sent a rota, over the working days they do not call a holiday."""
    held = [(unit, code) for unit in week.leader for code in week.days if code in week.working]
    held = [(unit, code) for unit, code in held if week.leader[unit].get(code) != HOLIDAY]
    working = pd.DataFrame([(unit, pd.Timestamp(week.days[code])) for unit, code in held], columns=["unit", "day"])
    lines = [
        (unit, pd.Timestamp(week.days[code]), role, "on_site")
        for unit, by_day in week.leader.items()
        for code, answer in by_day.items()
        if code in week.days
        for role in LEADS.get(answer, ())
    ]
    return rules.leadership_coverage(pd.DataFrame(lines, columns=["unit", "day", "role", "place"]), working)


def _uncovered(day: Day, unit: str, days: tuple[pd.Timestamp, ...]) -> str:
    locale = day.scope.locale
    dates = words.enumerated([short_date(at.date(), locale) for at in days], 7, locale)
    return words.bracketed(day.scope.name(unit), dates, locale) if day.scope.adds_up else dates


def _silent(day: Day, week: _Week) -> list[tuple[FlagClass, str]]:
    t, locale = translator(day.scope.locale), day.scope.locale
    sent = day.shown(week.form.code)
    silent = [day.scope.name(unit) for unit in day.scope.members(week.form) if unit not in sent]
    if not silent:
        return []
    return [("missing", t("No rota was sent: {units}.").format(units=words.enumerated(silent, NAMED, locale)))]


def _in_time(day: Day, week: _Week) -> list[tuple[FlagClass, str]]:
    """Hold submission against the cut-off, and approval against the end of the day of the cut-off."""
    if not {"submitted_at", "approved_at"} <= {one.code for one in week.form.entries}:
        return []
    t, locale, zone = translator(day.scope.locale), day.scope.locale, ZoneInfo(day.scope.params.office.timezone)
    by = cut_off(week.form, day.days_of(week.form)[-1].date(), calendar_of(day.scope.params), zone)
    until = datetime.combine(by.date(), time(23, 59, 59), tzinfo=zone)
    units = list(day.shown(week.form.code))
    frame = pd.DataFrame(
        {"unit": units, **{c: _moments(week, units, c, zone) for c in ("submitted_at", "approved_at")}}
    )
    found = rules.punctuality(frame, by, until)
    late = {
        t("Not submitted by the cut-off: {units}."): found.index[~found["submitted_in_time"]],
        t("Not approved by the end of the day of the cut-off: {units}."): found.index[~found["approved_in_time"]],
    }
    return [
        ("late", text.format(units=words.enumerated([day.scope.name(str(u)) for u in names], NAMED, locale)))
        for text, names in late.items()
        if len(names)
    ]


def _moments(week: _Week, units: list[str], entry: str, zone: ZoneInfo) -> pd.Series[pd.Timestamp]:
    told = pd.Series([week.texts.get(unit, {}).get(entry, "") for unit in units], dtype="str")
    return pd.to_datetime(told, errors="coerce", format="ISO8601").dt.tz_localize(zone)
