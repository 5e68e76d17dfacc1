"""The day's figures as reported: every measure by group of people, and in a roll-up by group of units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.language import listing, translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing
from thongbao.report.latest import as_of
from thongbao.report.marks import figure_cell, incomplete
from thongbao.report.scope import asked_rows
from thongbao.report.tables import Cell, Line, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.records import Column, Form
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures
    from thongbao.report.measures import Measure

    Lines = tuple[tuple[Line, ...], tuple[Line, ...]]
    """Of the head, and of the body."""


def figures_table(day: Day, *forms: FormMeasures) -> Block:
    """Show every figure of the day with the change of its total; split by the office's groups of units in a roll-up.

    Args:
        forms: those that are shown; all that the bulletin is about where none is named.
    """
    t = translator(day.scope.locale)
    shown = {one.form.code for one in forms} or {form.code for form in day.scope.forms}
    measures = [measure for measure in day.every_measure() if measure.form.code in shown]
    if not any(_was_stated(measure.at(r)) for measure in measures for r in asked_rows(measure.form, measure.column)):
        return nothing(t("No figures were reported for {day}.").format(day=day.date))
    caption = t("{unit}: figures of {day} as reported").format(unit=day.unit, day=day.date)
    if forms:  # a bulletin may show several such tables
        titles = [one.form.title.to(day.scope.locale) for one in forms]
        caption = words.bracketed(caption, listing(titles, day.scope.locale), day.scope.locale)
    made = _by_unit_group(day, measures) if day.scope.groups else _by_people(day, measures)
    return table_block(Table(caption, *made), day.scope.locale)


def _was_stated(measure: Measure) -> bool:
    return measure.summed.units > 0  # shown or not


def _by_people(day: Day, measures: list[Measure]) -> Lines:
    """One line per measure, one column per row of the forms, the total last."""
    t, locale = translator(day.scope.locale), day.scope.locale
    forms = list({measure.form.code: measure.form for measure in measures}.values())
    labels = {r.code: r.label.to(locale) for form in forms for r in form.rows}
    totals = {form.total_row for form in forms}
    rows = sorted(labels, key=lambda code: code in totals)
    head = header([t("Measure"), *(labels[code] for code in rows), t("Change of the total")])
    lines: list[Line] = []
    for form in forms:
        told = as_of(day, form)
        title = words.bracketed(form.title.to(locale), told, locale) if told else form.title.to(locale)
        lines.append(Line((Cell(title, "colgroup", span=len(rows) + 2),)))
        for measure in (m for m in measures if m.form is form):
            asked = asked_rows(form, measure.column)
            cells = [figure_cell(measure.at(code) if code in asked else None, locale) for code in rows]
            lines.append(row(_name(measure.column, locale), *cells, _change(measure)))
    return (head,), tuple(lines)


def _by_unit_group(day: Day, measures: list[Measure]) -> Lines:
    """One line per measure and row of its form, one column per group of units, all of them first."""
    t, locale = translator(day.scope.locale), day.scope.locale
    groups = day.scope.groups
    head = header([t("Measure"), t("All units"), *(g.label.to(locale) for g in groups), t("Change")])
    lines: list[Line] = []
    for measure in measures:
        asked = asked_rows(measure.form, measure.column)
        name, told = _name(measure.column, locale), as_of(day, measure.form)
        name = words.bracketed(name, told, locale) if told else name
        if len(asked) > 1:
            lines.append(Line((Cell(name, "colgroup", span=len(groups) + 3),)))
        for code in asked:
            one = measure.at(code)
            cells = [figure_cell(part, locale) for part in (one, *(one.of(group) for group in groups))]
            label = _row_label(measure.form, code, locale) if len(asked) > 1 else name
            total = len(asked) > 1 and code == measure.form.total_row
            lines.append(row(label, *cells, _change(one), total=total))
    return (head,), tuple(lines)


def _name(column: Column, locale: str) -> str:
    return words.counted_in(column.label.to(locale), column.unit.to(locale), locale)


def _row_label(form: Form, code: str, locale: str) -> str:
    return next(r.label.to(locale) for r in form.rows if r.code == code)


def _change(measure: Measure) -> Cell:
    found = measure.compared
    if found.change is None:
        return Cell("–")
    locale = measure.day.scope.locale
    text = words.signed(found.change, locale)
    if found.span > 1:
        t = translator(locale)
        text = t("{change} in {n} days").format(change=text, n=found.span)
    marks = (incomplete(found.units, found.of, locale),) if found.units < found.of else ()
    return Cell(text, marks=marks)
