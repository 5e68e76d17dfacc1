"""From the figures of 28 days to the series that a chart shows: what is new for a cumulative, the state for a stock."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data import indicators
from thongbao.language import translator
from thongbao.report.scope import SHOWN_DAYS
from thongbao.report.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.report.measures import Measure


def course(measure: Measure) -> Series:
    """Return the course of a figure, added up over the units of the scope."""
    t = translator(measure.day.scope.locale)
    title = measure.label
    if measure.column.basis != "stock":
        title = t("{measure}: new each day").format(measure=title)
    due = measure.day.due(measure.form.code)
    return _series(measure, measure.grid, title, due)


def unit_courses(measure: Measure) -> list[Series]:
    """Return the course of a figure for each unit that owes it, titled with the unit's name."""
    expected = measure.day.expected
    expected = expected[expected["form"] == measure.form.code]
    days = measure.day.days
    found = []
    for unit in measure.grid.columns:
        due = pd.Series(days.isin(expected.loc[expected["unit"] == unit, "day"]).astype(int), index=days)
        found.append(_series(measure, measure.grid[[unit]], measure.day.scope.name(unit), due))
    return found


def _series(measure: Measure, grid: pd.DataFrame, title: str, due: pd.Series[int]) -> Series:
    reported = grid.notna().sum(axis=1)
    spans = pd.Series(1, index=grid.index)
    mean = pd.Series(dtype=float)
    values = grid.sum(axis=1, min_count=1)
    if measure.column.basis == "cumulative":
        values, spans, single = _added(grid)
        reported = reported.where(reported == 0, single.clip(lower=1)) if grid.shape[1] > 1 else reported
    if measure.column.basis != "stock":
        mean = indicators.seven_day_mean(values.where(spans == 1))
    last = slice(-SHOWN_DAYS, None)
    return Series(
        title=title,
        unit=measure.unit,
        kind="line" if measure.column.basis == "stock" else "bars",
        days=tuple(stamp.date() for stamp in grid.index[last]),
        values=_known(values[last]),
        spans=tuple(int(n) for n in spans[last]),
        mean=_known(mean[last]),
        reported=tuple(int(n) for n in reported[last]),
        expected=tuple(int(n) for n in due[last]),
    )


def _added(grid: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[int], pd.Series[int]]:
    """Return per day what a cumulative grew by, over how many days that was, and how many units it is known of.

    Of one unit the span is told; of several, those whose growth is of more than a day count as not known for the day.
    """
    parts = [indicators.new_cases(grid[unit]) for unit in grid.columns]
    new = pd.concat([part["new"] for part in parts], axis=1)
    single = pd.concat([part["span"] == 1 for part in parts], axis=1).sum(axis=1)
    spans = parts[0]["span"].clip(lower=1) if len(parts) == 1 else pd.Series(1, index=grid.index)
    return new.sum(axis=1, min_count=1), spans, single


def _known(values: Iterable[float]) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(value) else float(value) for value in values)
