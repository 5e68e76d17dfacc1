"""Rates per 10,000 by group: n, N, the rate and how sure it is; none where there is nothing to tell it of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data import rates
from thongbao.language import number, translator
from thongbao.report import words
from thongbao.report.latest import as_of
from thongbao.report.marks import figure_cell, incomplete, not_asked, unreliable
from thongbao.report.measures import Measure
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.share_tables import missing_marks, units_cell
from thongbao.report.shares import Share
from thongbao.report.tables import Cell, Line, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.report.blocks import Block
    from thongbao.report.day import Day

NO_RATE = "–"


def incidence(day: Day, *counted: Share | Measure) -> Block:
    """Show cases per 10,000 persons: by row of the form, by group of units, and of all.

    The interval is the exact one of a Poisson count. A rate of fewer than 5 cases or 100 persons is withheld. A figure
    without a whole, as that of relatives, is shown without a rate.

    Args:
        counted: shares of counts in persons; measures, for what has no denominator.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    per = t("Per {n}").format(n=number(rates.PER, locale))
    head = header([t("Group"), "n", "N", per, t("95% interval"), *([t("Units in it")] if day.scope.adds_up else [])])
    lines = [line for one in counted for line in (_bare(one) if isinstance(one, Measure) else _lines(day, one))]
    shares = [one for one in counted if not isinstance(one, Measure)]
    names = words.parted([one.whole_label for one in shares] or [one.label for one in counted], locale)
    days = {as_of(day, form) for one in shares for form in (one.part.form, one.whole.form)}
    said = words.parted([told or str(day.date) for told in sorted(days)] or [str(day.date)], locale)
    caption = words.named(str(day.unit), words.parted([names, said], locale), locale)
    return table_block(Table(caption, (head,), tuple(lines)), locale)


def _lines(day: Day, one: Share) -> list[Line]:
    """A line per row that has both, of the same row of both forms; then per group of units, then for all."""
    locale, form = day.scope.locale, one.part.form
    whole = asked_rows(one.whole.form, one.whole.column)
    total = sum_row(form, one.part.column)
    labels = {r.code: r.label.to(locale) for r in form.rows}
    rows = [code for code in asked_rows(form, one.part.column) if code in whole and code != total]
    lines = [_line(labels[code], Share(one.part.at(code), one.whole.at(code)), locale) for code in rows]
    lines += [_line(group.label.to(locale), one.of(group), locale) for group in day.scope.groups]
    name = labels.get(str(total), one.part.label)
    return [*lines, _line(name, one, locale, total=True)]


def _line(name: str, one: Share, locale: str, *, total: bool = False) -> Line:
    missing, units = missing_marks(one), units_cell(one)
    if missing:
        return row(name, *(figure_cell(m, locale) for m in (one.part, one.whole)), Cell("", marks=missing),
                   Cell(NO_RATE), *units, total=total)  # fmt: skip
    ratio = one.ratio
    found = rates.incidence(pd.Series([ratio.n]), pd.Series([ratio.of])).iloc[0]
    marks = (incomplete(*one.units, locale),) if one.partial else ()
    counts = [Cell(words.figure(value, locale), marks=marks) for value in (ratio.n, ratio.of)]
    if found["withheld"]:
        told = [Cell("", marks=(unreliable(locale),)), Cell(NO_RATE)]
    else:
        ends = f"{number(found['low'], locale, 1)}–{number(found['high'], locale, 1)}"
        told = [Cell(number(found["rate"], locale, 1)), Cell(ends)]
    return row(name, *counts, *told, *units, total=total)


def _bare(one: Measure) -> list[Line]:
    """A figure that nothing is known to tell a rate of."""
    locale = one.day.scope.locale
    blank = Cell("", marks=(not_asked(locale),))
    units = [Cell(words.coverage(one.summed.units, one.summed.of, locale), "text")] if one.day.scope.adds_up else []
    return [row(one.label, figure_cell(one, locale), blank, Cell(NO_RATE), Cell(NO_RATE), *units)]
