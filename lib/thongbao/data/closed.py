"""Figures as they stood when their day closed: what a public edition shows of a day never changes afterwards.

Whoever compares two public editions must not learn what a late report or a correction said: it would stand there as the
difference of two sums. So a day closes for the public at its form's cut-off, and what came later is left out for good.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import func, select

from thongbao.data.due import cut_off
from thongbao.data.frames import CELL, frame
from thongbao.data.stated import KEY
from thongbao.database import figures, reading, reports
from thongbao.params.calendar import calendar_of

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import Engine

    from thongbao.records import Form, OfficeParams


def closing(params: OfficeParams, form: Form, day: date) -> datetime:
    """Return the moment, UTC, after which nothing that comes in is public for a day of a form."""
    due = cut_off(form, day, calendar_of(params), ZoneInfo(params.office.timezone))
    return due.astimezone(UTC) + timedelta(hours=params.office.small_numbers.hours_after_cut_off)


def first_day(engine: Engine, params: OfficeParams) -> date | None:
    """Return the first day of which anything was reported, None where nothing was."""
    with reading(engine) as connection:
        found: date | None = connection.execute(
            select(func.min(reports.c.day)).where(reports.c.office == params.office.code)
        ).scalar()
    return found


def closed_figures(engine: Engine, params: OfficeParams, form: Form, first: date, last: date) -> pd.DataFrame:
    """Return unit, day, row, column, value of one form as each day closed; form is in it, too."""
    c, f = reports.c, figures.c
    held = (c.office == params.office.code, c.form == form.code, c.day.between(first, last))
    with reading(engine) as connection:
        query = select(c.id, c.form, c.unit, c.day, c.received_at, c.revision).where(*held)
        arrivals = frame(["id", *KEY, "received_at", "revision"], connection.execute(query))
        said = select(f.report_id, f.row, f.measure, f.value).join(reports).where(*held)
        stated = frame(["id", "row", "column", "value"], connection.execute(said))
    closes = {day: closing(params, form, day.date()) for day in arrivals["day"].unique()}
    came = arrivals[arrivals["received_at"] <= pd.to_datetime(arrivals["day"].map(closes), utc=True)]
    held_then = came.sort_values([*KEY, "received_at", "revision"]).drop_duplicates(KEY, keep="last")
    return stated.merge(held_then[["id", *KEY]], on="id")[[*CELL, "value"]]
