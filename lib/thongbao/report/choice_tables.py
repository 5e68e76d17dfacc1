"""Answers from closed lists: row by row of a unit, counted over units or over the lines of a list."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thongbao.errors import NotebookInvalid
from thongbao.language import number, translator
from thongbao.report import latest, words
from thongbao.report.blocks import Block, nothing, together
from thongbao.report.form_tables import captioned, of_day, titled
from thongbao.report.marks import not_asked, not_stated
from thongbao.report.tables import Cell, Table, header, row, table_block
from thongbao.report.writings import Entry, said, written_rows

if TYPE_CHECKING:
    from thongbao.records import EntryColumn, Form
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures


def choices_table(day: Day, form: FormMeasures) -> Block:
    """Show what was answered: of one unit each row's answer, of several how many units gave each.

    Units that gave no answer are counted, too. Of a list it is counted how many lines have each answer.

    Raises:
        NotebookInvalid: the form asks for no choice.
    """
    asked = form.form
    choices = [one for one in asked.entries if one.kind == "choice"]
    if not choices:
        raise NotebookInvalid(
            f"{asked.code} has no entry of kind choice. Use report.form_table(day, day.{asked.code})."
        )
    t, locale = translator(day.scope.locale), day.scope.locale
    if day.public is not None:
        return nothing(unpublished(day, asked))
    lines = latest.of_shown(day, asked, day.data.entries)
    if lines["column"].isin([one.code for one in choices]).sum() == 0:
        return nothing(
            t("{form}: nothing was reported ({day}).").format(form=titled(day, asked), day=of_day(day, asked))
        )
    if asked.lines:
        return together(*(table_block(_of_list(day, asked, one), locale) for one in choices))
    if not day.scope.adds_up:
        return table_block(_of_unit(day, asked, choices), locale)
    return together(*(table_block(_of_units(day, asked, one), locale) for one in choices))


def unpublished(day: Day, form: Form) -> str:
    """Say that a public edition does not hold what was written in a form."""
    t = translator(day.scope.locale)
    return t("{form}: what was written is not published.").format(form=titled(day, form))


def _of_unit(day: Day, form: Form, choices: list[EntryColumn]) -> Table:
    t, locale = translator(day.scope.locale), day.scope.locale
    rows = [r for r in form.rows if any(r.code in written_rows(form, one) for one in choices)]
    head = header([t("Item"), *(one.label.to(locale) for one in choices)])
    told = [Entry(day, form, one, None) for one in choices]
    lines = [row(r.label.to(locale), *(_answer(one, r.code, locale) for one in told)) for r in rows]
    return Table(captioned(day, form), (head,), tuple(lines))


def _answer(one: Entry, code: str, locale: str) -> Cell:
    if code not in written_rows(one.form, one.entry):
        return Cell("", "text", marks=(not_asked(locale),))
    text = next(iter(one.texts.get(code, {}).values()), None)
    if text is None:
        return Cell("", "text", marks=(not_stated(locale),))
    return Cell(said(one.entry, text, locale), "text")


def _of_units(day: Day, form: Form, entry: EntryColumn) -> Table:
    t, locale = translator(day.scope.locale), day.scope.locale
    one = Entry(day, form, entry, None)
    counts = {code: one.counts(code) for code in written_rows(form, entry)}
    answers = list(dict.fromkeys([*(c.code for c in entry.choices), *(c for by in counts.values() for c in by if c)]))
    labels = {r.code: r.label.to(locale) for r in form.rows}
    head = header(
        [entry.label.to(locale), *(said(entry, code, locale) for code in answers), words.begun(t("no answer"))]
    )
    lines = [
        row(labels[code], *(Cell(number(by[answer], locale)) for answer in (*answers, "")))
        for code, by in counts.items()
    ]
    units = t("number of units, of {n}").format(n=number(len(one.members), locale))
    return Table(captioned(day, form, units), (head,), tuple(lines))


def _of_list(day: Day, form: Form, entry: EntryColumn) -> Table:
    t, locale = translator(day.scope.locale), day.scope.locale
    told = Entry(day, form, entry, None).texts
    counts = Counter(text for by_unit in told.values() for text in by_unit.values())
    every = latest.of_shown(day, form, day.data.entries)[["unit", "row"]].drop_duplicates()
    counts[""] = len(every) - counts.total()
    answers = [choice.code for choice in entry.choices if counts[choice.code]]
    answers += [code for code in counts if code not in answers and counts[code]]
    head = header([entry.label.to(locale), t("Lines"), "%"])
    lines = [
        row(
            said(entry, code, locale) if code else t("no answer"),
            Cell(f"{number(counts[code], locale)}/{number(len(every), locale)}"),
            Cell(words.share(counts[code], len(every), locale)),
        )
        for code in answers
    ]
    return Table(captioned(day, form), (head,), tuple(lines))
