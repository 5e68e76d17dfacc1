"""What figures come to that no report states: money for days worked at home, people in isolation for long. Marked d."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data import epidemic, indicators
from thongbao.data.rota import allowances
from thongbao.errors import NotebookInvalid
from thongbao.language import number, translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned, of_day, titled
from thongbao.report.marks import figure_cell, incomplete, not_stated
from thongbao.report.measures import Measure
from thongbao.report.tables import Cell, Line, Mark, Table, header, row, table_block
from thongbao.report.writings import Entry, said

if TYPE_CHECKING:
    from thongbao.report.day import Day


def _product(locale: str) -> Mark:
    t = translator(locale)
    return Mark("d", t("derived: days times rate"))


def amounts(day: Day, days: Measure, rate: Measure, state: Entry) -> Block:
    """Show what is proposed or approved unit by unit: days, rate and, derived, their product in whole currency units.

    Args:
        days: person-days, whole.
        rate: of one day, whole.
        state: the choice that says whether it is approved.

    Raises:
        NotebookInvalid: they are of different forms, or not figures and an entry in this order.
    """
    t, locale, form = translator(day.scope.locale), day.scope.locale, days.form
    kinds = (isinstance(days, Measure), isinstance(rate, Measure), isinstance(state, Entry))
    if not all(kinds) or rate.form is not form or state.form is not form:
        raise NotebookInvalid("report.amounts takes days, rate and state of one form, in this order.")
    if day.public is not None:
        return nothing(unpublished(day, form))
    stated = pd.DataFrame({"days": days.grid.iloc[-1], "rate": rate.grid.iloc[-1]}).dropna()
    if stated.empty:
        return nothing(t("{form}: nothing was reported ({day}).").format(form=titled(day, form), day=of_day(day, form)))
    answers = {unit: answer for by_unit in state.texts.values() for unit, answer in by_unit.items()}
    lines, sums = [], {choice.code: [0, 0] for choice in state.entry.choices}
    for unit in days.members:
        told = [figure_cell(one.only(unit), locale) for one in (days, rate)]
        amount, answer = Cell("", marks=(not_stated(locale),)), answers.get(unit, "")
        if unit in stated.index:
            line = stated.loc[[unit]].astype("int64")
            money = int(allowances(line["days"], int(line["rate"].iloc[0]))["proposed"].iloc[0])
            amount = Cell(number(money, locale), marks=(_product(locale),))
            if answer in sums:
                sums[answer] = [sums[answer][0] + int(line["days"].iloc[0]), sums[answer][1] + money]
        lines.append(row(day.scope.name(unit), *told, amount, said(state.entry, answer, locale) if answer else "–"))
    if day.scope.adds_up:
        marks = [_product(locale)]
        marks += [incomplete(len(stated), len(days.members), locale)] if len(stated) < len(days.members) else []
        for code, (held, money) in sums.items():
            cells = [Cell(number(held, locale)), Cell("–"), Cell(number(money, locale), marks=tuple(marks))]
            lines.append(row(t("All units"), *cells, said(state.entry, code, locale), total=True))
    units = [words.counted_in(one.column.label.to(locale), one.unit, locale) for one in (days, rate)]
    head = header([t("Unit name"), *units, t("Amount"), state.entry.label.to(locale)])
    return table_block(Table(captioned(day, form), (head,), tuple(lines)), locale)


def isolation_balance(day: Day, *measures: Measure) -> Block:
    """Show who came into isolation on the day and who, at least, is in it for longer than 14 days. Both are derived.

    New = the change of the state plus those released on the day. Longer, at least: whoever had come in by then and was
    not released meanwhile, the first to come taken for the first to go. A negative figure says that state and releases
    contradict each other; it is not repaired.

    Args:
        measures: by twos, of daily forms: those in isolation (a stock) and those released (cumulative).

    Raises:
        NotebookInvalid: they are not such pairs.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    pairs = list(zip(measures[::2], measures[1::2], strict=False))
    if len(measures) % 2 or any((a.column.basis, b.column.basis) != ("stock", "cumulative") for a, b in pairs):
        raise NotebookInvalid(
            "report.isolation_balance takes pairs: a stock and what was released of it, cumulative, e.g. "
            "day.isolation.home_now, day.isolation.home_released."
        )
    if day.public is not None:
        return nothing(t("New and long isolation are not published: people could be told from day to day."))
    names = [t("Figure"), t("Now"), t("Released so far"), t("New on the day")]
    names.append(t("Longer than {n} days, at least").format(n=number(epidemic.ISOLATION_DAYS, locale)))
    caption = words.named(str(day.unit), t("Isolation on {day}").format(day=day.date), locale)
    table = Table(caption, (header(names),), tuple(_balance(*pair, locale=locale) for pair in pairs))
    return table_block(table, locale)


def _balance(stock: Measure, released: Measure, locale: str) -> Line:
    t = translator(locale)
    grids = (epidemic.isolated_anew(stock.grid, released.grid), epidemic.overdue(stock.grid, released.grid))
    cells = []
    for grid in grids:
        found = indicators.total(grid.iloc[-1], stock.members)
        if found.value is None or np.isnan(found.value):
            cells.append(Cell("", marks=(not_stated(locale),)))
            continue
        marks = [Mark("d", t("derived from those in isolation and those released"))]
        marks += [incomplete(found.units, found.of, locale)] if found.units < found.of else []
        cells.append(Cell(words.figure(found.value, locale), marks=tuple(marks)))
    return row(stock.label, figure_cell(stock, locale), figure_cell(released, locale), *cells)
