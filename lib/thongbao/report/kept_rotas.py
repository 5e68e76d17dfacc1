"""The rota of a week beside what became of it: who was to lead and who did, planned and actual work elsewhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from thongbao.data.rota import kept
from thongbao.errors import NotebookInvalid
from thongbao.language import number, short_date, translator
from thongbao.params.calendar import calendar_of
from thongbao.records.base import WEEKDAYS
from thongbao.report import words
from thongbao.report.blocks import Block, flags, nothing, together
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import of_day, titled
from thongbao.report.tables import Cell, Line, Table, header, row, table_block
from thongbao.report.writings import said

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import EntryColumn, Form
    from thongbao.report.blocks import FlagClass
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures

NAMED = 12
HOLIDAY = "holiday"
LEADER, REMOTE = "leader", "remote"


class _Told(NamedTuple):
    """What one of the two forms says of the days of the week.

    Attributes:
        entry: the choice that names the leader.
        leaders, remote: (unit, day of the week) -> answer, people.
        units: those that sent it.
    """

    entry: EntryColumn
    leaders: dict[tuple[str, str], str]
    remote: dict[tuple[str, str], float]
    units: frozenset[str]


def rota_kept(day: Day, planned: FormMeasures, actual: FormMeasures) -> Block:
    """Show the week of the report beside its rota, sent the week before: days led as planned, otherwise, or by nobody.

    Args:
        planned: the rota; its report of seven days before is of this week.
        actual: who was there, sent at the end of the week.

    Raises:
        NotebookInvalid: one of them has no rows for days of the week, or no entry leader with head and deputy.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    plan, fact = _leader(planned.form), _leader(actual.form)
    if day.public is not None:
        return nothing(unpublished(day, actual.form))
    last = day.days_of(actual.form)[-1].date()
    before = pd.Timestamp(last - timedelta(days=7))
    found = _read(day, actual.form, fact, pd.Timestamp(last))
    rota = _read(day, planned.form, plan, before)
    if not found.units:
        return nothing(
            t("{form}: nothing was reported ({day}).").format(
                form=titled(day, actual.form), day=of_day(day, actual.form)
            )
        )
    monday = last - timedelta(days=last.weekday())
    calendar = calendar_of(day.scope.params)
    days = {str(code): monday + timedelta(days=n) for n, code in enumerate(WEEKDAYS)}
    working = [code for code, at in days.items() if calendar.is_working_day(at)]
    if not working:
        return nothing(t("{form}: the week of {day} had no working day.").format(
            form=titled(day, actual.form), day=short_date(last, locale)))  # fmt: skip
    lines = _lines(day, rota, found, working)
    caption = words.named(
        str(day.unit), words.bracketed(titled(day, actual.form), _span(days, working, locale), locale), locale
    )
    table = _grid(day, lines, caption) if day.scope.adds_up else _of_unit(day, rota, found, days, working, caption)
    return together(table_block(table, locale), flags(_told(day, lines, days)))


def _leader(form: Form) -> EntryColumn:
    entry = next((one for one in form.entries if {"head", "deputy"} <= {c.code for c in one.choices}), None)
    if entry is None or not {r.code for r in form.rows} & set(WEEKDAYS):
        raise NotebookInvalid(
            f"{form.code} is no rota: its rows are days of the week (monday …) and one of its choices has the answers "
            "head and deputy. report.rota_kept takes two of them: what was planned, and what was kept."
        )
    return entry


def _read(day: Day, form: Form, entry: EntryColumn, when: pd.Timestamp) -> _Told:
    """Read the reports of one day, whichever day the bulletin shows."""

    def of(lines: pd.DataFrame, column: str) -> pd.DataFrame:
        return lines[(lines["form"] == form.code) & (lines["day"] == when) & (lines["column"] == column)]

    held = day.data.reports
    held = held[(held["form"] == form.code) & (held["day"] == when)]
    leaders = of(day.data.entries, entry.code)[["unit", "row", "text"]].itertuples(index=False)
    remote = of(day.data.figures, REMOTE)[["unit", "row", "value"]].itertuples(index=False)
    return _Told(
        entry,
        {(str(u), str(r)): str(text) for u, r, text in leaders},
        {(str(u), str(r)): float(value) for u, r, value in remote},
        frozenset(map(str, held["unit"])),
    )


def _lines(day: Day, rota: _Told, found: _Told, working: list[str]) -> pd.DataFrame:
    """Return ``rota.kept`` by unit, of the units that sent how the week was."""
    order = [unit.code for unit in day.scope.units if unit.code in found.units]
    pairs = [
        (unit, code, rota.leaders.get((unit, code), ""), found.leaders.get((unit, code), ""))
        for unit in order
        for code in working
    ]
    told = kept(pd.DataFrame(pairs, columns=["unit", "day", "planned", "actual"]))
    both = [(unit, rota.remote.get((unit, code)), found.remote.get((unit, code))) for unit in order for code in working]
    people = pd.DataFrame(both, columns=["unit", "planned_days", "actual_days"])
    people = people.dropna().astype({"planned_days": float, "actual_days": float}).groupby("unit").sum()
    return told.join(people)


def _span(days: dict[str, date], working: list[str], locale: str) -> str:
    t = translator(locale)
    first, last = (short_date(days[code], locale) for code in (working[0], working[-1]))
    return t("{first} to {last}").format(first=first, last=last)


def _grid(day: Day, lines: pd.DataFrame, caption: str) -> Table:
    """A line per unit."""
    t, locale = translator(day.scope.locale), day.scope.locale
    names = [t("Unit name"), t("Led on site"), t("As planned"), t("Person-days elsewhere, planned"), t("Actual")]
    body = []
    for unit, line in lines.iterrows():
        body.append(row(day.scope.name(str(unit)), *_counts(line, locale)))
    total = lines.sum(numeric_only=True, min_count=1)
    body.append(row(t("Units that reported"), *_counts(total, locale), total=True))
    return Table(caption, (header(names),), tuple(body))


def _counts(line: pd.Series[float], locale: str) -> list[Cell]:
    led, of = int(line["led"]), int(line["of"])
    same, planned = int(line["as_planned"]), int(line["planned"])
    people = [line["planned_days"], line["actual_days"]]
    return [
        Cell(_share(led, of, locale)),
        Cell(_share(same, planned, locale) if planned else "–"),
        *(Cell("–" if pd.isna(value) else number(value, locale)) for value in people),
    ]


def _share(n: int, of: int, locale: str) -> str:
    return words.bracketed(f"{number(n, locale)}/{number(of, locale)}", words.share(n, of, locale), locale)


def _of_unit(day: Day, rota: _Told, found: _Told, days: dict[str, date], working: list[str], caption: str) -> Table:
    """A line per working day: the leader and the people elsewhere, planned and actual."""
    t, locale, unit = translator(day.scope.locale), day.scope.locale, day.scope.unit.code

    def line(code: str) -> Line:
        told = [
            said(one.entry, one.leaders[unit, code], locale) if (unit, code) in one.leaders else "–"
            for one in (rota, found)
        ]
        people = [one.remote.get((unit, code)) for one in (rota, found)]
        cells = [Cell("–" if n is None else number(n, locale)) for n in people]
        return row(short_date(days[code], locale), *told, *cells)

    names = [t("Day"), t("Leader by the rota"), t("Leader on site"), t("Elsewhere, planned"), t("Elsewhere, actual")]
    return Table(caption, (header(names),), tuple(line(code) for code in working))


def _told(day: Day, lines: pd.DataFrame, days: dict[str, date]) -> list[tuple[FlagClass, str]]:
    """Say on how many days somebody led, who was not there, where the rota was not kept or was lacking."""
    t, locale = translator(day.scope.locale), day.scope.locale
    led, of = int(lines["led"].sum()), int(lines["of"].sum())
    text = t("Working days on which the head or a deputy was on site: {n}.")
    items: list[tuple[FlagClass, str]] = [("ok" if led == of else "warning", text.format(n=_share(led, of, locale)))]
    for column, how, sentence in (
        ("bare", "warning", t("Nobody led on site: {units}.")),
        ("otherwise", "late", t("Led by another than planned: {units}.")),
        ("unplanned", "missing", t("Without a rota for it: {units}.")),
    ):
        named = [_named(day, str(unit), codes, days) for unit, codes in lines[column].items() if codes]
        if named:
            items.append((how, sentence.format(units=words.enumerated(named, NAMED, locale))))  # type: ignore[arg-type]
    return items


def _named(day: Day, unit: str, codes: tuple[str, ...], days: dict[str, date]) -> str:
    locale = day.scope.locale
    dates = words.enumerated([short_date(days[code], locale) for code in codes], 7, locale)
    return words.bracketed(day.scope.name(unit), dates, locale) if day.scope.adds_up else dates
