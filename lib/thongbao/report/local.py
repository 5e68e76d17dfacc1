"""Moments in the office's own time, and frames line by line. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from thongbao.language import short_date

if TYPE_CHECKING:
    from datetime import date, datetime

    import pandas as pd

    from thongbao.report.day import Day


def office_time(day: Day, when: datetime) -> datetime:
    """Return a moment as the office's clocks show it."""
    return when.astimezone(ZoneInfo(day.scope.params.office.timezone))


def arrival(day: Day, when: datetime, of: date) -> str:
    """Say when a report came: the hour alone where it came on the day it is about."""
    local = office_time(day, when)
    hour = local.strftime("%H:%M")
    return hour if local.date() == of else f"{short_date(local.date(), day.scope.locale)} {hour}"


def lines_of(frame: pd.DataFrame) -> list[Any]:
    """Return the lines of a frame as named tuples."""
    return list(frame.itertuples(index=False))
