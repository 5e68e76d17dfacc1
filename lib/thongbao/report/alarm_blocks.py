"""Sudden rises and clusters of cases, in neutral words; or that there is none, or that none can be judged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from thongbao.data import alarms as aberration
from thongbao.data import indicators
from thongbao.data.clusters import clusters
from thongbao.data.series import events
from thongbao.language import number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, flags, nothing
from thongbao.report.local import lines_of
from thongbao.report.measures import Measure
from thongbao.report.scope import asked_rows, sum_row

if TYPE_CHECKING:
    from thongbao.report.blocks import FlagClass
    from thongbao.report.day import Day

RECENT_DAYS = 7
"""Clusters of so many days are told."""

NAMED = 12


class _Judged(NamedTuple):
    """What EARS says of one figure: the units with an alarm, as they are told, and how many could be judged."""

    label: str
    alarms: list[str]
    units: int
    of: int


def alarms(day: Day, *measures: Measure) -> Block:
    """List sudden rises (EARS C1 to C3) and clusters of cases that a rule of alarms.yml calls one.

    Args:
        measures: figures of daily forms, flows or cumulatives; those that the office watches (alarms.yml) by default.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.public is not None:
        return nothing(t("Alarms are not published: they are for who must look into them."))
    watched = measures or tuple(_watched(day))
    watched = tuple(one for one in watched if one.form.cadence == "daily" and one.column.basis != "stock")
    if not watched:
        return nothing(t("No alarm can be judged: the office watches no figure of these units."))
    judged = [_judged(day, one) for one in watched]
    items: list[tuple[FlagClass, str]] = []
    for one in judged:
        if one.alarms:
            units = words.enumerated(one.alarms, NAMED, locale)
            text = t("{name}: more new than the days before would suggest: {units}.")
            items.append(("warning", text.format(name=one.label, units=units)))
    items += [("warning", said) for said in _clusters(day)]
    if not items:
        items.append(("ok", t("No alarm: nothing stands out from the days before, and no rule for clusters is met.")))
    return flags([*items, *_coverage(judged, locale)])


def _watched(day: Day) -> list[Measure]:
    """Return the figures that the office watches, each once."""
    found: dict[tuple[str, str, tuple[str, ...]], Measure] = {}
    forms = {form.code: form for form in day.scope.forms}
    kinds = {unit.kind for unit in day.scope.units}
    for one in day.scope.params.alarms.watched:
        form = forms.get(one.form)
        if form is None or not kinds & set(one.kinds):
            continue
        column = next(c for c in form.columns if c.code == one.column)
        rows = one.rows or (None,)
        for at in rows:
            row = sum_row(form, column) if at is None else at
            if row is None or row in asked_rows(form, column):
                found[one.form, one.column, (str(row),)] = Measure(day, form, column, row)
    return list(found.values())


def _judged(day: Day, measure: Measure) -> _Judged:
    """Score the day's new cases of every unit, and of a single alarm say the count and what was expected."""
    t, locale = translator(day.scope.locale), day.scope.locale
    flow = indicators.daily_flow(measure.growth) if measure.column.basis == "cumulative" else measure.grid
    scores = aberration.ears(flow)
    found = scores.alarms().iloc[-1]
    known = (scores.c1.iloc[-1].notna() | scores.c2.iloc[-1].notna()).sum()
    told = []
    for unit in found.index[found.to_numpy()]:
        before = flow[unit].iloc[-1 - aberration.BASELINE : -1]
        text = t("{n} on the day, {mean} a day in the {days} days before").format(
            n=words.figure(float(flow[unit].iloc[-1]), locale),
            mean=number(float(before.mean()), locale, 1) if before.notna().any() else "–",
            days=number(aberration.BASELINE, locale),
        )
        marks = [name for name in ("C1", "C2", "C3") if _is_alarm(scores, name, str(unit))]
        aside = words.parted([text, f"EARS {', '.join(marks)}"], locale)
        told.append(words.bracketed(day.scope.name(str(unit)), aside, locale))
    return _Judged(measure.label, told, int(known), len(flow.columns))


def _is_alarm(scores: aberration.Ears, name: str, unit: str) -> bool:
    limits = {"C1": aberration.C1_ALARM, "C2": aberration.C2_ALARM, "C3": aberration.C3_ALARM}
    return bool(getattr(scores, name.lower())[unit].iloc[-1] > limits[name])


def _clusters(day: Day) -> list[str]:
    """Tell each place and rule once, by its latest day."""
    t, locale, scope = translator(day.scope.locale), day.scope.locale, day.scope
    settings = scope.params.alarms
    if not settings.watched:
        return []
    new = events(settings, scope.forms, scope.units, day.data.figures, scope.read_from, scope.last)
    found = clusters(new, settings.rules)
    found = found[found["last"] > pd.Timestamp(scope.last - timedelta(days=RECENT_DAYS))]
    found = found.sort_values("last", kind="stable").drop_duplicates(["rule", "disease", "place"], keep="last")
    labels = {rule.code: rule.label.to(locale) for rule in settings.rules}
    text = t("{place}: {cases} new from {first} to {last} meet the rule “{rule}”.")
    return [
        text.format(
            place=scope.name(line.place),
            cases=number(line.cases, locale),
            first=short_date(line.first.date(), locale),
            last=short_date(line.last.date(), locale),
            rule=labels[line.rule],
        )
        for line in lines_of(found)
    ]


def _coverage(judged: list[_Judged], locale: str) -> list[tuple[FlagClass, str]]:
    """Say of how many units it could be judged: all days that a score needs must have been stated."""
    t = translator(locale)
    lacking = [one for one in judged if one.units < one.of]
    if not lacking:
        return []
    said = [words.named(one.label, words.coverage(one.units, one.of, locale), locale) for one in lacking]
    text = t("Judged: {units}; of the others a day that is needed was not stated.")
    return [("late", text.format(units=words.parted(said, locale)))]
