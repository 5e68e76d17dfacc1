"""What ``report.load`` gives: everything one bulletin may show, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data import completeness
from thongbao.language import listing, long_date, translator
from thongbao.report import cells, latest, lists, published, words
from thongbao.report.form_measures import FormMeasures
from thongbao.report.measures import Measure
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.shown import Shown
from thongbao.report.unknown import unknown

if TYPE_CHECKING:
    from thongbao.data.public import Public
    from thongbao.data.reports import Reports
    from thongbao.records import Form
    from thongbao.report.scope import Scope


@dataclass(frozen=True)
class Day:
    """The reports of one unit, or of all units of an office, up to one day.

    Forms stand here by their code: ``day.cases.confirmed`` is the figure of the day, ready for a sentence.

    Attributes:
        scope: whom it is about.
        data: what was read; for the public without what is hidden.
        public: what the office publishes; None for internal use, where nothing is hidden.
    """

    scope: Scope
    data: Reports
    public: Public | None = None

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
        """Say the day with its year; its weekday stands in the head of the bulletin."""
        return Shown(long_date(self.scope.last, self.scope.locale, "long"))

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
        params, earlier = self.scope.params, self.scope.earlier
        daily = tuple(form for form in params.forms if form.code not in earlier)
        own = params.model_copy(update={"units": self.scope.units, "forms": daily})
        found = [completeness.expected(own, self.scope.read_from, self.scope.last)]
        if earlier:
            seldom = tuple(form for form in params.forms if form.code in earlier)
            own = own.model_copy(update={"forms": seldom})
            found.append(completeness.expected(own, min(earlier.values()), self.scope.last))
        return pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]

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

    def days_of(self, form: Form) -> pd.DatetimeIndex:
        """Return the days a form's figures stand on, as ``latest.days_of`` does."""
        if form.code not in self._days:
            self._days[form.code] = latest.days_of(self, form)
        return self._days[form.code]

    def shown(self, form: str) -> dict[str, pd.Timestamp]:
        """Return unit -> the day of the report of a form that is shown, as ``latest.shown_days`` does."""
        if form not in self._shown:
            self._shown[form] = latest.shown_days(self, self.scope.form(form))
        return self._shown[form]

    def reported(self, form: Form) -> pd.DataFrame:
        """Return days x units: whether a report of a form was accepted, as ``latest.reported`` does."""
        if form.code not in self._reported:
            self._reported[form.code] = latest.reported(self, form)
        return self._reported[form.code]

    @cached_property
    def _reported(self) -> dict[str, pd.DataFrame]:
        return {}

    @cached_property
    def _days(self) -> dict[str, pd.DatetimeIndex]:
        return {}

    @cached_property
    def _shown(self) -> dict[str, dict[str, pd.Timestamp]]:
        return {}

    @cached_property
    def _cells(self) -> cells.Cells:
        return cells.laid_out(self.data.figures)

    @cached_property
    def _grids(self) -> dict[tuple[str, str, str | None], pd.DataFrame]:
        return {}

    def grid(self, form: str, column: str, row: str | None) -> pd.DataFrame:
        """Return one cell of a form: days x the units that owe it, NaN where it was not stated.

        Args:
            form, column, row: codes; row None for the sum of the rows, stated where all of them are, or of the lines of
                a list, stated where any is. Never stated where rows do not add up.
        """
        key = (form, column, row)
        if key not in self._grids:
            self._grids[key] = self._grid(*key)
        return self._grids[key]

    def _grid(self, form: str, column: str, row: str | None) -> pd.DataFrame:
        if self.public is not None:
            return published.unit_grid(self, form, column, row)
        asked = self.scope.form(form)
        if row is None and asked.lines:
            return lists.summed_lines(self, asked, column)
        if row is None:
            found = next(c for c in asked.columns if c.code == column)
            parts = [self.grid(form, column, code) for code in asked_rows(asked, found)]
            return sum(parts[1:], start=parts[0] if found.adds == "all" else parts[0] * float("nan"))
        return latest.grid_of(self, asked, self._cells.of(form, column, str(row)))

    def members(self, form: Form) -> tuple[str, ...]:
        """Return the codes of the units that owe ``form``."""
        if form.code not in self._members:
            self._members[form.code] = self.scope.members(form)
        return self._members[form.code]

    @cached_property
    def _members(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def due_units(self) -> dict[str, frozenset[str]]:
        """Return form -> the units whose report of the day shown was due; of a form on event all that fill it in."""
        seldom = [form for form in self.scope.forms if form.cadence == "event"]
        found = {form.code: frozenset(self.scope.members(form)) for form in seldom}
        last = self.expected["form"].map({form.code: self.days_of(form)[-1] for form in self.scope.forms})
        today = self.expected[self.expected["day"] == last]
        return found | {str(form): frozenset(units) for form, units in today.groupby("form")["unit"]}

    @cached_property
    def revised(self) -> frozenset[tuple[str, str, str, str]]:
        """Return form, column, row and unit of every figure shown that a later report of the same day changed."""
        changes = self.data.revisions
        shown = [latest.of_shown(self, form, changes) for form in self.scope.forms] if len(changes) else []
        today = pd.concat(shown) if shown else changes
        return frozenset(zip(today["form"], today["column"], today["row"], today["unit"], strict=True))

    def every_measure(self) -> list[Measure]:
        """Return every measure that has one figure here, by the row that stands for its column, in the order of forms.

        The lines of a list have none, nor do columns that do not add up where there are several units.
        """
        alone = not self.scope.adds_up
        tables = [form for form in self.scope.forms if not form.lines]
        return [Measure(self, f, c, sum_row(f, c)) for f in tables for c in f.columns if alone or c.adds != "none"]

    def __getattr__(self, name: str) -> FormMeasures:
        if name.startswith("_"):
            raise AttributeError(name)
        form = next((f for f in self.scope.forms if f.code == name), None)
        if form is None:
            raise unknown(f"There is no form or value {name!r} here.", name, [f.code for f in self.scope.forms])
        return FormMeasures(self, form)
