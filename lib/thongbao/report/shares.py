"""Shares by name: ``day.online_learning.attended.share_of.due_online``. n and N always stand beside the percent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data import indicators, rates
from thongbao.data.suppress import SHOWN
from thongbao.errors import NotebookInvalid
from thongbao.language import percent, short_date, translator
from thongbao.report import published, words
from thongbao.report.blocks import clean, escaped
from thongbao.report.latest import as_of
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.shown import Shown
from thongbao.report.unknown import unknown

if TYPE_CHECKING:
    from thongbao.data.rates import Share as Ratio
    from thongbao.records import Column, Form, Group
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure


@dataclass(frozen=True)
class ShareOf:
    """What a figure can be a part of: the columns of its form, or of another one by that form's code.

    Attributes:
        form: whose columns are meant; None for those of the part's own form, and the forms.
    """

    part: Measure
    form: Form | None = None

    def __getattr__(self, name: str) -> Share | ShareOf:
        if name.startswith("_"):
            raise AttributeError(name)
        form = self.form or self.part.form
        column = next((c for c in form.columns if c.code == name), None)
        if column is not None:
            return Share(self.part, _whole(self.part, form, column))
        other = next((f for f in self.part.day.scope.forms if f.code == name), None)
        if self.form is None and other is not None:
            return ShareOf(self.part, other)
        raise unknown(f"Form {form.code} has no column {name!r}.", name, [c.code for c in form.columns])


def _whole(part: Measure, form: Form, column: Column) -> Measure:
    row = sum_row(form, column)
    if part.row is not None and part.row != sum_row(part.form, part.column) and form is part.form:
        row = part.row
        if row not in asked_rows(form, column):
            raise NotebookInvalid(f"{form.code}.{column.code} is not asked for {row}: it is no whole of that row.")
    return replace(part, form=form, column=column, row=row)


@dataclass(frozen=True, repr=False)
class Share:
    """A part of a whole, of a unit or added up over the units that stated both.

    Attributes:
        part, whole: numerator and denominator.
    """

    part: Measure
    whole: Measure

    @property
    def day(self) -> Day:
        """Return the day it is of."""
        return self.part.day

    @cached_property
    def by_unit(self) -> pd.DataFrame:
        """Return n and of of the day by unit (of the public: of the one line shown), for those that stated both."""
        both = pd.DataFrame({"n": self.part.grid.iloc[-1], "of": self.whole.grid.iloc[-1]}).dropna()
        return both.iloc[:0] if self.hidden else both

    @cached_property
    def ratio(self) -> Ratio:
        """Return n of N, added up; NaN where no unit stated both."""
        sums = self.by_unit.sum(min_count=1)
        return rates.share(float(sums["n"]), float(sums["of"]))

    @property
    def hidden(self) -> bool:
        """Say whether it may not be published: a part is hidden, or the two are not known to be of the same units."""
        if self.day.public is None:
            return False
        if SHOWN not in (self.part.mark, self.whole.mark) or self.part.mark != self.whole.mark:
            return True
        part, whole = published.stated(self.part)[-1], published.stated(self.whole)[-1]
        return part != whole and 0 not in (part, whole)

    @property
    def units(self) -> tuple[int, int]:
        """Return how many units stated both, and how many should have."""
        if self.day.public is not None:
            stated = min(published.stated(self.part)[-1], published.stated(self.whole)[-1])
            return stated, max(stated, self.part.due)
        due = set(self.day.due_units.get(self.part.form.code, ())) & set(self.part.members)
        return len(self.by_unit), len(due.union(self.by_unit.index))

    @property
    def partial(self) -> bool:
        """Say whether units lack that should be in it."""
        units, of = self.units
        return 0 < units < of

    @property
    def coverage(self) -> Shown:
        """Say how many units are in it."""
        return Shown(words.coverage(*self.units, self.day.scope.locale))

    @property
    def label(self) -> str:
        """Name the part and the whole; a row that both are of once, before them."""
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        part, row = self.part, next((r for r in self.part.form.rows if r.code == self.part.row), None)
        if row and part.label != part.column.label.to(locale) and self.whole.row == row.code:
            return words.named(row.label.to(locale), self.whole_label, locale)
        return t("{part}, of {whole}").format(part=self.part.label, whole=words.inside(self.whole.label, locale))

    @property
    def whole_label(self) -> str:
        """Name the share by its part and whole, without rows."""
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        part, whole = self.part.column.label.to(locale), self.whole.column.label.to(locale)
        return t("{part}, of {whole}").format(part=part, whole=words.inside(whole, locale))

    def at(self, row: str) -> Share:
        """Return the same share of another row of the form."""
        part = self.part.at(row)
        return Share(part, _whole(part, self.whole.form, self.whole.column))

    def units_at(self, row: str) -> int:
        """Return how many units stated both in a row."""
        return self.at(row).units[0]

    @property
    def counted(self) -> str:
        """Say n/N; "" where there is nothing to say it of."""
        ratio, locale = self.ratio, self.day.scope.locale
        if np.isnan(ratio.n) or np.isnan(ratio.of):
            return ""
        return f"{words.figure(ratio.n, locale)}/{words.figure(ratio.of, locale)}"

    @property
    def figure(self) -> str:
        """Say the percent by itself; who shows it shows ``counted`` beside it."""
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        if self.hidden:
            return t("not published")
        if not self.counted:
            return t("not stated")
        return t("no share of 0") if self.ratio.share is None else percent(self.ratio.share, locale)

    @property
    def asides(self) -> list[str]:
        """Return what must be known of it: more than the whole, units that lack, another day."""
        t = translator(self.day.scope.locale)
        told = [t("more than the whole: check both")] if self.ratio.over else []
        told += [str(self.coverage)] if self.partial and self.counted else []
        days = [as_of(self.day, self.part.form)]
        days += [as_of(self.day, self.whole.form)] if self.whole.form is not self.part.form else []
        return told + [said for said in dict.fromkeys(days) if said]

    @property
    def change(self) -> Shown:
        """Say by how many percentage points it differs from the report before, over the units that are in both."""
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        before = self._before
        if before is None:
            return Shown(t("no earlier report to compare"))
        change, day = before
        since = short_date(day.date(), locale)
        points = round(change * 100, 1)
        if points == 0:
            return Shown(t("unchanged since {day}").format(day=since))
        said = words.signed(points, locale, places=1)
        return Shown(t("{change} percentage points since {day}").format(change=said, day=since))

    @cached_property
    def _before(self) -> tuple[float, pd.Timestamp] | None:
        """The change, of 1 for all, and the day compared with; None where there is nothing to compare."""
        if self.whole.form is not self.part.form or self.hidden:
            return None
        exact = self.day.public is None
        n, of = (m.grid if exact else published.comparable(m) for m in (self.part, self.whole))
        n, of = n.where(of.notna()), of.where(n.notna())
        found = indicators.change(n, ())
        if found.change is None:
            return None
        then = n.index[-1] - pd.Timedelta(days=found.span)
        both = n.columns[n.loc[then].notna() & n.iloc[-1].notna()]
        now, old = (rates.share(n.loc[at, both].sum(), of.loc[at, both].sum()).share for at in (n.index[-1], then))
        return None if now is None or old is None else (now - old, then)

    def of(self, group: Group | None) -> Share:
        """Return the same share for a part of the units."""
        return Share(self.part.of(group), self.whole.of(group))

    def only(self, unit: str) -> Share:
        """Return the same share of one unit."""
        return Share(self.part.only(unit), self.whole.only(unit))

    def __getattr__(self, name: str) -> Share:
        if name.startswith("_"):
            raise AttributeError(name)
        part = self.part.__getattr__(name)
        if part.row == self.part.row:
            return Share(part, self.whole.__getattr__(name))
        return Share(part, _whole(part, self.whole.form, self.whole.column))

    def __str__(self) -> str:
        locale = self.day.scope.locale
        if not self.counted:
            return clean(
                words.bracketed(self.figure, words.parted(self.asides, locale), locale) if self.asides else self.figure
            )
        return clean(words.bracketed(self.counted, words.parted([self.figure, *self.asides], locale), locale))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return escaped(str(self))
