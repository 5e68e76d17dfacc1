"""Unit by unit: the figures of the day, and how reliably each unit reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thongbao.data import completeness
from thongbao.language import number, percent, translator
from thongbao.report import words
from thongbao.report.blocks import Block, escaped, nothing
from thongbao.report.marks import figure_cell
from thongbao.report.ranks import Ranked, ranked
from thongbao.report.strips import strips
from thongbao.report.tables import Cell, Line, Mark, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.records import Group
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure

TARGET = 0.8
"""Completeness and timeliness wanted of every unit: WHO's integrated disease surveillance asks for 80 %."""


def unit_table(day: Day, *measures: Measure) -> Block:
    """Show the day unit by unit, with a line for each group of units and one for all.

    Args:
        measures: the columns; all measures of the forms where none is named.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    shown = measures or tuple(day.every_measure())
    head = header([t("Unit name"), *(measure.label for measure in shown), t("Report")])
    states = dict(zip(day.of_date["unit"], day.of_date["state"], strict=True))
    lines, owing = [], [frozenset(measure.members) for measure in shown]
    for unit in day.scope.units:
        cells = [
            figure_cell(measure.only(unit.code) if unit.code in those else None, locale)
            for measure, those in zip(shown, owing, strict=True)
        ]
        state = words.begun(words.state(str(states.get(unit.code, "not_due")), locale))
        lines.append(row(day.scope.name(unit.code), *cells, Cell(state, "text")))
    caption = words.named(str(day.unit), str(day.date), locale)
    if day.scope.adds_up:
        lines += [_sum(day, group.label.to(locale), shown, group) for group in day.scope.groups]
        lines.append(_sum(day, t("All units"), shown, None))
        caption = t("Units on {day}").format(day=day.date)
    return table_block(Table(caption, (head,), tuple(lines)), locale)


def _sum(day: Day, name: str, measures: tuple[Measure, ...], group: Group | None) -> Line:
    cells = [figure_cell(measure.of(group), day.scope.locale) for measure in measures]
    kinds = set(group.kinds) if group else {unit.kind for unit in day.scope.units}
    codes = {unit.code for unit in day.scope.units if unit.kind in kinds}
    units = day.of_date[day.of_date["unit"].isin(codes)]
    whole = int((units["expected"] == units["received"]).sum())
    said = Cell(words.coverage(whole, len(units), day.scope.locale), "text")
    return row(name, *cells, said, total=True)


def league_table(day: Day) -> Block:
    """Rank the units by completeness, then timeliness, then corrections, over 28 days; never by the epidemic's size.

    Equals share a rank. A unit of which fewer than 5 reports were due has none.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.reporting.empty:
        return nothing(t("No report was due in these {n} days.").format(n=28))
    names = [t("Rank"), t("Unit name"), t("Due"), t("Received"), t("Complete"), t("On time"), t("Zero reports")]
    rows = ranked(completeness.rates(day.reporting, day.data.revisions))
    drawn = strips(day, [unit.unit for unit in rows])
    head = header([*names, t("Days silent"), t("Corrections"), *([t("Day by day")] if drawn else [])])
    lines = tuple(_league_line(day, unit, locale, drawn.get(unit.unit)) for unit in rows)
    caption = t("Reporting over {n} days; target {target}").format(n=28, target=percent(TARGET, locale, 0))
    shown = table_block(Table(caption, (head,), lines), locale)
    if not drawn:
        return shown
    said = t(
        "Day by day: a high bar is a day on time, a lower one late, a low one in part, a dash a day without a report."
    )
    return replace(shown, html=f"{shown.html}<p>{escaped(said)}</p>")


def _league_line(day: Day, unit: Ranked, locale: str, strip: Cell | None) -> Line:
    def count(value: int) -> Cell:
        return Cell(number(value, locale))

    return Line(
        (
            Cell("–" if unit.rank is None else str(unit.rank)),
            Cell(day.scope.name(unit.unit), "row"),
            count(unit.expected),
            count(unit.received),
            _rate(unit.completeness, locale),
            _rate(unit.timeliness, locale),
            count(unit.zero),
            count(unit.silent_streak),
            count(unit.corrections),
            *([strip] if strip else []),
        )
    )


def _rate(share: float, locale: str) -> Cell:
    t = translator(locale)
    below = Mark("▽", t("below the target"))
    return Cell(percent(share, locale), marks=(below,) if share < TARGET else ())
