"""Figures by name: ``day.cases.confirmed`` in a sentence, and of it ``.change``, ``.teachers``, ``.counties``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from thongbao.data import indicators
from thongbao.errors import NotebookInvalid
from thongbao.report import words
from thongbao.report.blocks import clean, escaped
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.shown import Shown

if TYPE_CHECKING:
    import pandas as pd

    from thongbao.records import Column, Form, Group
    from thongbao.report.day import Day


@dataclass(frozen=True)
class FormMeasures:
    """The columns of one form, by code."""

    day: Day
    form: Form

    def __getattr__(self, name: str) -> Measure:
        if name.startswith("_"):
            raise AttributeError(name)
        column = next((c for c in self.form.columns if c.code == name), None)
        if column is None:
            known = ", ".join(c.code for c in self.form.columns)
            raise AttributeError(f"Form {self.form.code} has no column {name!r}. Columns: {known}.")
        return Measure(self.day, self.form, column, sum_row(self.form, column))


@dataclass(frozen=True, repr=False)
class Measure:
    """One figure of the day, of a unit or added up over units; shown in a sentence as it is.

    Attributes:
        row: code; None for the sum of the rows.
        units: codes of those that are added up; None for all that owe the form.
    """

    day: Day
    form: Form
    column: Column
    row: str | None
    units: tuple[str, ...] | None = None

    @cached_property
    def grid(self) -> pd.DataFrame:
        """Return days x units, NaN where not stated."""
        grid = self.day.grid(self.form.code, self.column.code, self.row)
        return grid if self.units is None else grid[list(self.units)]

    @cached_property
    def stated(self) -> pd.Series[float]:
        """Return unit -> the day's figure, of the units that stated it."""
        return self.grid.iloc[-1].dropna()

    @property
    def value(self) -> float | None:
        """Return the figure, or the sum over the units that stated it; None where none did."""
        return float(self.stated.sum()) if len(self.stated) else None

    @property
    def due(self) -> int:
        """Return how many units should have stated the figure."""
        return len(self.day.due_units.get(self.form.code, frozenset()) & set(self.grid.columns))

    @property
    def partial(self) -> bool:
        """Say whether the sum lacks units that should be in it."""
        return 0 < len(self.stated) < self.due

    @property
    def compared(self) -> indicators.Change:
        """Compare with the last report before; a sum over the units that are in both."""
        until = self.grid
        if not len(self.stated):
            return indicators.Change(None, None, 0)
        before = until.iloc[:-1][list(self.stated.index)].dropna(how="all")
        if before.empty:
            return indicators.Change(self.value, None, 0)
        both = self.stated - before.iloc[-1]
        span = (until.index[-1] - before.index[-1]).days
        return indicators.Change(self.value, float(both.sum()), int(span))

    @property
    def change(self) -> Shown:
        """Say the change on the previous report; of a figure that a unit did not state, what it stated last."""
        scope, found = self.day.scope, self.compared
        earlier = self.grid.dropna(how="all")
        if self.value is None and len(earlier) and not scope.adds_up:
            return Shown(words.last_stated(float(earlier.iloc[-1].sum()), earlier.index[-1].date(), scope.locale))
        return Shown(words.changed(found.change, found.span, scope.last, scope.locale))

    @property
    def new(self) -> Shown:
        """Say what the day added to a cumulative figure; a fall is a revision, not a negative case.

        Raises:
            NotebookInvalid: the figure is a stock.
        """
        if self.column.basis == "stock":
            raise NotebookInvalid(f"{self.column.code} is a stock: nothing is new in it. Use .change.")
        locale = self.day.scope.locale
        if self.column.basis == "flow":
            return Shown(words.figure(self.value, locale))
        found = self.compared
        return Shown(words.figure(None if found.change is None or found.change < 0 else found.change, locale))

    @property
    def coverage(self) -> Shown:
        """Say how many units are in the sum."""
        return Shown(words.coverage(len(self.stated), self.due, self.day.scope.locale))

    @property
    def label(self) -> str:
        """Name what is counted."""
        label = self.column.label.to(self.day.scope.locale)
        row = next((r for r in self.form.rows if r.code == self.row), None)
        if row is None or self.row == sum_row(self.form, self.column):
            return label
        return f"{label}: {row.label.to(self.day.scope.locale)}"

    @property
    def unit(self) -> str:
        """Name what one of them is."""
        return self.column.unit.to(self.day.scope.locale)

    def of(self, group: Group | None) -> Measure:
        """Return the same figure for a part of the units."""
        return replace(self, units=self.day.scope.members(self.form, group) if group else None)

    def only(self, unit: str) -> Measure:
        """Return the same figure of one unit, which owes the form."""
        return replace(self, units=(unit,))

    def at(self, row: str) -> Measure:
        """Return the same figure of another row of the form."""
        return replace(self, row=row)

    def __getattr__(self, name: str) -> Measure:
        if name.startswith("_"):
            raise AttributeError(name)
        if name in asked_rows(self.form, self.column):
            return self.at(name)
        group = next((g for g in self.day.scope.groups if g.code == name), None)
        if group is not None:
            return self.of(group)
        known = (*asked_rows(self.form, self.column), *(g.code for g in self.day.scope.groups))
        raise AttributeError(
            f"{self.form.code}.{self.column.code} has no {name!r}. Rows and groups: {', '.join(known)}."
        )

    def __str__(self) -> str:
        text = words.figure(self.value, self.day.scope.locale)
        return clean(f"{text} ({self.coverage})" if self.partial else text)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return escaped(str(self))
