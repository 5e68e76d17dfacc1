"""From the figures of 28 days to the series that a chart shows: what is new for a cumulative, the state for a stock."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from thongbao.data import indicators
from thongbao.data.suppress import SHOWN
from thongbao.language import translator
from thongbao.report import published, words
from thongbao.report.scope import SHOWN_DAYS
from thongbao.report.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.report.measures import Measure


class _Course(NamedTuple):
    """By day: ``values`` over ``spans`` days, of ``counted`` units; ``stated`` of the ``of`` due told theirs."""

    values: pd.Series[float]
    spans: pd.Series[int]
    mean: pd.Series[float]
    stated: pd.Series[int]
    counted: pd.Series[int]
    of: pd.Series[int]


def course(measure: Measure) -> Series:
    """Return the course of a figure, added up over the units of the scope.

    Of several units a day's bar holds what each of them added on that day alone: what one of them added over several
    days, after a silence, is in no bar, and the unit does not count among those of the day.
    """
    t = translator(measure.day.scope.locale)
    title = measure.label
    if measure.column.basis == "cumulative":  # a flow is of the day by its own name
        title = t("{measure}: new each day").format(measure=title)
    if measure.day.public is not None:
        return _published(measure, title)
    if measure.grid.shape[1] == 1:
        return _series(measure, title, _of_unit(measure, measure.grid.columns[0]))
    grid, due = measure.grid, measure.due_grid
    flow = indicators.daily_flow(measure.growth) if measure.column.basis == "cumulative" else grid
    found = indicators.sums(flow, due)
    mean = pd.Series(dtype=float) if measure.column.basis == "stock" else indicators.mean_of_sum(flow, due)
    ones, stated = pd.Series(1, index=grid.index), grid.notna().sum(axis=1)
    return _series(measure, title, _Course(found["value"], ones, mean, stated, found["units"], found["of"]))


def unit_courses(measure: Measure) -> list[Series]:
    """Return the course of a figure for each unit that owes it, titled with the unit's name."""

    def name(unit: str) -> str:
        return words.begun(measure.day.scope.name(unit))

    if measure.day.public is not None:
        units = measure.day.scope.members(measure.form)
        return [_published(measure.only(unit), name(unit)) for unit in units]
    return [_series(measure, name(unit), _of_unit(measure, unit)) for unit in measure.grid.columns]


def _published(measure: Measure, title: str) -> Series:
    """Of the public the course of a unit or of a ready-made sum; over days that are hidden its growth has a span."""
    node = measure.grid.columns[0]
    found, stated = _of_unit(measure, node), pd.Series(published.stated(measure), index=measure.grid.index)
    lines = measure.day.expected
    lines = lines[(lines["form"] == measure.form.code) & lines["unit"].isin(measure.members)]
    due = lines.groupby("day")["unit"].size().reindex(measure.grid.index, fill_value=0)
    hidden = pd.Series([mark != SHOWN for mark in published.marks(measure)], index=measure.grid.index)
    mean = (
        found.mean.where(hidden.rolling(indicators.WEEK, min_periods=1).sum() == 0) if len(found.mean) else found.mean
    )
    series = _series(
        measure, title, found._replace(mean=mean, stated=stated, counted=stated, of=due.clip(lower=stated))
    )
    return replace(series, letters=published.letters(measure, SHOWN_DAYS))


def _of_unit(measure: Measure, unit: str) -> _Course:
    """Of a single unit what was added over several days is told with its span."""
    values, stated = measure.grid[unit], measure.grid[unit].notna().astype(int)
    of = (measure.due_grid[unit] | values.notna()).astype(int)
    spans, mean = pd.Series(1, index=values.index), pd.Series(dtype=float)
    if measure.column.basis == "cumulative":
        values, spans = measure.growth.new[unit], measure.growth.span[unit].clip(lower=1)
    if measure.column.basis != "stock":
        mean = measure.unit_means[unit]
    return _Course(values, spans, mean, stated, stated, of)


def _series(measure: Measure, title: str, found: _Course) -> Series:
    last = slice(-SHOWN_DAYS, None)
    return Series(
        title=title,
        unit=measure.unit,
        kind="line" if measure.column.basis == "stock" else "bars",
        days=tuple(stamp.date() for stamp in measure.grid.index[last]),
        values=_known(found.values[last]),
        spans=tuple(int(n) for n in found.spans[last]),
        mean=_known(found.mean[last]),
        reported=tuple(int(n) for n in found.stated[last]),
        expected=tuple(int(n) for n in found.of[last]),
        counted=tuple(int(n) for n in found.counted[last]),
    )


def _known(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else float(value) for value in values)
