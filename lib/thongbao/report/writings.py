"""What was written and not counted, by name: ``day.school_opening.status.primary`` in a sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from thongbao.errors import NotebookInvalid
from thongbao.language import LANG, long_date, moment, number, short_date, span, translator
from thongbao.report import latest, words
from thongbao.report.blocks import clean, escaped
from thongbao.report.unknown import unknown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.records import EntryColumn, Form
    from thongbao.report.day import Day


def written_rows(form: Form, entry: EntryColumn) -> tuple[str, ...]:
    """Return the rows in which an entry is asked."""
    return tuple(row.code for row in form.rows if not entry.rows or row.code in entry.rows)


def said(entry: EntryColumn, text: str, locale: str) -> str:
    """Say what was written in the reader's language: a choice by its label, a day and a moment as they are written.

    Args:
        text: as it is kept: the code of a choice, days and moments as ISO 8601.
    """
    if entry.kind == "choice":
        return next((choice.label.to(locale) for choice in entry.choices if choice.code == text), text)
    try:
        if entry.kind == "day":
            return long_date(date.fromisoformat(text), locale, "long")
        if entry.kind == "moment":
            return moment(datetime.fromisoformat(text), locale)
    except ValueError:
        return text  # kept by an earlier version of the form, which asked for something else
    return text


def briefly(entry: EntryColumn, text: str, of: date, locale: str) -> str:
    """Say what was written in a table: days and moments of the bulletin's year without the year.

    Args:
        text: as it is kept.
        of: the day of the bulletin.
    """
    try:
        when = datetime.fromisoformat(text) if entry.kind in ("day", "moment") else None
    except ValueError:
        return text
    if when is None or when.year != of.year:
        return said(entry, text, locale)
    day = short_date(when.date(), locale)
    return day if entry.kind == "day" else f"{day} {when:%H:%M}"


def tongue(day: Day, entry: EntryColumn) -> str:
    """Return the language in which an entry is written, as HTML names it; "" where it is the page's.

    Clerks write in the language of their office; an answer that was chosen is said in the reader's.
    """
    written = day.scope.params.office.locale
    return LANG[written] if entry.kind == "text" and written != day.scope.locale else ""


@dataclass(frozen=True, repr=False)
class Entry:
    """What was written in one row of a form, by a unit or by several.

    Attributes:
        row: code; None where the form asks in several and none was named.
    """

    day: Day
    form: Form
    entry: EntryColumn
    row: str | None

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """Return row -> unit -> what was written, as kept; only what was stated."""
        lines = latest.of_shown(self.day, self.form, self.day.data.entries)
        lines = lines[lines["column"] == self.entry.code]
        found: dict[str, dict[str, str]] = {}
        for unit, row, text in lines[["unit", "row", "text"]].itertuples(index=False):
            found.setdefault(str(row), {})[str(unit)] = str(text)
        return found

    @property
    def members(self) -> tuple[str, ...]:
        """Return the units that fill in the form."""
        return self.day.scope.members(self.form)

    def counts(self, row: str) -> Counter[str]:
        """Return answer -> how many units gave it, in the order of the choices; "" for those that gave none."""
        told = self.texts.get(row, {})
        found = Counter(told.get(unit, "") for unit in self.members)
        order = [choice.code for choice in self.entry.choices]
        return Counter({code: found[code] for code in [*order, *(c for c in found if c not in order)] if found[code]})

    def __getattr__(self, name: str) -> Entry:
        if name.startswith("_"):
            raise AttributeError(name)
        rows = written_rows(self.form, self.entry)
        if name not in rows:
            raise unknown(f"{self.form.code}.{self.entry.code} has no row {name!r}.", name, rows)
        return replace(self, row=name)

    def __str__(self) -> str:
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        if self.day.public is not None:
            return t("not published")
        rows = (self.row,) if self.row is not None else written_rows(self.form, self.entry)
        if self.form.lines or (self.row is None and self.day.scope.adds_up):
            raise NotebookInvalid(
                f"day.{self.form.code}.{self.entry.code} is asked in many rows, and no sentence can hold them all. "
                f"Name a row, or show report.lines_table(day, day.{self.form.code}) or report.choices_table."
            )
        if self.day.scope.adds_up:
            told = self._several(str(self.row))
        else:
            labels = {row.code: row.label.to(locale) for row in self.form.rows}
            one = {row: self._one(row) for row in rows}
            told = (
                one[rows[0]]
                if self.row is not None
                else words.parted([words.named(labels[row], text, locale) for row, text in one.items()], locale)
            )
        as_of = latest.as_of(self.day, self.form)
        return clean(words.bracketed(told, as_of, locale) if as_of else told)

    def _one(self, row: str) -> str:
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        text = next(iter(self.texts.get(row, {}).values()), None)
        return t("not stated") if text is None else said(self.entry, text, locale)

    def _several(self, row: str) -> str:
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        if self.entry.kind != "choice":
            told = self.texts.get(row, {})
            coverage = words.coverage(len(told), len(self.members), locale)
            return (
                words.bracketed(self._days(told.values()), coverage, locale) if self.entry.kind == "day" else coverage
            )
        return words.parted(
            [
                words.named(said(self.entry, code, locale) if code else t("not stated"), number(n, locale), locale)
                for code, n in self.counts(row).items()
            ],
            locale,
        )

    def _days(self, texts: Iterable[str]) -> str:
        """Say the one day that all stated, or from which to which theirs lie."""
        t, locale = translator(self.day.scope.locale), self.day.scope.locale
        try:
            days = sorted({date.fromisoformat(text) for text in texts})
        except ValueError:  # kept by an earlier version of the form, which asked for something else
            days = []
        if not days:
            return t("not stated")
        return long_date(days[0], locale, "long") if len(days) == 1 else span(days[0], days[-1], locale)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return escaped(str(self))


def entry_of(day: Day, form: Form, entry: EntryColumn) -> Entry:
    """Return an entry of a form; where it is asked in one row only, of that row."""
    rows = written_rows(form, entry)
    return Entry(day, form, entry, rows[0] if len(rows) == 1 else None)
