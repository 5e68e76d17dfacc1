"""Say numbers, changes and states in the reader's language, in neutral words. Pure."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import reduce
from typing import TYPE_CHECKING

from thongbao.language import N_, compact, listing, number, percent, short_date, translator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from thongbao.data.indicators import Change, Sum
    from thongbao.records import Form

TEN_THOUSAND = 10_000

STATES = {
    "on_time": N_("on time"),
    "zero": N_("zero report, on time"),
    "late": N_("late"),
    "partly": N_("in part"),
    "refused": N_("refused"),
    "missing": N_("missing"),
    "not_due": N_("not due"),
}
"""What became of a report that was due."""

LACKING = {
    "missing": N_("Missing: {units}."),
    "refused": N_("Refused: {units}."),
    "partly": N_("In part: {units}."),
    "late": N_("Late: {units}."),
}
"""Whose reports of the day lack something, the worst first."""

BASES = {
    "stock": N_("as at the cut-off"),
    "flow": N_("on the day"),
    "cumulative": N_("cumulative"),
}


def figure(value: float | None, locale: str) -> str:
    """Say a reported figure; one that was not stated is not zero."""
    if value is None:
        t = translator(locale)
        return t("not stated")
    return number(value, locale, 0 if float(value).is_integer() else 1)


def decimal(value: float, locale: str) -> str:
    """Say a number with at most two decimals, and no more than it has."""
    return number(value, locale, 0 if value == round(value) else 1 if value * 10 == round(value * 10) else 2)


def prose(value: float, locale: str) -> str:
    """Say a figure in a sentence: Chinese counts round ones in ten thousands, 5.7万; all digits are kept.

    57,000 is 5.7万, but 57,312 stays as it is: shortened it would be another number.
    """
    step = 100 if abs(value) < TEN_THOUSAND**2 else TEN_THOUSAND
    if locale == "zh_Hans" and abs(value) >= TEN_THOUSAND and value % step == 0:
        return compact(value, locale)
    return figure(value, locale)


def signed(value: float, locale: str, places: int | None = None) -> str:
    """Say a difference with its sign; the minus is a true minus.

    Args:
        places: decimals; None for those that the figure has.
    """
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + (figure(abs(value), locale) if places is None else number(abs(value), locale, places))


def summed(found: Sum, locale: str) -> str:
    """Say a sum, and how many units are in it where some lack: 26 (2 of 12 units)."""
    text = figure(found.value, locale)
    if not 0 < found.units < found.of:
        return text
    return bracketed(text, coverage(found.units, found.of, locale), locale)


def changed(found: Change, day: date, locale: str) -> str:
    """Say how a figure differs from the one reported before, and of how many units where some cannot be compared.

    Args:
        day: of the figure itself.
    """
    t = translator(locale)
    if found.change is None:
        return t("no earlier report to compare")
    since = short_date(day - timedelta(days=found.span), locale)
    said = t("unchanged since {day}").format(day=since)
    if found.change != 0:
        said = t("{change} since {day}").format(change=signed(found.change, locale), day=since)
    if found.units < found.of:
        units = coverage(found.units, found.of, locale)
        return t("{change}, {units} compared").format(change=said, units=units)
    return said


def grown(change: float | None, span: int, locale: str) -> str:
    """Say what a unit's cumulative figure grew by over other than one day.

    Args:
        change: None where there is nothing to compare; below 0 it is a correction, and no figure is given.
        span: days.
    """
    t = translator(locale)
    if change is None:
        return figure(None, locale)
    if change < 0:
        return t("corrected downwards")
    return t("{change} in {n} days").format(change=figure(change, locale), n=span)


def last_stated(value: str, day: date, locale: str) -> str:
    """Say what was stated last, of a figure that was not stated on the day itself."""
    t = translator(locale)
    return t("last stated: {value} on {day}").format(value=value, day=short_date(day, locale))


def coverage(units: int, of: int, locale: str) -> str:
    """Say how many of the units that should are in a sum."""
    t = translator(locale)
    said = t("{n} of {total} unit") if of == 1 else t("{n} of {total} units")
    return said.format(n=number(units, locale), total=number(of, locale))


def named(whose: str, what: str, locale: str) -> str:
    """Put a name before what is said of it: Yicheng: late."""
    t = translator(locale)
    return t("{a}: {b}").format(a=whose, b=what)


def counted_in(label: str, unit: str, locale: str) -> str:
    """Put what it is counted in behind a label, unless the label ends or is spelled with that very word."""
    alone = unit.casefold()
    if re.search(rf"\b{re.escape(alone)}\b", label.casefold()) or label.removesuffix("数").endswith(unit):
        return label
    t = translator(locale)
    return t("{title}, {unit}").format(title=label, unit=unit)


def of_form(form: str, what: str, locale: str) -> str:
    """Name a figure together with its form, where no table around it says whose it is: Cases – confirmed now."""
    t = translator(locale)
    return t("{form} – {measure}").format(form=form, measure=inside(what, locale))


def bracketed(text: str, aside: str, locale: str) -> str:
    """Put something in brackets behind a text."""
    t = translator(locale)
    return t("{a} ({b})").format(a=text, b=aside)


def begun(text: str) -> str:
    """Return a text as it begins a line: Vietnamese names of units are small inside a sentence."""
    return text[:1].upper() + text[1:]


def inside(name: str, locale: str) -> str:
    """Return a name as it stands inside a sentence: Vietnamese and English begin it small, but not an abbreviation."""
    small = locale != "zh_Hans" and name[1:2].islower()
    return name[:1].lower() + name[1:] if small else name


def cell_name(measure: str, row: str, locale: str) -> str:
    """Name a figure by its measure and its row: Confirmed now, Students."""
    t = translator(locale)
    return t("{measure}, {row}").format(measure=measure, row=row)


def sentences(said: Iterable[str], locale: str) -> str:
    """Put sentences one after the other; in Chinese nothing stands between them."""
    t = translator(locale)
    return reduce(lambda a, b: t("{a} {b}").format(a=a, b=b), said)


def parted(said: Iterable[str], locale: str) -> str:
    """Put parts of a sentence one after the other, semicolons between them."""
    t = translator(locale)
    return reduce(lambda a, b: t("{a}; {b}").format(a=a, b=b), said)


def enumerated(names: Sequence[str], most: int, locale: str) -> str:
    """List names, at most so many; how many more there are is said after them: A, B and 3 more."""
    if len(names) <= most:
        return listing(names, locale)
    t = translator(locale)
    first = reduce(lambda a, b: t("{a}, {b}").format(a=a, b=b), names[:most])
    return t("{names} and {n} more").format(names=first, n=number(len(names) - most, locale))


def share(part: float, of: float, locale: str) -> str:
    """Say a share of a whole in percent; a dash where there is no whole."""
    return percent(part / of, locale) if of else "–"


def state(code: str, locale: str) -> str:
    """Say what became of a report."""
    return translator(locale)(STATES[code])


def cut_off(form: Form, locale: str) -> str:
    """Say until when a form's report is on time."""
    t, time = translator(locale), form.cut_off.strftime("%H:%M")
    if form.cut_off_days == 1:
        return t("{time} of the next day").format(time=time)
    if form.cut_off_days:
        return t("{time}, {days} days later").format(time=time, days=form.cut_off_days)
    return t("{time} of the same day").format(time=time)
