"""The newest revision of each report of a form and day, for whoever approves reports, and until when they must."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from thongbao.data.due import cut_off
from thongbao.database import reports
from thongbao.files import sha256
from thongbao.records import ReportKey

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from thongbao.params.calendar import Calendar
    from thongbao.records import Form


@dataclass(frozen=True, slots=True)
class Revision:
    """The newest revision of one report.

    Attributes:
        revision: from 1.
        received_at: UTC.
        on_time: whether it arrived until the form's cut-off.
        digest: of everything it says, and which revision of which report says it; a correction has another one.
    """

    key: ReportKey
    revision: int
    received_at: datetime
    on_time: bool
    digest: str


def newest(connection: Connection, office: str, form: str, day: date) -> dict[str, Revision]:
    """Return the newest revision of each unit's report, by unit."""
    c = reports.c
    asked = select(reports).where(c.office == office, c.form == form, c.day == day).order_by(c.unit, c.revision)
    found = {}
    for row in connection.execute(asked):
        key = ReportKey(office=office, form=form, unit=row.unit, day=day)
        said = json.dumps([office, form, row.unit, day.isoformat(), row.revision, row.digest])
        found[row.unit] = Revision(key, row.revision, row.received_at, row.on_time, sha256(said))
    return found


def approve_by(form: Form, day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the moment before which a report of ``day`` must be approved: the end of the day of its cut-off.

    A rota that is due on Friday is approved by Friday; where that is a holiday, the form's holiday rule moves both.
    """
    last = cut_off(form, day, calendar, zone).date()
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=zone)
