"""Everything one office has under params/, in one value."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from thongbao.records.alarm import AlarmSettings
from thongbao.records.base import Record
from thongbao.records.desk import Desk
from thongbao.records.form import Form
from thongbao.records.mail import Mail
from thongbao.records.mapping import Mapping
from thongbao.records.office import Bulletin, CalendarEntry, Office, Unit
from thongbao.records.recipient import Recipient
from thongbao.records.same import Same

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
    calendar: tuple[CalendarEntry, ...] = ()
    mail: Mail | None = None
    alarms: AlarmSettings = AlarmSettings()
    desk: Desk = Desk()

    def unit(self, code: str) -> Unit | None:
        """Return the unit with ``code``, None where there is none."""
        return _by_code(Same(self.units)).get(code)

    def form(self, code: str) -> Form | None:
        """Return the form with ``code``, None where there is none."""
        return next((f for f in self.forms if f.code == code), None)

    def successors(self, unit: Unit, day: date) -> tuple[Unit, ...]:
        """Return the units that stand for an ended one on ``day``, through those that have ended since, too."""
        found: dict[str, Unit] = {}
        ahead, seen = list(unit.successors), {unit.code}
        while ahead:
            after = self.unit(code := ahead.pop(0))
            if after is None or code in seen:
                continue
            seen.add(code)
            if after.exists(day):
                found[code] = after
            elif after.valid_to is not None and after.valid_to < day:
                ahead += after.successors
        return tuple(found.values())

    def reporting_units(self, day: date) -> tuple[Unit, ...]:
        """Return the units, in the order of units.csv, that owe at least one form on ``day``."""
        kinds = {k for f in self.forms for k in f.filled_by}
        return tuple(u for u in self.units if u.kind in kinds and u.exists(day))


@lru_cache(maxsize=4)
def _by_code(units: Same[tuple[Unit, ...]]) -> dict[str, Unit]:
    """Return code -> unit, the first of each code: a country asks for thousands of units thousands of times."""
    return {unit.code: unit for unit in reversed(units.value)}
