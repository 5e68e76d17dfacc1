"""Of which days a form is due, and until when: cadence, reporting days, cut-off and holiday rule. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from thongbao.params.calendar import LONGEST_CLOSURE
from thongbao.records.base import WEEKDAYS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from thongbao.params.calendar import Calendar
    from thongbao.records import Form

SATURDAY = 5
DAY = timedelta(days=1)
FURTHEST = timedelta(days=LONGEST_CLOSURE)

EARLY = timedelta(days=6)
"""A weekly report names its week by the day on which it is due, and may come before it, as before a holiday it must."""


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


def earliest(form: Form, day: date) -> date:
    """Return the first day on which a report of ``day`` can be asked for, whatever the holidays are.

    A report whose cut-off is some days later is about a day or week that is over. One that is due on its day is made on
    that day; a weekly one may be made within the seven days that end with it.
    """
    if form.cut_off_days:
        return day + DAY
    return day - EARLY if form.cadence == "weekly" else day


def cut_off(form: Form, day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Return the moment until which a report of ``day`` is on time.

    Where it would fall on a public holiday it is moved as ``holiday_rule`` says, but never to a day on which the report
    cannot be asked for yet: over a holiday that is longer than that it stays where it is.

    Args:
        zone: the office's.
    """
    usual = day + timedelta(days=form.cut_off_days)
    moved = calendar.moved(usual, form.holiday_rule)
    return datetime.combine(moved if moved >= earliest(form, day) else usual, form.cut_off, tzinfo=zone)


def due_days_until(form: Form, on: date, calendar: Calendar, zone: ZoneInfo) -> list[date]:
    """Return the days whose reports have their cut-off on the day ``on``: as a rule one, after holidays several.

    Args:
        zone: the office's.
    """
    first = last = on
    # A cut-off is moved over days on which nobody works, so none comes from beyond the next working day.
    if form.holiday_rule == "after":
        while not calendar.is_working_day(first - DAY) and on - first < FURTHEST:
            first -= DAY
    if form.holiday_rule == "before":
        while not calendar.is_working_day(last + DAY) and last - on < FURTHEST:
            last += DAY
    back = timedelta(days=form.cut_off_days)
    days = due_days(form, first - back, last - back, calendar)
    return [day for day in days if cut_off(form, day, calendar, zone).date() == on]
