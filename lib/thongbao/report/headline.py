"""What stands first: the banner of a roll-up and the numbers a leader reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data import completeness
from thongbao.language import moment, number, translator
from thongbao.report import words
from thongbao.report.blocks import Block, banner, headline_block, nothing
from thongbao.report.latest import as_of
from thongbao.report.local import office_time
from thongbao.report.shares import Share

if TYPE_CHECKING:
    from thongbao.report.day import Day
    from thongbao.report.measures import Measure

NAMED = 20
"""So many silent units are named in the banner; more are counted."""


def headline(day: Day, *measures: Measure | Share) -> Block:
    """Show the first numbers with their change on the previous report, and how the day was reported.

    Args:
        measures: figures and shares, e.g. ``day.cases.confirmed``; about four.
    """
    items = [*(_item(measure) for measure in measures), _status(day)]
    locale = day.scope.locale
    said = [
        words.named(label, words.bracketed(value, detail, locale) if detail else value, locale)
        for label, value, detail in items
    ]
    return headline_block(items, said)


def _item(measure: Measure | Share) -> tuple[str, str, str]:
    """Give a figure its line; the figure stands alone, what is to be known of it below, of a share n and N first."""
    locale, change = measure.day.scope.locale, str(measure.change)
    if isinstance(measure, Share):
        told = [measure.counted, *measure.asides] if measure.counted else measure.asides
    else:
        told = [*([str(measure.coverage)] if measure.partial else []), as_of(measure.day, measure.form)]
    return measure.label, measure.figure, words.parted([*(one for one in told if one), change], locale)


def _status(day: Day) -> tuple[str, str, str]:
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.scope.adds_up:
        on_time = int((day.of_date["state"].isin(["on_time", "zero"])).sum())
        whole = int((day.of_date["expected"] == day.of_date["received"]).sum())
        value = f"{number(whole, locale)}/{number(len(day.of_date), locale)}"
        detail = t("units reported; {n} on time").format(n=number(on_time, locale))
        return t("Reports of the day"), value, detail
    received = day.reporting.loc[day.reporting["day"] == day.scope.last.isoformat(), "received_at"].dropna()
    detail = t("no report of this day has arrived")
    if day.of_date.empty:
        detail = t("no report was due on this day")
    elif len(received):
        detail = t("received {when}").format(when=moment(office_time(day, received.max()), locale))
    if day.state == "partly":
        got, due = int(day.of_date["received"].sum()), int(day.of_date["expected"].sum())
        detail = t("{n} of {total} forms").format(n=got, total=due)
    return t("Report of the day"), words.begun(str(day.status)), detail


def completeness_banner(day: Day) -> Block:
    """Say first of all how many units reported, how many on time, and who is missing."""
    t, locale = translator(day.scope.locale), day.scope.locale
    units = day.of_date
    if units.empty:
        return nothing(t("No report was due on this day."))
    whole = int((units["expected"] == units["received"]).sum())
    on_time = int(units["state"].isin(["on_time", "zero"]).sum())
    one, several = (
        t("{n} of {total} unit reported, {on_time} on time."),
        t("{n} of {total} units reported, {on_time} on time."),
    )
    counted = (one if len(units) == 1 else several).format(
        n=number(whole, locale), total=number(len(units), locale), on_time=number(on_time, locale)
    )
    said = [counted]
    streaks = completeness.silent_streaks(day.reporting)
    if (units["state"] == "missing").all() and streaks.min() > 1:
        said.append(t("No report at all for {n} days.").format(n=number(int(streaks.min()), locale)))
        return banner(words.sentences(said, locale))
    for state, sentence in words.LACKING.items():
        names = _names(day, [str(unit) for unit in units.loc[units["state"] == state, "unit"]])
        if names:
            said.append(t(sentence).format(units=names))
    return banner(words.sentences(said, locale))


def _names(day: Day, units: list[str]) -> str:
    """Name units, each silent one with the days of its silence."""
    t, locale = translator(day.scope.locale), day.scope.locale
    streaks = completeness.silent_streaks(day.reporting)
    names = []
    for unit in units:
        days = int(streaks.get(unit, 0))
        name = day.scope.name(unit)
        names.append(t("{unit} (day {n} without a report)").format(unit=name, n=days) if days > 1 else name)
    return words.enumerated(names, NAMED, locale)
