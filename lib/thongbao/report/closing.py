"""What ends a bulletin: how it was made, what the figures mean, and what was read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from thongbao.language import long_date, moment, number, translator
from thongbao.report import words
from thongbao.report.blocks import Block, flags, listed, nothing
from thongbao.report.local import office_time

if TYPE_CHECKING:
    from thongbao.records import Column
    from thongbao.report.blocks import FlagClass
    from thongbao.report.day import Day

NAMED = 30
"""So many units whose bulletin failed are named; more are counted."""


def production_log(day: Day, production: str) -> Block:
    """Say how many bulletins of the units were made, which failed, and how many were still to come.

    Args:
        production: JSON ``{"made": n, "failed": [unit codes], "waiting": n}``; anything else counts as not known.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    known = _production(production)
    if known is None:
        return nothing(t("How the units' bulletins came out was not known when this page was made."))
    made, failed, waiting = known
    items: list[tuple[FlagClass, str]] = [("ok", t("Bulletins made: {n}").format(n=number(made, locale)))]
    if failed:
        names = words.enumerated([day.scope.name(unit) for unit in failed], NAMED, locale)
        said = t("Bulletins that did not come out: {n} ({units})")
        items.append(("warning", said.format(n=number(len(failed), locale), units=names)))
    if waiting:
        items.append(("late", t("Bulletins still to come: {n}").format(n=number(waiting, locale))))
    return flags(items)


def _production(text: str) -> tuple[int, list[str], int] | None:
    try:
        found = json.loads(text)
        made, failed, waiting = int(found["made"]), found["failed"], int(found.get("waiting", 0))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    if made < 0 or waiting < 0 or not isinstance(failed, list):
        return None
    return made, [str(unit) for unit in failed], waiting


def sources(day: Day) -> Block:
    """Say what was read, until when reports were on time, what the measures mean, and how numbers were computed."""
    return listed([_read(day), *_forms(day), *_methods(day, day.scope.locale)])


def _read(day: Day) -> str:
    t, locale = translator(day.scope.locale), day.scope.locale
    held = day.data.reports
    if held.empty:
        since = min((part.first for part in day.data.slices), default=day.scope.read_from)
        return t("No report from {first} to {last} was there to be read.").format(
            first=long_date(since, locale, "long"), last=day.date
        )
    return t("Reports read, from {first} to {last}: {n}; units: {units}; the newest arrived {when}.").format(
        n=number(len(held), locale),
        units=number(held["unit"].nunique(), locale),
        first=long_date(held["day"].min().date(), locale, "long"),
        last=day.date,
        when=moment(office_time(day, held["received_at"].max()), locale),
    )


def _forms(day: Day) -> list[str]:
    """Say of each form until when it is on time, and what its measures are."""
    t, locale = translator(day.scope.locale), day.scope.locale
    found = []
    for form in day.scope.forms:
        said = t("{form}: on time until {cut_off}.").format(
            form=form.title.to(locale), cut_off=words.cut_off(form, locale)
        )
        found.append(words.sentences([said, *(_definition(column, locale) for column in form.columns)], locale))
    return found


def _definition(column: Column, locale: str) -> str:
    t = translator(locale)
    said = t("{measure}: {unit}, {basis}.").format(
        measure=column.label.to(locale), unit=column.unit.to(locale), basis=t(words.BASES[column.basis])
    )
    return words.sentences([said, column.definition.to(locale)], locale) if column.definition else said


def _methods(day: Day, locale: str) -> list[str]:
    t = translator(locale)
    said = [
        t("What was not stated is not zero."),
        t("Figures are printed as reported; where they fail a check this is said, and nothing is repaired."),
    ]
    if day.public is not None:
        said += _protection(day, locale)
    if day.scope.adds_up:
        said.append(t("A sum holds the units that stated the figure; how many lack is said beside it."))
    return said


def _protection(day: Day, locale: str) -> list[str]:
    """Say what a public edition hides, and how."""
    t = translator(locale)
    k = number(day.public.k if day.public else 0, locale)
    return [
        t("Counts of fewer than {k} people are not published: <{k} stands for them; 0 is published.").format(k=k),
        t("c: not published, because a figure below {k} could be worked out with it.").format(k=k),
        t("Cumulative figures are published when they are unchanged or have grown by {k} or more.").format(k=k),
        t("Each day is shown as it stood when it closed for publication."),
    ]
