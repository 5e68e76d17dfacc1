"""The letters beside and instead of numbers: the shorthand of official statistics. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.rates import FEWEST_CASES, SMALLEST_POPULATION
from thongbao.data.suppress import SHOWN
from thongbao.language import number, translator
from thongbao.report import words
from thongbao.report.published import hidden_mark
from thongbao.report.scope import asked_rows
from thongbao.report.tables import Cell, Mark

if TYPE_CHECKING:
    from thongbao.report.measures import Measure


def not_asked(locale: str) -> Mark:
    """Mark a cell that the form does not ask."""
    t = translator(locale)
    return Mark("z", t("not asked for"))


def not_stated(locale: str) -> Mark:
    """Mark a cell that was not stated: it is not zero."""
    t = translator(locale)
    return Mark("x", t("not stated, which is not zero"))


def revised(locale: str) -> Mark:
    """Mark a figure that a later report of the same day changed."""
    t = translator(locale)
    return Mark("r", t("revised by a later report"))


def derived(value: str, locale: str) -> Mark:
    """Give a number that no report states, together with its mark."""
    t = translator(locale)
    return Mark("d", t("derived: the total less what was stated"), value=value)


def incomplete(units: int, of: int, locale: str) -> Mark:
    """Mark a sum or a change of one that lacks units."""
    t = translator(locale)
    return Mark("i", t("incomplete: not all units are in it"), words.coverage(units, of, locale))


def over_whole(locale: str) -> Mark:
    """Mark a share of more than all: its part or its whole is wrong, and neither is repaired."""
    t = translator(locale)
    return Mark("!", t("more than the whole: the part or the whole is wrong"))


def unreliable(locale: str) -> Mark:
    """Mark a rate that is withheld, as it rests on too few."""
    t = translator(locale)
    text = t("no rate: fewer than {cases} cases or {persons} persons")
    return Mark("u", text.format(cases=number(FEWEST_CASES, locale), persons=number(SMALLEST_POPULATION, locale)))


def figure_cell(measure: Measure | None, locale: str) -> Cell:
    """Return a figure with its marks; None for a cell that is not asked."""
    if measure is None:
        return Cell("", marks=(not_asked(locale),))
    if measure.day.public is not None and measure.mark != SHOWN:
        return Cell("", marks=(hidden_mark(measure.mark, measure.day.public, locale),))
    if measure.value is None:
        return Cell("", marks=(not_stated(locale), *_remainder_mark(measure, locale)))
    marks = []
    if measure.partial:
        marks.append(incomplete(measure.summed.units, measure.summed.of, locale))
    if _was_revised(measure):
        marks.append(revised(locale))
    return Cell(words.figure(measure.value, locale), marks=tuple(marks))


def _remainder_mark(measure: Measure, locale: str) -> tuple[Mark, ...]:
    rest = _remainder(measure)
    return () if rest is None else (derived(words.figure(rest, locale), locale),)


def _remainder(measure: Measure) -> float | None:
    """Return the total less all other rows, where every unit stated these; None where that cannot be said."""
    form = measure.form
    rows = asked_rows(form, measure.column)
    if measure.day.public is not None:
        return None
    if form.total_row not in rows or measure.row in (None, form.total_row) or measure.due == 0:
        return None
    rest = measure.at(form.total_row).stated
    for row in rows:
        if row not in (form.total_row, measure.row):
            rest = (rest - measure.at(row).stated).dropna()
    return float(rest.sum()) if len(rest) == measure.due and (rest >= 0).all() else None


def _was_revised(measure: Measure) -> bool:
    if measure.day.public is not None:
        return False  # a public edition shows the day as it closed
    cell = (measure.form.code, measure.column.code, measure.row)
    return any((*cell, unit) in measure.day.revised for unit in measure.grid.columns)
