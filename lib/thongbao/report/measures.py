"""Figures by name: ``day.cases.confirmed`` in a sentence, and of it ``.change``, ``.teachers``, ``.counties``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from thongbao.data import indicators
from thongbao.data.suppress import SHOWN
from thongbao.errors import NotebookInvalid
from thongbao.language import translator
from thongbao.report import published, words
from thongbao.report.blocks import clean, escaped
from thongbao.report.latest import as_of
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.shares import ShareOf
from thongbao.report.shown import Shown
from thongbao.report.unknown import unknown

if TYPE_CHECKING:
    import pandas as pd

    from thongbao.records import Column, Form, Group
    from thongbao.report.day import Day


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
        """Return days x units, NaN where not stated.

        In a public edition days x 1: there a sum is not the sum of what is seen.
        """
        if self.day.public is not None:
            return published.grid(self)
        grid = self.day.grid(self.form.code, self.column.code, self.row)
        if self.units is None:
            return grid
        if len(self.units) == 1:  # a table of a country asks for each of its units
            at = int(grid.columns.get_loc(self.units[0]))  # type: ignore[arg-type]
            return grid.iloc[:, at : at + 1]
        return grid[list(self.units)]

    @cached_property
    def stated(self) -> pd.Series[float]:
        """Return unit -> the day's figure, of the units that stated it."""
        return self.grid.iloc[-1].dropna()

    @cached_property
    def summed(self) -> indicators.Sum:
        """Return the figure added up over the units that stated it, and how many of those due did."""
        return published.summed(self) if self.day.public is not None else indicators.total(self.stated, self._due)

    @property
    def value(self) -> float | None:
        """Return the figure, or the sum over the units that stated it; None where none did."""
        return self.summed.value

    @property
    def due(self) -> int:
        """Return how many units should have stated the figure."""
        return len(self._due)

    @property
    def mark(self) -> int:
        """Say whether the figure of the day is hidden: SHOWN, SMALL or COVER of ``data.suppress``."""
        return published.mark_of(self)

    @property
    def figure(self) -> str:
        """Say the figure of the day by itself."""
        locale, public = self.day.scope.locale, self.day.public
        hidden = public is not None and self.mark != SHOWN
        return published.said(self.mark, public, locale) if public and hidden else words.figure(self.value, locale)

    @property
    def partial(self) -> bool:
        """Say whether the sum lacks units that should be in it."""
        return 0 < self.summed.units < self.summed.of

    @property
    def members(self) -> tuple[str, ...]:
        """Return the units that are added up."""
        return self.day.members(self.form) if self.units is None else self.units

    @property
    def _due(self) -> frozenset[str]:
        return self.day.due_units.get(self.form.code, frozenset()).intersection(self.members)

    @cached_property
    def due_grid(self) -> pd.DataFrame:
        """Return days x units: whether a report was due."""
        expected = self.day.expected
        lines = expected[expected["form"] == self.form.code].assign(due=True)
        if self.form.cadence == "event":
            return self.grid.isna() | self.grid.notna()  # a form on event is never late: all that fill it in could
        grid = lines.pivot(index="day", columns="unit", values="due")
        if self.day.public is not None:
            grid = grid.notna().any(axis=1).where(lambda due: due).to_frame(self.grid.columns[0])
        return grid.reindex(index=self.grid.index, columns=self.grid.columns).notna()

    @cached_property
    def growth(self) -> indicators.Growth:
        """Return what a cumulative figure grew by, days x units."""
        return indicators.new_cases(self.grid if self.day.public is None else published.comparable(self))

    @cached_property
    def unit_means(self) -> pd.DataFrame:
        """Return the 7-day mean of what was new on a day, days x units; of a flow or a cumulative."""
        flow = indicators.daily_flow(self.growth) if self.column.basis == "cumulative" else self.grid
        return indicators.seven_day_mean(flow)

    @cached_property
    def compared(self) -> indicators.Change:
        """Compare with an earlier report, over the units that are in both."""
        return published.compared(self) if self.day.public is not None else indicators.change(self.grid, self._due)

    @property
    def change(self) -> Shown:
        """Say the change on the previous report, or of a figure that was not stated, what was stated last."""
        scope, found = self.day.scope, self.compared
        if self.day.public is not None and found.change is None:
            t = translator(scope.locale)
            return Shown(t("no published figure to compare"))
        earlier = self.grid.iloc[:-1].dropna(how="all")
        if found.change is None and len(earlier):
            if found.value is not None:
                t = translator(scope.locale)
                return Shown(t("no earlier report of these units to compare"))
            last = indicators.sums(earlier, self.due_grid.loc[earlier.index]).iloc[-1]
            told = words.summed(indicators.Sum(float(last["value"]), int(last["units"]), int(last["of"])), scope.locale)
            return Shown(words.last_stated(told, earlier.index[-1].date(), scope.locale))
        return Shown(words.changed(found, self.grid.index[-1].date(), scope.locale))

    @property
    def new(self) -> Shown:
        """Say what the day added to a cumulative figure; a fall is a correction, not a negative case.

        Of one unit, growth over several days is told with their number; of several, only what each added on the day
        alone is in the sum, and how many units are in it is said.

        Raises:
            NotebookInvalid: the figure is a stock.
        """
        if self.column.basis == "stock":
            raise NotebookInvalid(f"{self.column.code} is a stock: nothing is new in it. Use .change.")
        locale = self.day.scope.locale
        if self.column.basis == "flow" or self.mark != SHOWN:
            return Shown(str(self))
        found, span = self.compared, int(self.growth.span.iloc[-1].max())
        if len(self.grid.columns) == 1 and span != 1:
            return Shown(words.grown(found.change, found.span, locale))
        return Shown(words.summed(indicators.total(indicators.daily_flow(self.growth).iloc[-1], self._due), locale))

    @property
    def share_of(self) -> ShareOf:
        """Name what it is a part of: ``day.online_learning.attended.share_of.due_online``."""
        return ShareOf(self)

    @property
    def coverage(self) -> Shown:
        """Say how many units are in the sum."""
        return Shown(words.coverage(self.summed.units, self.summed.of, self.day.scope.locale))

    @property
    def label(self) -> str:
        """Name what is counted."""
        label = self.column.label.to(self.day.scope.locale)
        row = next((r for r in self.form.rows if r.code == self.row), None)
        if row is None or self.row == sum_row(self.form, self.column):
            return label
        locale = self.day.scope.locale
        return words.named(label, row.label.to(locale), locale)

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
        raise unknown(f"{self.form.code}.{self.column.code} has no row or group {name!r}.", name, known)

    def __str__(self) -> str:
        locale, told = self.day.scope.locale, as_of(self.day, self.form)
        hidden = self.mark != SHOWN or self.value is None
        said = self.figure if hidden else words.prose(self.value or 0, locale)
        aside = [*([str(self.coverage)] if self.partial and self.mark == SHOWN else []), *([told] if told else [])]
        return clean(words.bracketed(said, words.parted(aside, locale), locale) if aside else said)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return escaped(str(self))
