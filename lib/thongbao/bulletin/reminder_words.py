"""What a reminder says, in the language of whoever is reminded: the same for its text and its HTML. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.language import listing, moment, short_date, translator

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from thongbao.records import Awaited, Locale, Office, Refused, Silence

BOX, YES = "Nothing to report", "yes"
"""As the workbook has them; they are translated there, so that a clerk finds the very words."""

MOST_FAULTS = 3
"""Faults of a refused report that are told; intake has told all of them."""


@dataclass(frozen=True, slots=True)
class Said:
    """The parts of a reminder.

    Attributes:
        subject: one line, of the letter and its title.
        opening: what it is about and as of when.
        head: of the table.
        rows: a report each: form, day, until when, what became of it.
        streak: "" where the unit was silent for no more than a day.
        refused: what was wrong with a report, and one line for each fault.
        zero: how to say that nothing happened.
        sending: how to send.
        closing: that the reports are awaited all the same, or what holds after the cut-off.
        foot: why this person gets it, the office's notice and contact.
    """

    locale: Locale
    issuer: str
    unit: str
    subject: str
    opening: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    streak: str
    refused: tuple[tuple[str, tuple[str, ...]], ...]
    zero: tuple[str, tuple[str, ...]]
    sending: tuple[str, str]
    closing: str
    foot: tuple[str, ...]


def say(office: Office, silence: Silence, locale: Locale, at: datetime, *, late: bool) -> Said:
    """Say what is awaited of a unit.

    Args:
        silence: only what is to be told; its moments in the office's zone.
        at: when it was looked up, in the office's zone.
        late: whether the cut-offs have passed.
    """
    t, unit = translator(locale), silence.names.to(locale)
    until = moment(min(one.until for one in silence.awaited), locale)
    subject = t("Reminder: reports of {unit}, due by {until}")
    opening = t("These reports of {unit} had not been accepted by {at}. What was sent after that is not counted here.")
    closing = t("A report that comes by its time is on time and stands in the next bulletin with all others.")
    if late:
        subject = t("Overdue: reports of {unit}, due by {until}")
        opening = t(
            "The time for these reports of {unit} is over, and by {at} they had not been accepted. "
            "What was sent after that is not counted here."
        )
        closing = t("Send them all the same: a late report is shown as late, a missing one as missing.")
    return Said(
        locale=locale,
        issuer=office.names.to(locale),
        unit=unit,
        subject=subject.format(unit=unit, until=until),
        opening=opening.format(unit=unit, at=moment(at, locale)),
        head=(t("Form"), t("Day of the report"), t("Was due by") if late else t("Due by"), t("So far")),
        rows=tuple(_row(one, locale) for one in silence.awaited),
        streak=_streak(silence, locale),
        refused=tuple(_refused(one, one.refused, locale) for one in silence.awaited if one.refused),
        zero=_zero(silence.awaited, locale),
        sending=_sending(office, locale),
        closing=closing,
        foot=_foot(office, unit, locale),
    )


def _row(one: Awaited, locale: Locale) -> tuple[str, ...]:
    t = translator(locale)
    state = t("refused") if one.refused else t("not received")
    return one.title.to(locale), short_date(one.day, locale), moment(one.until, locale), state


def _streak(silence: Silence, locale: Locale) -> str:
    if silence.streak < 2:
        return ""
    t = translator(locale)
    said = t("Nothing has come from {unit} for {days} reporting days in a row.")
    return said.format(unit=silence.names.to(locale), days=silence.streak)


def _refused(one: Awaited, refused: Refused, locale: Locale) -> tuple[str, tuple[str, ...]]:
    t = translator(locale)
    said = t("{form} came in {file} and was refused. Correct this and send it again:")
    told = [
        t("{place}: {message}").format(place=where, message=text.to(locale))
        for where, text in refused.faults[:MOST_FAULTS]
    ]
    more = len(refused.faults) - MOST_FAULTS
    if more > 0:
        told.append(t("and {count} more").format(count=more))
    return said.format(form=one.title.to(locale), file=refused.source), tuple(told)


def _zero(awaited: Sequence[Awaited], locale: Locale) -> tuple[str, tuple[str, ...]]:
    t = translator(locale)
    said = t("Silence is not zero. Choose “{yes}” in the box “{box}” of the workbook and leave the figures empty.")
    lines = [said.format(yes=t(YES), box=t(BOX))] if any(one.zero for one in awaited) else []
    without = list(dict.fromkeys(one.title.to(locale) for one in awaited if not one.zero))
    if without:
        lines.append(
            t("To be filled in, also where nothing has changed: {forms}.").format(forms=listing(without, locale))
        )
    return t("If nothing happened, say so too"), tuple(lines)


def _sending(office: Office, locale: Locale) -> tuple[str, str]:
    t = translator(locale)
    how = office.letters.how_to_report
    usual = t("Fill in the office's newest workbook of each report, and send it the way you always do.")
    return t("How to send"), how.to(locale) if how else usual


def _foot(office: Office, unit: str, locale: Locale) -> tuple[str, ...]:
    t = translator(locale)
    why = t("You get this letter because you are responsible for the reports of {unit}. It was written by a program.")
    parts = [why.format(unit=unit)]
    parts += [t("Contact: {contact}").format(contact=office.contact.to(locale))] if office.contact else []
    parts += [office.notice.to(locale)] if office.notice else []
    return tuple(parts)
