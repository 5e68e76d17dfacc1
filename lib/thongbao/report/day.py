"""What ``report.load`` gives: everything one bulletin may show, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data import completeness
from thongbao.language import listing, long_date, translator
from thongbao.report import words
from thongbao.report.measures import FormMeasures, Measure
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.shown import Shown

if TYPE_CHECKING:
    from thongbao.data.reports import Reports
    from thongbao.report.scope import Scope


@dataclass(frozen=True)
class Day:
    """The reports of one unit, or of all units of an office, up to one day.

    Forms stand here by their code: ``day.cases.confirmed`` is the figure of the day, ready for a sentence.

    Attributes:
        scope: whom it is about.
        data: what was read.
    """

    scope: Scope
    data: Reports

    @property
    def unit(self) -> Shown:
        """Name the unit."""
        return Shown(self.scope.unit.names.to(self.scope.locale))

    @property
    def office(self) -> Shown:
        """Name the office that publishes."""
        return Shown(self.scope.params.office.names.to(self.scope.locale))

    @property
    def date(self) -> Shown:
        """Say the day in full."""
        return Shown(long_date(self.scope.last, self.scope.locale))

    @property
    def completeness(self) -> Shown:
        """Say how many units sent everything that was due on the day: 11 of 12 units."""
        whole = self.of_date["expected"] == self.of_date["received"]
        return Shown(words.coverage(int(whole.sum()), len(whole), self.scope.locale))

    @property
    def missing(self) -> Shown:
        """Name the units of which nothing was accepted for the day."""
        silent = self.of_date.loc[self.of_date["received"] == 0, "unit"]
        if silent.empty:
            t = translator(self.scope.locale)
            return Shown(t("none"))
        return Shown(listing([self.scope.name(unit) for unit in silent], self.scope.locale))

    @property
    def status(self) -> Shown:
        """Say whether the day's report came on time, late, in part or not at all."""
        return Shown(words.state(self.state, self.scope.locale))

    @property
    def state(self) -> str:
        """Return the code of ``status`` for a single unit; of the least that any unit did for several."""
        states = set(self.of_date["state"])
        order = ("missing", "refused", "partly", "late", "on_time", "zero")
        return next((code for code in order if code in states), "not_due")

    @cached_property
    def expected(self) -> pd.DataFrame:
        """Return form, unit, day of every report that was due in the days read."""
        own = self.scope.params.model_copy(update={"units": self.scope.units})
        return completeness.expected(own, self.scope.read_from, self.scope.last)

    @cached_property
    def reporting(self) -> pd.DataFrame:
        """Return what became of every report due in the 28 days shown, as ``completeness.reporting`` does."""
        shown = self.expected[self.expected["day"] >= self.scope.first.isoformat()]
        return completeness.reporting(shown, self.data.reports, self.data.refusals)

    @cached_property
    def of_date(self) -> pd.DataFrame:
        """Return what each unit did on the day itself, as ``completeness.by_day`` does."""
        today = self.reporting[self.reporting["day"] == self.scope.last.isoformat()]
        return completeness.by_day(today)

    @cached_property
    def days(self) -> pd.DatetimeIndex:
        """Return every day read."""
        return pd.date_range(self.scope.read_from, self.scope.last, unit="s", name="day")

    @cached_property
    def _cells(self) -> dict[tuple[str, str, str], pd.DataFrame]:
        groups = self.data.figures.groupby(["form", "column", "row"], sort=False)
        return {(str(f), str(c), str(r)): part for (f, c, r), part in groups}

    @cached_property
    def _grids(self) -> dict[tuple[str, str, str | None], pd.DataFrame]:
        return {}

    def grid(self, form: str, column: str, row: str | None) -> pd.DataFrame:
        """Return one cell of a form: days x the units that owe it, NaN where it was not stated.

        Args:
            form, column, row: codes; row None for the sum of the rows, stated where all of them are.
        """
        key = (form, column, row)
        if key not in self._grids:
            self._grids[key] = self._grid(*key)
        return self._grids[key]

    def _grid(self, form: str, column: str, row: str | None) -> pd.DataFrame:
        asked = self.scope.form(form)
        if row is None:
            rows = asked_rows(asked, next(c for c in asked.columns if c.code == column))
            parts = [self.grid(form, column, code) for code in rows]
            return sum(parts[1:], start=parts[0])
        part, units = self._cells.get((form, column, row)), list(self.scope.members(asked))
        if part is None:
            return pd.DataFrame(float("nan"), index=self.days, columns=units)
        return part.pivot(index="day", columns="unit", values="value").reindex(index=self.days, columns=units)

    @cached_property
    def due_units(self) -> dict[str, frozenset[str]]:
        """Return form -> the units whose report of the day itself was due."""
        today = self.expected[self.expected["day"] == self.scope.last.isoformat()]
        return {str(form): frozenset(units) for form, units in today.groupby("form")["unit"]}

    @cached_property
    def revised(self) -> frozenset[tuple[str, str, str, str]]:
        """Return form, column, row and unit of every figure of the day that a later report changed."""
        changes = self.data.revisions
        today = changes[changes["day"] == self.scope.last.isoformat()]
        return frozenset(zip(today["form"], today["column"], today["row"], today["unit"], strict=True))

    def measures(self) -> list[Measure]:
        """Return every measure that is asked, each by the row that stands for its column, in the order of the forms."""
        return [Measure(self, f, c, sum_row(f, c)) for f in self.scope.forms for c in f.columns]

    def __getattr__(self, name: str) -> FormMeasures:
        if name.startswith("_"):
            raise AttributeError(name)
        form = next((f for f in self.scope.forms if f.code == name), None)
        if form is None:
            known = ", ".join(f.code for f in self.scope.forms)
            raise AttributeError(f"There is no form or value {name!r} here. Forms: {known}.")
        return FormMeasures(self, form)
