"""Heat tables: figures in cells that are the darker the greater they are; every figure can be read without colour."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data import rates
from thongbao.errors import NotebookInvalid
from thongbao.language import percent, translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing, together
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned
from thongbao.report.line_tables import list_lines, nothing_listed
from thongbao.report.marks import figure_cell, not_asked, not_stated, over_whole
from thongbao.report.scope import asked_rows
from thongbao.report.share_tables import share_cell
from thongbao.report.shares import Share
from thongbao.report.tables import Cell, Line, Table, header, row, table_block
from thongbao.report.writings import said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.records import EntryColumn, Form
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures
    from thongbao.report.measures import Measure

SHADES = 5


def heat_table(day: Day, form: FormMeasures, *measures: Measure | Share) -> Block:
    """Show figures or shares as a table shaded by size: of a list by its two keys, of others by row or by unit.

    A list with two keys of kind choice, such as subject and grade, gives one table per figure: the first key down, the
    second across, added up over units and lines. Other forms give a line per unit, or for a single unit one per row of
    the form. A share is shaded from 0 to all, a figure from 0 to the greatest of its column.

    Raises:
        NotebookInvalid: no figure is named, one is of another form, or a list has not two such keys.
    """
    asked = form.form
    parts = [one.part if isinstance(one, Share) else one for one in measures]
    strange = next((one for one in parts if one.form is not asked), None)
    if not measures or strange is not None:
        told = f"it was given one of {strange.form.code}" if strange else "it was given none"
        raise NotebookInvalid(f"report.heat_table shows figures or shares of the form {asked.code}: {told}.")
    if asked.lines:
        return _matrices(day, asked, measures)
    return table_block(_by_unit(day, asked, measures), day.scope.locale)


def shade(value: float | None, largest: float) -> int:
    """Return which fifth from 0 to the largest a value lies in, 1 to 5; 0 where there is none."""
    if value is None or np.isnan(value) or largest <= 0:
        return 0
    return max(1, min(SHADES, int(np.ceil(value / largest * SHADES))))


def _by_unit(day: Day, form: Form, measures: tuple[Measure | Share, ...]) -> Table:
    t, locale = translator(day.scope.locale), day.scope.locale
    lines: list[tuple[str, list[Measure | Share | None]]]
    if day.scope.adds_up:
        lines = [(day.scope.name(unit), [one.only(unit) for one in measures]) for unit in day.scope.members(form)]
        first, totals = t("Unit name"), [False] * len(lines)
    else:
        first = t("Item")
        rows = [r for r in form.rows if any(r.code in _rows(one) for one in measures)]
        rows = [*(r for r in rows if r.code != form.total_row), *(r for r in rows if r.code == form.total_row)]
        lines = [
            (r.label.to(locale), [one.at(r.code) if r.code in _rows(one) else None for one in measures]) for r in rows
        ]
        totals = [r.code == form.total_row for r in rows]
    values = [[_value(one) for one in line] for _, line in lines]
    parts = [line for line, total in zip(values, totals, strict=True) if not total]
    largest = [max((v for line in parts if (v := line[at]) is not None), default=0) for at in range(len(measures))]
    tops = [1.0 if isinstance(one, Share) else float(top) for one, top in zip(measures, largest, strict=True)]
    body = [
        row(
            name,
            *(_cell(one, 0 if total else shade(v, top), locale) for one, v, top in zip(line, of, tops, strict=True)),
            total=total,
        )
        for (name, line), of, total in zip(lines, values, totals, strict=True)
    ]
    head = header([first, *(one.label for one in measures)])
    return Table(captioned(day, form), (head,), tuple(body))


def _rows(one: Measure | Share) -> tuple[str, ...]:
    part = one.part if isinstance(one, Share) else one
    return asked_rows(part.form, part.column)


def _value(one: Measure | Share | None) -> float | None:
    if isinstance(one, Share):
        return None if one.hidden else one.ratio.share
    return None if one is None else one.value


def _cell(one: Measure | Share | None, depth: int, locale: str) -> Cell:
    if one is None:
        return Cell("", marks=(not_asked(locale),))
    if isinstance(one, Share):
        return share_cell(one, depth)
    found = figure_cell(one, locale)
    return Cell(found.text, found.kind, found.marks, shade=depth)


def _matrices(day: Day, form: Form, measures: tuple[Measure | Share, ...]) -> Block:
    keys = [one for one in form.entries if one.code in form.key and one.kind == "choice"]
    if len(keys) != 2:
        raise NotebookInvalid(
            f"report.heat_table lays out a list by its two keys of kind choice, and {form.code} has {len(keys)}. "
            f"Use report.lines_table(day, day.{form.code})."
        )
    if day.public is not None:
        return nothing(unpublished(day, form))
    lines = list_lines(day, form)
    if not lines:
        return nothing(nothing_listed(day, form))
    found = pd.DataFrame([{**line.figures, **{k.code: line.texts.get(k.code, "") for k in keys}} for line in lines])
    codes = {one.column.code for one in _columns(measures)}
    found = found.reindex(columns=[*(k.code for k in keys), *sorted(codes)])
    found = found[(found[keys[0].code] != "") & (found[keys[1].code] != "")]
    if found.empty:
        return nothing(nothing_listed(day, form))
    locale = day.scope.locale
    return together(*(table_block(_matrix(day, form, keys, one, found), locale) for one in measures))


def _columns(measures: tuple[Measure | Share, ...]) -> Iterator[Measure]:
    for one in measures:
        yield from (one.part, one.whole) if isinstance(one, Share) else (one,)


def _matrix(day: Day, form: Form, keys: list[EntryColumn], one: Measure | Share, found: pd.DataFrame) -> Table:
    """One table: the first key down, the second across, with the sums of both."""
    locale, t = day.scope.locale, translator(day.scope.locale)
    down, across = (_used(key, found) for key in keys)
    wanted = ["n", "of"] if isinstance(one, Share) else ["n"]
    columns = [m.column.code for m in _columns((one,))]
    both = found[[*(k.code for k in keys), *columns]].dropna().set_axis(["down", "across", *wanted], axis=1)
    sums: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0.0] * len(wanted))
    for first, second, *numbers in both.itertuples(index=False):
        for place in ((first, second), (first, ""), ("", second), ("", "")):
            sums[place] = [a + b for a, b in zip(sums[place], numbers, strict=True)]
    largest = max((v[0] for (a, b), v in sums.items() if a and b), default=0)
    top = 1.0 if isinstance(one, Share) else largest
    head = header([keys[0].label.to(locale), *(said(keys[1], code, locale) for code in across), t("Sum")])
    lines = [
        Line(
            (
                Cell(said(keys[0], first, locale) if first else t("Sum"), "row"),
                *(
                    _sum_cell(sums.get((first, second)), top if first and second else 0, locale)
                    for second in (*across, "")
                ),
            ),
            total=not first,
        )
        for first in (*down, "")
    ]
    caption = words.named(captioned(day, form), one.label, locale)
    return Table(caption, (head,), tuple(lines))


def _used(key: EntryColumn, found: pd.DataFrame) -> list[str]:
    """Return the answers in use, in the order of the choices."""
    there = set(found[key.code])
    order = [choice.code for choice in key.choices if choice.code in there]
    return [*order, *sorted(there - set(order))]


def _sum_cell(numbers: list[float] | None, top: float, locale: str) -> Cell:
    if numbers is None:
        return Cell("–")
    if len(numbers) == 1:
        return Cell(words.figure(numbers[0], locale), shade=shade(numbers[0], top))
    ratio = rates.share(*numbers)
    counted = f"{words.figure(ratio.n, locale)}/{words.figure(ratio.of, locale)}"
    if ratio.share is None:
        return Cell(counted, marks=() if ratio.of == 0 else (not_stated(locale),))
    marks = (over_whole(locale),) if ratio.over else ()
    return Cell(
        words.bracketed(counted, percent(ratio.share, locale, 0), locale), marks=marks, shade=shade(ratio.share, top)
    )
