"""On which days an office makes bulletins: what may be asked for, and what is due by cadence and calendar. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from thongbao.data.due import is_due
from thongbao.errors import WrongUse
from thongbao.params.calendar import calendar_of

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

LONGEST_CATCH_UP = 31
"""Days that ``--since`` may reach back: what is older is made by name, by somebody who wants it."""


def today_in(params: OfficeParams) -> date:
    """Return what day it is where the office is."""
    return datetime.now(ZoneInfo(params.office.timezone)).date()


def can_be_meant(params: OfficeParams, day: date) -> None:
    """Refuse a day of which there can be no bulletin.

    Raises:
        WrongUse: it has not come yet, or is before the office's first.
    """
    first, today = params.office.starts, today_in(params)
    if day > today:
        raise WrongUse(f"{day} has not come yet in {params.office.timezone}. Give a day up to {today}.")
    if first is not None and day < first:
        raise WrongUse(f"{day} is before {first}, on which {params.office.code} starts (office.yml).")


def due_bulletins(params: OfficeParams, day: date) -> tuple[str, ...]:
    """Return the bulletins that are due on a day, in the order of bulletins.yml.

    A daily bulletin is due where any form of the office is due on that day by its own cadence and calendar: on a day
    that no form reports there is nothing to tell. A weekly one is due on its day of the week, whatever the calendar
    says; one on event never is. Nothing is due before the office's first day.
    """
    if params.office.starts is not None and day < params.office.starts:
        return ()
    calendar = calendar_of(params)
    reported = any(is_due(form, day, calendar) for form in params.forms)
    return tuple(b.code for b in params.bulletins if b.due(day) and (b.cadence != "daily" or reported))


def days_since(params: OfficeParams, since: date | None, last: date) -> list[date]:
    """Return the days to look at, the oldest first: ``last`` alone, or all from ``since`` on.

    Raises:
        WrongUse: ``since`` is after ``last``, or further back than LONGEST_CATCH_UP days.
    """
    first = last if since is None else since
    if first > last:
        raise WrongUse(f"--since {first} is after {last}. Give a day before it.")
    if (last - first).days > LONGEST_CATCH_UP:
        raise WrongUse(
            f"--since {first} reaches back more than {LONGEST_CATCH_UP} days from {last}. Make older days one by one: "
            f"thongbao run {first}"
        )
    start = max(first, params.office.starts) if params.office.starts else first
    return [start + timedelta(days=n) for n in range((last - start).days + 1)]
