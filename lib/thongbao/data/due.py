"""Of which days a form is due, and until when: cadence, reporting days, cut-off and holiday rule. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thongbao.records.base import WEEKDAYS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from thongbao.params.calendar import Calendar
    from thongbao.records import Form

SATURDAY = 5


def is_due(form: Form, day: date, calendar: Calendar) -> bool:
    """Say whether units that fill in the form owe it for ``day``.

    A weekly report is due for the day of the week that ``due_on`` names, whatever the calendar says: the day names the
    week, and only the cut-off is moved by holidays. A form on event is never owed.
    """
    if form.cadence == "event":
        return False
    if form.cadence == "weekly":
        return form.due_on is not None and day.weekday() == WEEKDAYS.index(form.due_on)
    if form.reporting_days == "all":
        return True
    if form.reporting_days == "weekdays":
        return day.weekday() < SATURDAY
    return calendar.is_working_day(day) if form.reporting_days == "working_days" else calendar.is_school_day(day)


def due_days(form: Form, first: date, last: date, calendar: Calendar) -> list[date]:
    """Return the days from ``first`` to ``last``, inclusive, for which the form is due."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_due(form, day, calendar)]


def due_day_near(form: Form, day: date) -> date | None:
    """Return the day of the same ISO week for which a weekly form is due; None for other forms."""
    if form.cadence != "weekly" or form.due_on is None:
        return None
    return day + timedelta(days=WEEKDAYS.index(form.due_on) - day.weekday())


def cut_off(form: Form, day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the moment until which a report of ``day`` is on time.

    Where it would fall on a public holiday it is moved as ``holiday_rule`` says. The cut-off of a daily report or one
    on event never comes before the day that it reports.

    Args:
        zone: the office's.
    """
    due = calendar.moved(day + timedelta(days=form.cut_off_days), form.holiday_rule)
    if form.cadence != "weekly":
        due = max(due, day)
    return datetime.combine(due, form.cut_off, tzinfo=zone)
