"""What a measure shows in a public edition: units as they may be seen, sums as the office publishes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from thongbao.data.indicators import Change, Sum, change
from thongbao.data.public_areas import area_name
from thongbao.data.suppress import COVER, SHOWN, SMALL
from thongbao.language import number, translator
from thongbao.report.latest import carried, standing
from thongbao.report.tables import Mark

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from thongbao.data.public import Public
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure


def node_of(measure: Measure) -> str:
    """Name the unit or the area whose figure a measure is."""
    scope, units = measure.day.scope, measure.units
    if units is not None and len(units) == 1:
        return units[0]
    if units is None:
        return area_name(scope.unit.code) if scope.adds_up else scope.unit.code
    groups = (g.code for g in scope.groups if scope.members(measure.form, g) == tuple(units))
    return area_name(scope.unit.code, next(groups, "?"))


def unit_grid(day: Day, form: str, column: str, row: str | None) -> pd.DataFrame:
    """Return days x units of one cell, NaN where hidden or not stated."""
    public, units = _public(day), list(day.scope.members(day.scope.form(form)))
    asked = day.scope.form(form)
    index = day.days_of(asked)
    at = [public.node_at[unit] for unit in units]
    values = public.values[at, public.cell_at[form, column, row or ""]].T
    found = pd.DataFrame(values, index=day.days, columns=units).reindex(index)
    return carried(found, day.reported(asked)) if asked.cadence == "event" else found


def grid(measure: Measure) -> pd.DataFrame:
    """Return days x 1, the course of the unit or area; NaN where hidden or not stated."""
    node = node_of(measure)
    return pd.DataFrame({node: _line(measure, "values", np.nan)}, index=measure.day.days_of(measure.form))


def comparable(measure: Measure) -> pd.DataFrame:
    """Return ``grid`` without the days on which other units were in the sum than on the last."""
    sets = _line(measure, "sets", 0)
    return grid(measure).where((sets == sets[-1])[:, np.newaxis])


def marks(measure: Measure) -> list[int]:
    """Return SHOWN, SMALL or COVER by day."""
    return [int(mark) for mark in _line(measure, "marks", COVER)]


def stated(measure: Measure) -> list[int]:
    """Return by day how many units stated the figure, shown or not."""
    return [int(units) for units in _line(measure, "stated", 0)]


def summed(measure: Measure) -> Sum:
    """Return the figure of the day, None where it is hidden or was not stated."""
    value, units = float(_line(measure, "values", np.nan)[-1]), stated(measure)[-1]
    return Sum(None if np.isnan(value) else value, units, max(units, measure.due))


def compared(measure: Measure) -> Change:
    """Compare with the last day on which the same units were in the sum, and which is shown."""
    return change(comparable(measure), ())


def said(mark: int, public: Public, locale: str) -> str:
    """Say in a sentence that a figure is hidden."""
    t = translator(locale)
    return t("fewer than {k}").format(k=number(public.k, locale)) if mark == SMALL else t("not published")


def letter(mark: int, public: Public) -> str:
    """Return what stands in a table or chart instead of a hidden figure."""
    return f"<{public.k}" if mark == SMALL else "c"


def hidden_mark(mark: int, public: Public, locale: str) -> Mark:
    """Return the mark of a table with its meaning."""
    t, k = translator(locale), number(public.k, locale)
    if mark == SMALL:
        return Mark(letter(mark, public), t("fewer than {k}, not published to protect people").format(k=k))
    meaning = t("not published: with it, a figure below {k} could be worked out").format(k=k)
    return Mark(letter(mark, public), meaning)


def mark_of(measure: Measure) -> int:
    """Return the mark of the figure of the day; SHOWN for internal use."""
    return marks(measure)[-1] if measure.day.public is not None else SHOWN


def letters(measure: Measure, days: int) -> tuple[str, ...]:
    """Return what stands instead of the figures of the last days; "" where nothing is hidden."""
    public = _public(measure.day)
    return tuple("" if mark == SHOWN else letter(mark, public) for mark in marks(measure)[-days:])


def _line(measure: Measure, name: str, otherwise: float) -> NDArray[Any]:
    """Return one line of the decision, on the days of the form; all hidden for an area that is never published."""
    public, form = _public(measure.day), measure.form
    index = measure.day.days_of(form)
    if form.cadence == "event":
        return _event_line(measure, name)
    values = getattr(public, name)
    node = public.node_at.get(node_of(measure))
    line = np.full(values.shape[2], otherwise)
    if node is not None:
        line = values[node, public.cell_at[form.code, measure.column.code, measure.row or ""]]
    at = ((index - pd.Timestamp(public.first)).days).to_numpy()
    return line[at[at >= 0]] if (at >= 0).all() else np.where(at >= 0, line[np.maximum(at, 0)], otherwise)


def _event_line(measure: Measure, name: str) -> NDArray[Any]:
    """Return the same of a form on event, whose units report on different days.

    The office decides on sums of one day. A sum of reports of several days is none of these, so it is published only
    where the figure is no count of people; a unit's own figure is what was decided of it on its day.
    """
    public, units = _public(measure.day), list(measure.members)
    there = measure.day.reported(measure.form)[units].to_numpy()
    at = standing(there)
    days = ((measure.day.days_of(measure.form) - pd.Timestamp(public.first)).days).to_numpy()
    if not there.any():  # the one day of the index is the bulletin's own
        return np.full(len(days), np.nan if name == "values" else 0.0)
    cell = public.cell_at[measure.form.code, measure.column.code, measure.row or ""]
    nodes = [public.node_at[unit] for unit in units]
    found = getattr(public, name)[nodes, cell].T[days[np.maximum(at, 0)], np.arange(len(units))]
    empty = np.nan if name == "values" else 0
    found = np.where(at >= 0, found, empty)
    if not measure.day.scope.adds_up or (measure.units is not None and len(units) == 1):
        return np.asarray(found[:, 0])
    stated = ~np.isnan(unit_grid(measure.day, measure.form.code, measure.column.code, measure.row)[units].to_numpy())
    if name == "stated":
        return np.asarray(found.sum(axis=1))
    if name == "sets":
        return np.asarray(np.unique(stated, axis=0, return_inverse=True)[1])
    if measure.column.privacy != "none":
        hidden = np.full(len(found), float(COVER) if name == "marks" else np.nan)
        return np.where(found.shape[1] > 0, hidden, empty)
    if name == "marks":
        return np.full(len(found), float(SHOWN))
    sums = np.nansum(found, axis=1)
    return np.asarray(np.where(stated.any(axis=1), sums, np.nan))


def _public(day: Day) -> Public:
    if day.public is None:
        raise ValueError("This Day is for internal use.")
    return day.public
