"""Of which day a form's figures are: the day itself, the last due day of a weekly form, the last report on event."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from thongbao.data.due import due_day_near
from thongbao.language import short_date, translator
from thongbao.report.cells import filled
from thongbao.report.scope import SELDOM_DAYS

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import Form
    from thongbao.report.cells import Stated
    from thongbao.report.day import Day

WEEK = timedelta(days=7)


def days_of(day: Day, form: Form) -> pd.DatetimeIndex:
    """Return the days a form's figures stand on, ascending; the last is that of the figure shown.

    Of a daily form every day read, of a weekly one every due day, of one on event the days of its reports, or where
    there is none, the day itself.
    """
    if form.cadence == "daily":
        return day.days
    first = day.scope.last - timedelta(days=SELDOM_DAYS - 1)
    if form.cadence == "weekly":
        last = _last_due(form, day.scope.last)
        return pd.date_range(last - WEEK * ((last - first) // WEEK), last, freq="7D", unit="s", name="day")
    reports = day.data.reports
    held = reports.loc[reports["form"] == form.code, "day"]
    if day.public is not None:
        held = held[held >= np.datetime64(day.public.first)]
    found = sorted(held.unique()) or [pd.Timestamp(day.scope.last)]
    return pd.DatetimeIndex(found, name="day").as_unit("s")


def _last_due(form: Form, last: date) -> date:
    due = due_day_near(form, last)
    if due is None:
        return last
    return due if due <= last else due - WEEK


def reported(day: Day, form: Form) -> pd.DataFrame:
    """Return days x the units that owe the form: whether a report of that day was accepted."""
    ours = day.data.reports[day.data.reports["form"] == form.code].assign(there=True)
    grid = ours.pivot(index="day", columns="unit", values="there")
    return grid.reindex(index=day.days_of(form), columns=list(day.scope.members(form))).notna()


def standing(reported: np.ndarray) -> np.ndarray:
    """Return by day and unit the place of the last report up to that day, -1 before the first."""
    places = np.where(reported, np.arange(len(reported))[:, np.newaxis], -1)
    return np.asarray(np.maximum.accumulate(places, axis=0))


def carried(stated: pd.DataFrame, reported: pd.DataFrame) -> pd.DataFrame:
    """Return for each day and unit what its last report up to that day stated; NaN where that left it open.

    A whole report holds until the next one: a cell is never taken from an older report than its neighbours.

    Args:
        stated: days x units, NaN where not stated.
        reported: of the same shape; whether there was a report.
    """
    at = standing(reported.to_numpy())
    values = stated.to_numpy(dtype=float)
    found = np.take_along_axis(values, np.maximum(at, 0), axis=0)
    return pd.DataFrame(np.where(at >= 0, found, np.nan), stated.index, stated.columns)


def grid_of(day: Day, form: Form, stated: Stated | None) -> pd.DataFrame:
    """Return days x the units that owe the form; NaN where not stated.

    Args:
        stated: what was stated of one cell; None where no report did.
    """
    grid = filled(stated, day.days_of(form), day.scope.members(form))
    return carried(grid, day.reported(form)) if form.cadence == "event" and stated is not None else grid


def shown_days(day: Day, form: Form) -> dict[str, pd.Timestamp]:
    """Return unit -> the day of the report that is shown, of the units that sent one."""
    ours = day.data.reports[day.data.reports["form"] == form.code]
    ours = ours[ours["unit"].isin(list(day.scope.members(form)))]
    if form.cadence != "event":
        ours = ours[ours["day"] == day.days_of(form)[-1]]
    return dict(ours.groupby("unit", sort=False)["day"].max())


def of_shown(day: Day, form: Form, lines: pd.DataFrame) -> pd.DataFrame:
    """Return those of ``lines`` (figures, entries, reports) that are of the reports shown."""
    shown = day.shown(form.code)
    ours = lines[lines["form"] == form.code]
    return ours[ours["day"].eq(ours["unit"].map(shown))]


def as_of(day: Day, form: Form) -> str:
    """Say of which day the figures shown are, "" where they are of the bulletin's day.

    Of several units that report on event it is said from which day to which their last reports are.
    """
    t = translator(day.scope.locale)
    found = [stamp.date() for stamp in set(day.shown(form.code).values())] if form.cadence == "event" else []
    first, last = min(found, default=None), max(found, default=day.days_of(form)[-1].date())
    if first is not None and first != last:
        return t("reports of {first} to {last}").format(first=_said(day, first), last=_said(day, last))
    return "" if last == day.scope.last else t("as of {day}").format(day=_said(day, last))


def _said(day: Day, when: date) -> str:
    """Say a day; of another year with its year."""
    locale = day.scope.locale
    said = short_date(when, locale)
    if when.year == day.scope.last.year:
        return said
    return {"zh_Hans": "{year}年{day}", "vi": "{day}/{year}", "en": "{day} {year}"}[locale].format(
        year=when.year, day=said
    )
