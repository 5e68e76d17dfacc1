"""From the figures of 28 days to the series that a chart shows: what is new for a cumulative, the state for a stock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from thongbao.data import indicators
from thongbao.language import translator
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
    if measure.column.basis != "stock":
        title = t("{measure}: new each day").format(measure=title)
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
    name = measure.day.scope.name
    return [_series(measure, name(unit), _of_unit(measure, unit)) for unit in measure.grid.columns]


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
