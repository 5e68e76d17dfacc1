"""What a form asks, by code: ``day.cases`` has ``.confirmed``, ``day.school_opening`` has ``.status``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.report.latest import as_of
from thongbao.report.measures import Measure
from thongbao.report.scope import sum_row
from thongbao.report.shown import Shown
from thongbao.report.unknown import unknown
from thongbao.report.writings import Entry, entry_of

if TYPE_CHECKING:
    from thongbao.records import Form
    from thongbao.report.day import Day


@dataclass(frozen=True)
class FormMeasures:
    """The columns and entries of one form, by code."""

    day: Day
    form: Form

    @property
    def as_of(self) -> Shown:
        """Say of which day the figures shown are."""
        return Shown(as_of(self.day, self.form) or str(self.day.date))

    def __getattr__(self, name: str) -> Measure | Entry:
        if name.startswith("_"):
            raise AttributeError(name)
        column = next((c for c in self.form.columns if c.code == name), None)
        if column is not None:
            return Measure(self.day, self.form, column, sum_row(self.form, column))
        written = next((e for e in self.form.entries if e.code == name), None)
        if written is None:
            known = [one.code for one in self.form.measured()]
            raise unknown(f"Form {self.form.code} has no column or entry {name!r}.", name, known)
        return entry_of(self.day, self.form, written)
