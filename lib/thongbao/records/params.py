"""Everything one office has under params/, in one value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.records.base import Record
from thongbao.records.form import Form
from thongbao.records.mapping import Mapping
from thongbao.records.office import Bulletin, Office, Recipient, Unit

if TYPE_CHECKING:
    from datetime import date


class OfficeParams(Record):
    """Everything under params/ that one office uses, checked against each other."""

    office: Office
    units: tuple[Unit, ...]
    forms: tuple[Form, ...]
    bulletins: tuple[Bulletin, ...]
    recipients: tuple[Recipient, ...] = ()
    mappings: tuple[Mapping, ...] = ()

    def unit(self, code: str) -> Unit | None:
        """Return the unit with ``code``, None where there is none."""
        return next((u for u in self.units if u.code == code), None)

    def form(self, code: str) -> Form | None:
        """Return the form with ``code``, None where there is none."""
        return next((f for f in self.forms if f.code == code), None)

    def reporting_units(self, day: date) -> tuple[Unit, ...]:
        """Return the units, in the order of units.csv, that owe at least one form on ``day``."""
        kinds = {k for f in self.forms for k in f.filled_by}
        return tuple(u for u in self.units if u.kind in kinds and u.exists(day))
