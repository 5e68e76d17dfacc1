"""What may be published of all figures of an office up to a day: decided once, for every unit and every sum at once.

A unit's page and the roll-up must not be read against each other, so neither decides alone. A decision about a day
hangs on what was known when that day closed and on the days before it, never on later ones: every edition that shows
the day, today's or next month's, shows the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from thongbao.data.closed import closed_figures, first_day
from thongbao.data.public_areas import areas_of
from thongbao.data.suppress import COVER, SHOWN, SMALL, family, hide, rule_of
from thongbao.data.suppress_growth import hide_growth
from thongbao.data.suppress_links import linked, spread
from thongbao.data.suppress_rows import shown_splits

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray
    from sqlalchemy import Engine

    from thongbao.data.suppress import Family, Floats, Marks, Rule
    from thongbao.records import Column, Form, OfficeParams

Key = tuple[str, str, str]
"""Form, column and row of a figure; row "" for the sum of the rows where the form has no row for it."""


@dataclass(frozen=True)
class Public:
    """All that is public. The arrays are nodes x cells x days; nothing in them is not published.

    Attributes:
        nodes: codes of units, then names of areas as ``public_areas`` makes them.
        cells: form, column, row.
        first: the day of the first entry.
        k: the threshold.
        values: NaN where hidden or not stated.
        marks: SHOWN, SMALL or COVER.
        stated: how many units stated the figure.
        sets: equal on two days where the same units did.
    """

    nodes: tuple[str, ...]
    cells: tuple[Key, ...]
    first: date
    k: int
    values: Floats
    marks: Marks
    stated: NDArray[np.int32]
    sets: NDArray[np.int32]

    @cached_property
    def node_at(self) -> dict[str, int]:
        """Return node -> its position."""
        return {node: n for n, node in enumerate(self.nodes)}

    @cached_property
    def cell_at(self) -> dict[Key, int]:
        """Return form, column and row -> the position of the cell."""
        return {cell: n for n, cell in enumerate(self.cells)}


def public_figures(engine: Engine, params: OfficeParams, last: date, days: int) -> Public:
    """Decide what may be published of the ``days`` days that end on ``last``.

    All days since the office's first are read: what may be said of a cumulative count hangs on its last step.
    """
    window = last - timedelta(days=days - 1)
    begin = min(first_day(engine, params) or window, window)
    kinds = {kind for form in params.forms for kind in form.filled_by}
    units = tuple(dict.fromkeys(unit.code for unit in params.units if unit.kind in kinds))
    known = family(units, areas_of(params, units))
    rule = rule_of(params.office.small_numbers.k)
    made: list[tuple[Key, _Cell]] = []
    for form in params.forms:
        figures = closed_figures(engine, params, form, begin, last)
        made += _form(form, figures, known, rule, begin, days=(last - begin).days + 1)
    shape = (len(known.nodes), len(made), days)
    found = Public(
        known.nodes,
        tuple(key for key, _ in made),
        window,
        rule.k,
        np.full(shape, np.nan),
        np.zeros(shape, dtype=np.int8),
        np.zeros(shape, dtype=np.int32),
        np.zeros(shape, dtype=np.int32),
    )
    for at, (_, cell) in enumerate(made):
        _fill(found, at, cell, known, days)
    return found


@dataclass
class _Cell:
    """One cell of a form: days x units, and area -> days."""

    values: Floats
    units: Marks
    areas: dict[str, Marks]
    counted: NDArray[np.bool_]


def _form(
    form: Form, figures: pd.DataFrame, known: Family, rule: Rule, begin: date, days: int
) -> list[tuple[Key, _Cell]]:
    at = {unit: n for n, unit in enumerate(known.units)}
    figures = figures[figures["unit"].isin(list(at))]
    day = (figures["day"] - np.datetime64(begin)).dt.days.to_numpy()
    unit = figures["unit"].map(at).to_numpy(dtype=np.intp)
    grids: dict[tuple[str, str], Floats] = {}
    cells: dict[Any, Any] = figures.groupby(["column", "row"]).indices
    for (column, row), part in cells.items():
        grid = grids[column, row] = np.full((days, len(at)), np.nan)
        grid[day[part], unit[part]] = figures["value"].to_numpy()[part]
    empty = np.full((days, len(at)), np.nan)
    columns: dict[str, dict[str, _Cell]] = {}
    for column in form.columns:
        rows = [row for row, asked in form.cells() if asked == column.code]
        parts = {row: grids.get((column.code, row), empty) for row in rows}
        columns[column.code] = _column(form, column, parts, known, rule)
    for group in linked(form):
        spread([columns[code] for code in group])
    return [((form.code, code, row), cell) for code, cells in columns.items() for row, cell in cells.items()]


def _column(form: Form, column: Column, parts: dict[str, Floats], known: Family, rule: Rule) -> dict[str, _Cell]:
    """Decide one column: its total first, then whose split may be shown."""
    total = form.total_row if form.total_row in parts else next(iter(parts)) if len(parts) == 1 else ""
    values = parts[total] if total else np.sum(list(parts.values()), axis=0)
    rows = [row for row in parts if row != total]
    split = np.stack([parts[row] for row in rows], axis=2) if rows else np.zeros((*values.shape, 0))
    counted = ~np.isnan(values)
    none = {name: np.zeros(len(values), dtype=np.int8) for name in known.areas}
    cells = {total: _Cell(values, np.zeros(values.shape, dtype=np.int8), none, counted)}
    cells |= {row: _Cell(parts[row], cells[total].units.copy(), _copy(none), ~np.isnan(parts[row])) for row in rows}
    if column.privacy == "none":
        return cells
    shown = np.zeros(values.shape, dtype=bool)
    whose = {name: np.zeros(len(values), dtype=bool) for name in known.areas}
    if column.basis == "cumulative":
        course = hide_growth(values, split, known, rule)
        cells[total].units, cells[total].areas = course.units, course.areas
        if known.whole is not None:
            whose[known.whole] = course.splits
    else:
        for at, now in enumerate(values):
            day = hide(now, known, rule)
            cells[total].units[at] = day.units
            splits = shown_splits(split[at], now, day, known, rule) if rows else (shown[at], {})
            shown[at] = splits[0]
            for name, mark in day.areas.items():
                cells[total].areas[name][at], whose[name][at] = mark, splits[1].get(name, False)
    for row in rows:
        # A part of fewer than k is less than k, too; how much of it, and whether any, is not said.
        hidden = np.where(cells[total].units == SMALL, SMALL, COVER)
        cells[row].units = np.where(shown | np.isnan(parts[row]), SHOWN, hidden).astype(np.int8)
        cells[row].areas = {name: np.where(whose[name], SHOWN, COVER).astype(np.int8) for name in known.areas}
        cells[row].counted &= counted
    return cells


def _copy(areas: dict[str, Marks]) -> dict[str, Marks]:
    return {name: marks.copy() for name, marks in areas.items()}


def _fill(found: Public, at: int, cell: _Cell, known: Family, days: int) -> None:
    """Write what is public of one cell; areas are added up here, exactly, over the units that stated the figure."""
    window = slice(len(cell.values) - days, None)
    values, counted = cell.values[window], cell.counted[window]
    units = len(known.units)
    found.marks[:units, at] = cell.units[window].T
    found.values[:units, at] = np.where(cell.units[window] == SHOWN, values, np.nan).T
    found.stated[:units, at] = ~np.isnan(values).T
    for n, (name, members) in enumerate(known.areas.items(), start=units):
        there = counted[:, members]
        stated = there.sum(axis=1)
        sums = np.where(there, np.nan_to_num(values[:, members]), 0.0).sum(axis=1)
        marks = np.where(stated > 0, cell.areas[name][window], SHOWN)
        found.marks[n, at] = marks
        found.values[n, at] = np.where((marks == SHOWN) & (stated > 0), sums, np.nan)
        found.stated[n, at] = stated
        _, found.sets[n, at] = np.unique(there, axis=0, return_inverse=True)
