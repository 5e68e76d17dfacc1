"""The lines of a list, one by one: what is most urgent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from thongbao.errors import NotebookInvalid
from thongbao.language import number, translator
from thongbao.report import latest, words
from thongbao.report.blocks import Block, nothing
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned, of_day, titled
from thongbao.report.marks import not_stated
from thongbao.report.tables import Cell, Line, Mark, Table, header, row, table_block
from thongbao.report.writings import briefly, said, tongue

if TYPE_CHECKING:
    from thongbao.records import Column, EntryColumn, Form
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures

MOST_LINES = 60
"""A longer list is read by nobody: the most urgent lines are shown, the others are counted."""


class ListLine(NamedTuple):
    """One line of a unit's list.

    Attributes:
        number: its place in the list.
        texts: entry -> what was written, as kept.
        figures: column -> value.
    """

    unit: str
    number: int
    texts: dict[str, str]
    figures: dict[str, float]


def list_lines(day: Day, form: Form) -> list[ListLine]:
    """Return the lines of the lists shown, by unit and number; lines in which nothing stands are not there."""
    found: dict[tuple[str, int], tuple[dict[str, str], dict[str, float]]] = {}
    entries = latest.of_shown(day, form, day.data.entries)[["unit", "row", "column", "text"]]
    figures = latest.of_shown(day, form, day.data.figures)[["unit", "row", "column", "value"]]
    for unit, at, column, text in entries.itertuples(index=False):
        found.setdefault((unit, int(at)), ({}, {}))[0][column] = text
    for unit, at, column, value in figures.itertuples(index=False):
        found.setdefault((unit, int(at)), ({}, {}))[1][column] = value
    order = {unit.code: n for n, unit in enumerate(day.scope.units)}
    return [ListLine(*key, *found[key]) for key in sorted(found, key=lambda key: (order.get(key[0], 0), key[1]))]


def lines_table(day: Day, form: FormMeasures) -> Block:
    """Show the lines of a list; where it has deadlines, what is overdue first, then what is due next.

    Raises:
        NotebookInvalid: the form is not a list.
    """
    t, locale, asked = translator(day.scope.locale), day.scope.locale, form.form
    check_list(asked, "lines_table")
    if day.public is not None:
        return nothing(unpublished(day, asked))
    lines = list_lines(day, asked)
    if not lines:
        return nothing(nothing_listed(day, asked))
    lines.sort(key=lambda line: _urgency(asked, line))
    names = [one.label.to(locale) for one in asked.entries]
    names += [words.counted_in(c.label.to(locale), c.unit.to(locale), locale) for c in asked.columns]
    head = header([*([t("Unit name")] if day.scope.adds_up else []), *names])
    body = [_line(day, asked, line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        more = t("{n} more are not listed.").format(n=number(len(lines) - MOST_LINES, locale))
        body.append(row(Cell(more, "text", span=len(head.cells))))
    late, told = sum(is_overdue(day, asked, line) for line in lines), []
    if any(one.deadline for one in asked.entries):
        told.append(t("overdue: {n} of {total}").format(n=number(late, locale), total=number(len(lines), locale)))
    return table_block(Table(captioned(day, asked, *told), (head,), tuple(body)), locale)


def check_list(form: Form, call: str) -> None:
    """Refuse a form that is no list.

    Raises:
        NotebookInvalid: it is none.
    """
    if not form.lines:
        raise NotebookInvalid(
            f"report.{call} shows lists, and {form.code} has rows. Use report.form_table(day, day.{form.code})."
        )


def nothing_listed(day: Day, form: Form) -> str:
    """Say that no line was reported: there is none, or no report came."""
    t = translator(day.scope.locale)
    there = len(day.shown(form.code))
    if there:
        return t("{form}: there is no line in it ({day}).").format(form=titled(day, form), day=of_day(day, form))
    return t("{form}: nothing was reported ({day}).").format(form=titled(day, form), day=of_day(day, form))


def is_closed(form: Form, line: ListLine) -> bool:
    """Say whether a line is done with: by an answer or a day that says so."""
    return any(
        one.code in line.texts and (one.closes or any(c.closes and c.code == line.texts[one.code] for c in one.choices))
        for one in form.entries
    )


def deadline(form: Form, line: ListLine) -> str:
    """Return the day until which a line is to be done, ISO 8601; "" where it has none."""
    return next((line.texts[one.code] for one in form.entries if one.deadline and one.code in line.texts), "")


def is_overdue(day: Day, form: Form, line: ListLine) -> bool:
    """Say whether a line should be done with by the bulletin's day and is not."""
    due = deadline(form, line)
    return bool(due) and due < day.scope.last.isoformat() and not is_closed(form, line)


def _urgency(form: Form, line: ListLine) -> tuple[bool, bool, str]:
    """Overdue and open lines first, the oldest deadline first of all; those without a deadline before closed ones."""
    return is_closed(form, line), not deadline(form, line), deadline(form, line)


def _line(day: Day, form: Form, line: ListLine) -> Line:
    locale = day.scope.locale
    overdue = is_overdue(day, form, line)
    cells: list[Cell] = [Cell(day.scope.name(line.unit), "row")] if day.scope.adds_up else []
    for entry in form.entries:
        kind: Literal["row", "text"] = "row" if not cells else "text"
        text = line.texts.get(entry.code)
        marks = (_overdue(locale),) if overdue and entry.deadline else ()
        told = "–" if text is None else briefly(entry, text, day.scope.last, locale)
        cells.append(Cell(told, kind, marks=marks, lang="" if text is None else tongue(day, entry)))
    cells += [_figure(column, line, locale) for column in form.columns]
    return Line(tuple(cells))


def _figure(column: Column, line: ListLine, locale: str) -> Cell:
    value = line.figures.get(column.code)
    return Cell("", marks=(not_stated(locale),)) if value is None else Cell(words.figure(value, locale))


def _overdue(locale: str) -> Mark:
    t = translator(locale)
    return Mark("▲", t("overdue"))


def name_cell(day: Day, form: Form, line: ListLine, kind: Literal["row", "text"]) -> Cell:
    """Name a line by its key, or by its first entry: what was written, and under it what was chosen, e.g. its kind."""
    locale = day.scope.locale
    asked: list[EntryColumn] = [one for one in form.entries if one.code in form.key] or list(form.entries[:1])
    there = [one for one in asked if one.code in line.texts]
    if not there:
        t = translator(locale)
        return Cell(t("line {n}").format(n=number(line.number, locale)), kind)
    written = [one for one in there if one.kind == "text"] or there
    name, *others = [*written, *(one for one in there if one not in written)]
    below = words.parted([said(one, line.texts[one.code], locale) for one in others], locale) if others else ""
    return Cell(said(name, line.texts[name.code], locale), kind, below=below, lang=tongue(day, name))
