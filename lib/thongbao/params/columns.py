"""Hold the rows, columns and entries of one form against each other."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from thongbao.language import fold
from thongbao.params.entries import repeated
from thongbao.params.findings import nearest, shown
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.params.entries import Entry
    from thongbao.params.findings import Finding
    from thongbao.records import Choice, Column, EntryColumn, Form

DASHES = frozenset("-–—－")
"""What an empty cell may show; a choice so labelled would be read as not stated."""


def check_columns(entry: Entry[Form]) -> list[Finding]:
    """Return what is wrong between the rows, columns and entries of a form."""
    return [*_rows(entry), *_codes(entry), *_each(entry), *_key(entry)]


def _rows(entry: Entry[Form]) -> Iterator[Finding]:
    form = entry.value
    codes = [row.code for row in form.rows]
    if not form.rows:
        yield entry.finding("no-rows", "The form has no rows. Write rows, or for a list lines: 20.", "rows")
    if not form.columns and not form.entries:
        yield entry.finding("no-columns", "The form asks for nothing. Write columns or entries.", "columns")
    if form.lines and codes != [str(n) for n in range(1, form.lines + 1)]:
        yield entry.finding("rows-and-lines", "A list has lines and no rows. Remove one of the two.", "rows")
    if not form.lines:
        for place, code in enumerate(codes):
            if code[0].isdecimal():
                message = f"The row {code} has the code of a line. Let it begin with a letter."
                yield entry.finding("bad-code", message, "rows", place, "code")
    if form.total_row is not None and form.total_row not in codes:
        message = f"The form has no row {shown(form.total_row)}. {nearest(form.total_row, codes)}"
        yield entry.finding("unknown-row", message, "total_row")
    asked = {row for row, _ in chain(form.cells(), form.entry_cells())}
    for place, code in enumerate(codes if form.columns or form.entries else ()):
        if code not in asked:
            message = f"No column asks for the row {code}. Add it to a column, or remove it."
            yield entry.finding("row-not-asked", message, "rows", place)


def _codes(entry: Entry[Form]) -> Iterator[Finding]:
    form = entry.value
    for field in ("rows", "columns", "entries", "rules"):
        codes = [item.code for item in getattr(form, field)]
        for n, text in repeated(codes, {"entries": "entry"}.get(field, field[:-1])):
            yield entry.finding("duplicate-code", text, field, n, "code")
    columns = {column.code for column in form.columns}
    for place, each in enumerate(form.entries):
        if each.code in columns:
            message = f"The code {each.code} is also that of a column. Give each a code of its own."
            yield entry.finding("duplicate-code", message, "entries", place, "code")


def _each(entry: Entry[Form]) -> Iterator[Finding]:
    form = entry.value
    rows = [row.code for row in form.rows]
    fields: dict[str, tuple[Column | EntryColumn, ...]] = {"columns": form.columns, "entries": form.entries}
    for field, items in fields.items():
        for place, each in enumerate(items):
            for n, row in enumerate(each.rows):
                if row not in rows:
                    message = f"The form has no row {shown(row)}. {nearest(row, rows)}"
                    yield entry.finding("unknown-row", message, field, place, "rows", n)
            yield from _needs(entry, each, field, place)
    for place, column in enumerate(form.columns):
        if column.maximum < column.minimum:
            message = f"maximum {column.maximum:g} is below minimum {column.minimum:g}. Exchange or correct them."
            yield entry.finding("bad-number", message, "columns", place, "maximum")
    for place, asked in enumerate(form.entries):
        yield from _choices(entry, asked, place)


def _needs(entry: Entry[Form], each: Column | EntryColumn | Choice, *loc: int | str) -> Iterator[Finding]:
    known = [one.code for one in entry.value.measured()]
    for n, code in enumerate(each.needs):
        if code not in known:
            message = f"The form has no column or entry {shown(code)}. {nearest(code, known)}"
            yield entry.finding("unknown-column", message, *loc, "needs", n)


def _choices(entry: Entry[Form], asked: EntryColumn, place: int) -> Iterator[Finding]:
    loc: tuple[int | str, ...] = ("entries", place, "choices")
    if (asked.kind == "choice") != bool(asked.choices):
        message = f"{asked.code} is a {asked.kind}. Choices belong to kind: choice, which has at least one."
        yield entry.finding("bad-choices", message, *loc[:2])
    codes = [choice.code for choice in asked.choices]
    for n, text in repeated(codes, "choice"):
        yield entry.finding("duplicate-code", text, *loc, n, "code")
    meant: dict[str, str] = {}
    for n, choice in enumerate(asked.choices):
        yield from _needs(entry, choice, *loc, n)
        for written in {fold(choice.code), *(fold(choice.label.to(locale)) for locale in LOCALES)}:
            if meant.setdefault(written, choice.code) != choice.code or written in DASHES:
                message = f"“{written}” could mean {meant[written]} or {choice.code}. Give each label one meaning."
                yield entry.finding("label-twice", message, *loc, n, "label")


def _key(entry: Entry[Form]) -> Iterator[Finding]:
    form = entry.value
    known = [one.code for one in form.entries]
    for n, code in enumerate(form.key):
        if code not in known or not form.lines:
            message = f"key was {shown(code)}. It names entries of a list. {nearest(code, known)}"
            yield entry.finding("unknown-column", message, "key", n)
