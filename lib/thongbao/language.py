"""Say things in the reader's language: texts by gettext, numbers and dates by Babel.

Catalogs are read from their .po files, so there is nothing to compile: lib/thongbao/locale/<locale>/*.po for what the
package says, notebooks/locale/<locale>/*.po for what the notebooks say. English is the language of the message ids.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from babel.dates import format_date, format_datetime, format_interval
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_compact_decimal, format_decimal, format_percent

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

CATALOGS = Path(__file__).parent / "locale"
LANG = {"zh_Hans": "zh-Hans", "vi": "vi", "en": "en"}
"""The HTML ``lang`` of each locale."""


@cache
def catalog(folder: Path, locale: str) -> dict[str, str]:
    """Return message id -> translation from all catalogs under ``folder``/<locale>; empty for English."""
    texts: dict[str, str] = {}
    for path in sorted((folder / locale).glob("*.po")) if locale != "en" else ():
        with path.open("rb") as file:
            messages = read_po(file, locale=locale)
        texts |= {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}
    return texts


def N_(message: str) -> str:  # noqa: N802 -- gettext's own name for it
    """Mark a string for translation that is translated later, where it is shown."""
    return message


def translator(locale: str) -> Callable[[str], str]:
    """Return the gettext function of ``locale`` for the strings of this package.

    A string without a translation comes back in English; a test keeps the catalogs complete.
    """
    texts = catalog(CATALOGS, locale)
    return lambda message: texts.get(message, message)


def number(value: float, locale: str, decimals: int = 0) -> str:
    """Format ``value`` with the separators of ``locale``: 1.234,5 in Vietnamese."""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=locale))


def compact(value: float, locale: str) -> str:
    """Format ``value`` in the large units of ``locale``, at most four decimals: 5.7万 in Chinese."""
    return str(format_compact_decimal(value, format_type="short", locale=locale, fraction_digits=4))


def percent(share: float, locale: str, decimals: int = 1) -> str:
    """Format a share between 0 and 1 as a percentage."""
    return str(format_percent(share, format="0" + ("." + "0" * decimals if decimals else "") + "%", locale=locale))


_DATES = {"en": "en_GB"}
"""Days are written as ``short_date`` writes them: the day before the month, in every language of a page."""

_LONG = {
    ("zh_Hans", "full"): "y年M月d日（EEEE）",
    ("vi", "full"): "EEEE, 'ngày' d 'tháng' M 'năm' y",
    ("vi", "long"): "'ngày' d 'tháng' M 'năm' y",
}
"""As offices write days in notices, where that is not what CLDR has."""


def long_date(day: date, locale: str, length: str = "full") -> str:
    """Format a day in full: with its weekday, or without it where ``length`` is long or medium."""
    return str(format_date(day, format=_LONG.get((locale, length), length), locale=_DATES.get(locale, locale)))


def short_date(day: date, locale: str) -> str:
    """Format a day as month and day: 2月19日, 19/2, 19 Feb."""
    return str(format_date(day, format={"zh_Hans": "M月d日", "vi": "d/M", "en": "d MMM"}[locale], locale=locale))


def span(first: date, last: date, locale: str) -> str:
    """Format two days as one span of time: 17 – 21 Feb 2020; the same day twice is that day."""
    skeleton = "yMd" if locale == "vi" else "yMMMd"
    return str(format_interval(first, last, skeleton=skeleton, locale=_DATES.get(locale, locale))).replace(
        "\u2009", " "
    )


def moment(when: datetime, locale: str) -> str:
    """Format a local time as date and hour."""
    pattern = {"zh_Hans": "y年M月d日 HH:mm", "vi": "HH:mm 'ngày' d/M/y", "en": "d MMM y, HH:mm"}[locale]
    return str(format_datetime(when, format=pattern, locale=locale))


def listing(words: Sequence[str], locale: str) -> str:
    """Join words as a list: A、B和C."""
    return str(format_list(list(words), locale=locale))


def counted(n: int, noun: str) -> str:
    """Return a number with its English noun, as commands print it: 1 letter, 2 letters."""
    return f"{n} {noun if n == 1 else f'{noun}s'}"


def fold(text: str) -> str:
    """Fold for searching: no accents, full-width as half-width, lower case, đ as d. Chinese stays Chinese."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("đ", "d")
    return "".join(ch for ch in plain if not unicodedata.combining(ch))
