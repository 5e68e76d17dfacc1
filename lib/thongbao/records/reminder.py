"""What is still awaited of a unit before a cut-off, as a reminder tells it."""

from __future__ import annotations

from datetime import date, datetime

from thongbao.records.base import Code, Name, Record, Text

REMINDERS = "reminders"
"""The name of reminders where letters are told apart by their bulletin; no bulletin may be called so."""


class Refused(Record):
    """A report that came and was refused, as its newest try.

    Attributes:
        source: name of the file, as it can be shown.
        faults: where and what, in the order of the file; at least one.
    """

    source: str
    faults: tuple[tuple[str, Text], ...]


class Awaited(Record):
    """One report that is due and was not accepted.

    Attributes:
        form: its code.
        title: of the form.
        day: that it is about.
        until: its cut-off, with the office's zone.
        zero: whether "nothing to report" may be said in it.
        refused: what was wrong with it; None where nothing came.
    """

    form: Name
    title: Text
    day: date
    until: datetime
    zero: bool
    refused: Refused | None = None


class Silence(Record):
    """What is awaited of one unit.

    Attributes:
        unit: its code.
        names: of the unit.
        awaited: at least one, in the order of office.yml and then of days.
        streak: reporting days up to the day of the cut-off on which nothing at all came from it, that day among them.
    """

    unit: Code
    names: Text
    awaited: tuple[Awaited, ...]
    streak: int = 0
