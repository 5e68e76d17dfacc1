"""One form as a table: its rows with their figures and what was written in them, as reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.suppress import SHOWN
from thongbao.errors import NotebookInvalid
from thongbao.language import translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing
from thongbao.report.latest import as_of
from thongbao.report.marks import figure_cell, not_asked, not_stated
from thongbao.report.measures import Measure
from thongbao.report.scope import asked_rows, sum_row
from thongbao.report.share_tables import share_cell
from thongbao.report.shares import Share
from thongbao.report.tables import Cell, Line, Table, header, row, table_block
from thongbao.report.writings import Entry, briefly, tongue, written_rows

if TYPE_CHECKING:
    from thongbao.records import Form
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures

Shown = Measure | Share | Entry


def form_table(day: Day, form: FormMeasures, *columns: Shown) -> Block:
    """Show a form row by row: its figures and entries as reported, added up where there are several units.

    Args:
        form: of rows, not a list.
        columns: figures, shares and entries of the form; all figures, and for a single unit all entries, by default.

    Raises:
        NotebookInvalid: the form is a list, or a column is of another form.
    """
    t, locale, asked = translator(day.scope.locale), day.scope.locale, form.form
    if asked.lines:
        raise NotebookInvalid(f"{asked.code} is a list. Show it by report.lines_table(day, day.{asked.code}).")
    shown = columns or _all(day, asked)
    strange = next((one for one in shown if _form(one) is not asked), None)
    if strange is not None:
        raise NotebookInvalid(f"report.form_table shows one form, {asked.code}; a column is of {_form(strange).code}.")
    rows = [r.code for r in asked.rows if any(r.code in _rows(one) for one in shown)]
    rows.sort(key=lambda code: code == asked.total_row)
    if not any(_was_stated(one, code) for one in shown for code in rows if code in _rows(one)):
        return nothing(
            t("{form}: nothing was reported ({day}).").format(form=titled(day, asked), day=of_day(day, asked))
        )
    labels = {r.code: r.label.to(locale) for r in asked.rows}
    units = {one.unit for one in shown if isinstance(one, Measure)}
    head = header([t("Item"), *(_title(one, locale, bare=len(units) == 1) for one in shown)])
    lines = [
        row(labels[code], *(_cell(one, code, locale) for one in shown), total=code == asked.total_row) for code in rows
    ]
    lines += _total(day, shown, asked)
    caption = captioned(day, asked, *(units if len(units) == 1 else ()))
    return table_block(Table(caption, (head,), tuple(lines)), locale)


def titled(day: Day, form: Form) -> str:
    """Return a form's title in the reader's language."""
    return form.title.to(day.scope.locale)


def of_day(day: Day, form: Form) -> str:
    """Say of which day a form's figures are, also where it is the bulletin's own."""
    return as_of(day, form) or str(day.date)


def captioned(day: Day, form: Form, *asides: str) -> str:
    """Return the caption of a table of one form: its title, the unit and, in brackets, the day and what else is said.

    Args:
        asides: what all figures of the table are counted in, how many of them are overdue.
    """
    locale = day.scope.locale
    aside = words.parted([of_day(day, form), *asides], locale)
    return words.named(str(day.unit), words.bracketed(titled(day, form), aside, locale), locale)


def _all(day: Day, form: Form) -> tuple[Shown, ...]:
    alone = not day.scope.adds_up
    entries = [Entry(day, form, one, None) for one in form.entries] if alone and day.public is None else []
    entries = [one for one in entries if one.texts]  # days and texts may be left empty by all
    columns = [one for one in form.columns if alone or one.adds != "none"]
    return (*entries, *(Measure(day, form, column, sum_row(form, column)) for column in columns))


def _form(one: Shown) -> Form:
    return one.part.form if isinstance(one, Share) else one.form


def _rows(one: Shown) -> tuple[str, ...]:
    if isinstance(one, Entry):
        return written_rows(one.form, one.entry)
    if isinstance(one, Share):
        whole = asked_rows(one.whole.form, one.whole.column)
        return tuple(code for code in asked_rows(one.part.form, one.part.column) if code in whole)
    return asked_rows(one.form, one.column)


def _was_stated(one: Shown, code: str) -> bool:
    if isinstance(one, Entry):
        return bool(one.texts.get(code))
    if isinstance(one, Share):
        return one.units_at(code) > 0
    return one.at(code).summed.units > 0 or one.at(code).mark != SHOWN


def _title(one: Shown, locale: str, *, bare: bool) -> str:
    if isinstance(one, Entry):
        return one.entry.label.to(locale)
    if isinstance(one, Share) or bare:
        return one.whole_label if isinstance(one, Share) else one.column.label.to(locale)
    return words.counted_in(one.column.label.to(locale), one.unit, locale)


def _cell(one: Shown, code: str, locale: str) -> Cell:
    if code not in _rows(one):
        return Cell("", "text" if isinstance(one, Entry) else "number", marks=(not_asked(locale),))
    if isinstance(one, Entry):
        return _written(one, code, locale)
    return share_cell(one.at(code)) if isinstance(one, Share) else figure_cell(one.at(code), locale)


def _written(one: Entry, code: str, locale: str) -> Cell:
    """Tell a single unit's entry, of several how many stated one: what they wrote cannot be added up."""
    told, t = one.texts.get(code, {}), translator(locale)
    if one.day.public is not None:
        return Cell(t("not published"), "text")
    if one.day.scope.adds_up:
        return Cell(words.coverage(len(told), len(one.members), locale), "text")
    if not told:
        return Cell("", "text", marks=(not_stated(locale),))
    text = briefly(one.entry, next(iter(told.values())), one.day.scope.last, locale)
    return Cell(text, "text", lang=tongue(one.day, one.entry))


def _total(day: Day, shown: tuple[Shown, ...], form: Form) -> list[Line]:
    """Add a line with sums over the rows where the form has none of its own and they can be added up."""
    t, locale = translator(day.scope.locale), day.scope.locale
    added = [
        one if isinstance(one, Measure) and one.column.adds == "all" and len(_rows(one)) > 1 else None for one in shown
    ]
    if form.total_row or not any(added) or day.public is not None:
        return []
    sums = [figure_cell(Measure(day, form, one.column, None), locale) if one else Cell("–") for one in added]
    return [row(t("Sum"), *sums, total=True)]
