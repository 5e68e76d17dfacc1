"""Understand what people write into cells that hold words: choices, days, moments, short texts. Strict. Pure."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from thongbao.data.cells import Odd, text
from thongbao.data.faults import printable
from thongbao.data.numeral import FULL_WIDTH
from thongbao.data.written import day_of, day_sample
from thongbao.language import fold, translator
from thongbao.records import LOCALES, Same

if TYPE_CHECKING:
    from thongbao.data.cells import Cell
    from thongbao.records import EntryColumn

FIRST_YEAR, LAST_YEAR = 2000, 2099
"""Of a day or moment that is written; another year is a slip."""

MOMENT_SAMPLE = "2020-02-19 16:30"
LONGEST_MOMENT = 40
HALF_A_MINUTE = timedelta(seconds=30)
LISTED = 12
"""So many choices are named in a fault; the sheet lists them all."""

_CLOCK = re.compile(
    r"(?P<day>.*\d\D?)[\sT,]\s*(?P<hour>[0-9]{1,2})\s*(?::|h|giờ|时|点)\s*(?P<minute>[0-9]{2})?(?::00|分)?"
)


def entered(cell: Cell, asked: EntryColumn, locale: str) -> tuple[str, str]:
    """Return (what was written as it is kept, "") or ("", code of what is wrong with it).

    Args:
        cell: not blank.
        locale: of the office; says how a day may be written.
    """
    if isinstance(cell, Odd) and cell.kind in ("error", "formula"):
        return "", {"error": "formula-error", "formula": "formula-without-result"}[cell.kind]
    read = {"choice": _choice, "day": _day, "moment": _moment, "text": _text}[asked.kind]
    return read(cell, asked, locale)


def expected(asked: EntryColumn, locale: str) -> str:
    """Say what may be written, after "write": one of the choices, or a day such as a sample."""
    t = translator(locale)
    if asked.kind == "choice":
        labels = [choice.label.to(locale) for choice in asked.choices]
        some = t(", ").join(labels[:LISTED]) + ("…" if len(labels) > LISTED else "")
        return t("one of these: {choices}").format(choices=some)
    if asked.kind == "text":
        return t("one line of at most {n} characters").format(n=asked.longest)
    sample = MOMENT_SAMPLE if asked.kind == "moment" else day_sample()
    how = t("a day and time such as {sample}") if asked.kind == "moment" else t("a day such as {sample}")
    return how.format(sample=sample)


def _choice(cell: Cell, asked: EntryColumn, locale: str) -> tuple[str, str]:  # noqa: ARG001 -- any language will do
    code = _meanings(Same(asked)).get(_folded(text(cell)))
    return (code, "") if code else ("", "not-a-choice")


@lru_cache(maxsize=1024)
def _meanings(same: Same[EntryColumn]) -> dict[str, str]:
    """Return what may be written for a choice, its code and its label in every language, -> its code."""
    found = {}
    for choice in same.value.choices:
        for written in (choice.code, *(choice.label.to(locale) for locale in LOCALES)):
            found[_folded(written)] = choice.code
    return found


def _folded(written: str) -> str:
    return " ".join(fold(written).split())


def _day(cell: Cell, asked: EntryColumn, locale: str) -> tuple[str, str]:  # noqa: ARG001 -- as all readers
    found = day_of(cell, locale)
    return (found.isoformat(), "") if found and _plausible(found) else ("", "not-a-day")


def _moment(cell: Cell, asked: EntryColumn, locale: str) -> tuple[str, str]:  # noqa: ARG001 -- as all readers
    if isinstance(cell, datetime):
        moment = (cell + HALF_A_MINUTE).replace(second=0, microsecond=0)  # sheets keep fractions of a day
        return (moment.isoformat("T", "minutes"), "") if _plausible(moment) else ("", "not-a-moment")
    told = cell.translate(FULL_WIDTH).strip() if isinstance(cell, str) else ""
    found = _CLOCK.fullmatch(told) if len(told) <= LONGEST_MOMENT else None
    day = day_of(found["day"], locale) if found else None
    if found is None or day is None or not _plausible(day):
        return "", "not-a-moment"
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if hour > 23 or minute > 59:
        return "", "not-a-moment"
    return f"{day.isoformat()}T{hour:02}:{minute:02}", ""


def _text(cell: Cell, asked: EntryColumn, locale: str) -> tuple[str, str]:  # noqa: ARG001 -- as all readers
    if isinstance(cell, datetime) and not (cell.hour or cell.minute or cell.second):
        cell = cell.date()
    found = unicodedata.normalize("NFC", text(cell))
    if len(found) > asked.longest:
        return "", "text-too-long"
    return (found, "") if found and all(map(_shows, found)) else ("", "text-not-plain")


def _shows(ch: str) -> bool:
    """Say whether a character may stand in a text; the joiners that scripts need do."""
    return printable(ch) or ch in "\u200c\u200d"


def _plausible(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR
