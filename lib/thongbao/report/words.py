"""Say numbers, changes and states in the reader's language, in neutral words. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from thongbao.language import N_, number, percent, short_date, translator

if TYPE_CHECKING:
    from datetime import date

    from thongbao.records import Form

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


def signed(value: float, locale: str) -> str:
    """Say a difference with its sign; the minus is a true minus."""
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + figure(abs(value), locale)


def changed(change: float | None, span: int, day: date, locale: str) -> str:
    """Say how a figure differs from the one last reported.

    Args:
        change: None where there is nothing to compare.
        span: days since that report.
        day: of the figure itself.
    """
    t = translator(locale)
    if change is None:
        return t("no earlier report to compare")
    since = short_date(day - timedelta(days=span), locale)
    if change == 0:
        return t("unchanged since {day}").format(day=since)
    return t("{change} since {day}").format(change=signed(change, locale), day=since)


def last_stated(value: float, day: date, locale: str) -> str:
    """Say what was stated last, of a figure that was not stated on the day itself."""
    t = translator(locale)
    return t("last stated: {value} on {day}").format(value=figure(value, locale), day=short_date(day, locale))


def coverage(units: int, of: int, locale: str) -> str:
    """Say how many of the units that should are in a sum."""
    t = translator(locale)
    return t("{n} of {total} units").format(n=number(units, locale), total=number(of, locale))


def share(part: float, of: float, locale: str) -> str:
    """Say a share of a whole in percent; a dash where there is no whole."""
    return percent(part / of, locale) if of else "–"


def state(code: str, locale: str) -> str:
    """Say what became of a report."""
    return translator(locale)(STATES[code])


def cut_off(form: Form, locale: str) -> str:
    """Say until when a form's report is on time."""
    t, time = translator(locale), form.cut_off.strftime("%H:%M")
    if form.cut_off_days:
        return t("{time}, {days} days later").format(time=time, days=form.cut_off_days)
    return t("{time} of the same day").format(time=time)
