"""The week in a minute: what leaders read of the last seven days. Never longer than a thousand characters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from thongbao.data import completeness, indicators
from thongbao.language import number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, listed
from thongbao.report.shares import Share

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure

WEEK = 7
LONGEST = 1000
"""Characters: what a weekly digest may have (Huaibei's education bureau asked for that in 2020)."""

NAMED = 12


@dataclass(frozen=True, slots=True)
class _Week:
    """The reports that were due in the seven days that end on the day.

    Attributes:
        first: the first of the days.
        reporting: as ``completeness.reporting`` gives it.
        lacking: unit -> how many of its reports never came or were refused; only those with any.
    """

    first: pd.Timestamp
    reporting: pd.DataFrame
    lacking: dict[str, int]


def digest(day: Day, *measures: Measure | Share) -> Block:
    """Say of the last seven days how they were reported, how the figures moved, and what is missing.

    Names are left out, and counted, where all of it would be longer than 1,000 characters.

    Args:
        measures: figures and shares, about four.
    """
    week = _week(day)
    for most in range(NAMED, -1, -1):
        said = [_reported(day, week), *(_moved(day, one) for one in measures), *_missing(day, week, most)]
        said += _corrected(day, week)
        if sum(map(len, said)) <= LONGEST:
            break
    return listed(said)


def _week(day: Day) -> _Week:
    first = pd.Timestamp(day.scope.last) - pd.Timedelta(days=WEEK - 1)
    due = day.reporting[day.reporting["day"] >= first]
    lacks = due[due["state"].isin(["missing", "refused"])]["unit"].value_counts(sort=False)
    return _Week(first, due, {str(unit): int(n) for unit, n in lacks.items()})


def _reported(day: Day, week: _Week) -> str:
    """Say how many of the week's reports came, and how many of them on time."""
    t, locale = translator(day.scope.locale), day.scope.locale
    due, came = len(week.reporting), week.reporting["revision"] > 0
    if not due:
        return t("No report was due in these {n} days.").format(n=WEEK)
    on_time = int((came & ~week.reporting["late"]).sum())
    text = t("Reports from {first} to {last}: {came} of {due} came ({share}), {on_time} on time ({punctual}).")
    return text.format(
        first=short_date(week.first.date(), locale),
        last=short_date(day.scope.last, locale),
        came=number(int(came.sum()), locale),
        due=number(due, locale),
        share=words.share(int(came.sum()), due, locale),
        on_time=number(on_time, locale),
        punctual=words.share(on_time, due, locale),
    )


def _moved(day: Day, measure: Measure | Share) -> str:
    """Say a figure and how it moved over the week; a weekly one since the report before."""
    locale = day.scope.locale
    change = str(measure.change)
    if not isinstance(measure, Share) and day.public is None and measure.form.cadence == "daily":
        ends = measure.grid.iloc[[-1 - WEEK, -1]]
        found = indicators.change(ends, day.due_units.get(measure.form.code, frozenset()) & set(measure.members))
        change = words.changed(found, day.scope.last, locale)
    value = words.parted([str(measure), change], locale) if change else str(measure)
    # "Remaining" of what? There is no table around it that would say so.
    form = measure.part.form if isinstance(measure, Share) else measure.form
    name = words.of_form(form.title.to(locale), measure.label, locale)
    t = translator(locale)
    return t("{facts}.").format(facts=words.named(name, value, locale))


def _missing(day: Day, week: _Week, most: int) -> list[str]:
    """Name the units of which reports lack, those with the most first; of one unit count its days."""
    t, locale = translator(day.scope.locale), day.scope.locale
    if not week.lacking:
        return [t("No report of the week is missing.")] if len(week.reporting) else []
    if not day.scope.adds_up:
        return [t("Reports missing or refused: {n}.").format(n=number(sum(week.lacking.values()), locale))]
    order = sorted(week.lacking.items(), key=lambda pair: -pair[1])
    named = [words.bracketed(day.scope.name(unit), number(n, locale), locale) for unit, n in order]
    if not most:
        return [t("Units of which reports are missing or were refused: {n}.").format(n=number(len(named), locale))]
    text = t("Reports missing or refused, by unit: {units}.")
    silent = completeness.silent_streaks(week.reporting)
    long = [day.scope.name(str(unit)) for unit, days in silent.items() if days >= WEEK]
    said = [text.format(units=words.enumerated(named, most, locale))]
    if long:
        said.append(t("Silent all week: {units}.").format(units=words.enumerated(long, most, locale)))
    return said


def _corrected(day: Day, week: _Week) -> list[str]:
    """Count the figures that were corrected in the week."""
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.public is not None:
        return []
    changed = day.data.revisions
    n = int((changed["received_at"] >= week.first.tz_localize(day.scope.params.office.timezone)).sum())
    return [t("Figures corrected in the week: {n}.").format(n=number(n, locale))] if n else []
