"""The words of the design as frozen values.

No files, clock or database here. Codes are text: ``01`` stays ``01``.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

Locale = Literal["zh_Hans", "vi", "en"]
LOCALES: tuple[Locale, ...] = ("zh_Hans", "vi", "en")

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
"""A unit or an office: lower-case letters, digits and hyphens, 1 to 32 of them. Safe as a folder name."""

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
"""A form, row, column, rule, kind or bulletin."""

RuleCode = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,63}$")]


def _iso_day(value: object) -> object:
    # pydantic alone reads "2020" as seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise PydanticCustomError("bad_day", "a day is written as 2020-02-19")
    return value


def _clock(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?", value):
        raise PydanticCustomError("bad_clock", "a time is written as 17:00")
    return value


Day = Annotated[date, BeforeValidator(_iso_day)]
"""A day; as text only in the form 2020-02-19."""

Clock = Annotated[
    time,
    BeforeValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$"}),
]
"""A time of day; as text only in the form 17:00."""

Basis = Literal["stock", "flow", "cumulative"]
"""A state at the cut-off; what happened on the day; all since the beginning."""

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""In the order of ``date.weekday``."""

Severity = Literal["error", "warning"]
Audience = Literal["internal", "public"]


class Record(BaseModel):
    """A frozen value that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Record):
    """One text in the three languages of Thongbao."""

    zh_Hans: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    vi: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    en: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

    def to(self, locale: str) -> str:
        """Return the text in ``locale``, one of LOCALES."""
        return str(getattr(self, locale))


class Fault(Record):
    """One thing that is wrong with an input, said to the person who can mend it.

    Attributes:
        code: stable, e.g. ``"not-a-number"``; tests and translations hang on it.
        where: file and place, e.g. ``"units.csv row 7"`` or ``"0219.xlsx, sheet 排查, cell D9"``.
        message: what was found and what to do, in the language of the reader.
        said: the same in all languages, for bulletins in another one; None where it was said in one only.
        severity: an error refuses, a warning accepts and is printed in the bulletin.
    """

    code: str
    where: str
    message: str
    said: Text | None = None
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.where}: {self.message} [{self.code}]"
