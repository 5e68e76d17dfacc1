"""Whom a bulletin is about: a unit, or several that are added up. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from thongbao.report.blocks import clean

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import Column, Form, Group, OfficeParams, Unit

SHOWN_DAYS = 28
READ_DAYS = SHOWN_DAYS + 7
"""A mean of 7 days on the first day shown needs the days before it."""

SELDOM_DAYS = 400
"""Weekly forms and those on event are read so far back: what was closed a year ago is so until it says otherwise."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What was asked for.

    Attributes:
        units: those that report: the unit itself, or all below it that owe a form.
        last: the day of the bulletin, the last of the window.
        locale: one of LOCALES.
    """

    params: OfficeParams
    unit: Unit
    units: tuple[Unit, ...]
    last: date
    locale: str

    @property
    def adds_up(self) -> bool:
        """Say whether the figures are sums over units."""
        return self.units != (self.unit,)

    @property
    def read_from(self) -> date:
        """Return the first day that is read."""
        return self.last - timedelta(days=READ_DAYS - 1)

    @property
    def earlier(self) -> dict[str, date]:
        """Return form -> the first day that is read of it, of the forms that are not daily."""
        first = self.last - timedelta(days=SELDOM_DAYS - 1)
        return {form.code: first for form in self.params.forms if form.cadence != "daily"}

    @property
    def first(self) -> date:
        """Return the first day that is shown."""
        return self.last - timedelta(days=SHOWN_DAYS - 1)

    @property
    def forms(self) -> tuple[Form, ...]:
        """Return the forms that any of the units owes."""
        kinds = {unit.kind for unit in self.units}
        return tuple(form for form in self.params.forms if kinds & set(form.filled_by))

    @property
    def groups(self) -> tuple[Group, ...]:
        """Return the office's groups that have a unit here; empty unless there are several."""
        kinds = {unit.kind for unit in self.units}
        found = tuple(group for group in self.params.office.groups if kinds & set(group.kinds))
        return found if len(found) > 1 and self.adds_up else ()

    def members(self, form: Form, group: Group | None = None) -> tuple[str, ...]:
        """Return the codes of the units that owe ``form``, all or those of a group."""
        kinds = set(form.filled_by) & set(group.kinds) if group else set(form.filled_by)
        return tuple(unit.code for unit in self.units if unit.kind in kinds)

    def name(self, unit: str) -> str:
        """Return a unit's name in the reader's language."""
        found = self.params.unit(unit)
        return clean(found.names.to(self.locale)) if found else unit

    def form(self, code: str) -> Form:
        """Return a form of the office."""
        return next(form for form in self.params.forms if form.code == code)


def scope_of(params: OfficeParams, unit: Unit, last: date, locale: str) -> Scope:
    """Return the unit by itself if it owes a form, else all units below it that do."""
    if unit.exists(last) and any(unit.kind in form.filled_by for form in params.forms):
        return Scope(params, unit, (unit,), last, locale)  # without a look at the others: a country has thousands
    owing = params.reporting_units(last)
    above = {u.code: u.parent for u in params.units}
    return Scope(params, unit, tuple(u for u in owing if _is_below(u.code, unit.code, above)), last, locale)


def _is_below(code: str, top: str, above: dict[str, str]) -> bool:
    while code:
        if code == top:
            return True
        code = above.get(code, "")
    return False


def asked_rows(form: Form, column: Column) -> tuple[str, ...]:
    """Return the rows in which a column is asked."""
    return tuple(row.code for row in form.rows if not column.rows or row.code in column.rows)


def sum_row(form: Form, column: Column) -> str | None:
    """Return the row that stands for the column as a whole; None where its rows must be added up."""
    rows = asked_rows(form, column)
    if form.total_row in rows:
        return form.total_row
    return rows[0] if len(rows) == 1 else None
