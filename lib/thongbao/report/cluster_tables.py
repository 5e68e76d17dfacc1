"""Clusters of cases school by school: since when, how many, which rule they meet, whether they are still watched."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from thongbao.data.clusters import rules_met
from thongbao.errors import NotebookInvalid
from thongbao.language import number, translator
from thongbao.report import words
from thongbao.report.blocks import Block, nothing
from thongbao.report.choice_tables import unpublished
from thongbao.report.form_tables import captioned, of_day, titled
from thongbao.report.line_tables import MOST_LINES, ListLine, check_list, is_closed, list_lines
from thongbao.report.marks import not_stated
from thongbao.report.tables import Cell, Line, Table, header, row, table_block
from thongbao.report.writings import briefly, tongue

if TYPE_CHECKING:
    from thongbao.records import Form
    from thongbao.report.day import Day
    from thongbao.report.form_measures import FormMeasures

ASKED = ("place", "within", "disease", "first", "last", "status")


def clusters_table(day: Day, form: FormMeasures) -> Block:
    """Show clusters that are watched before those that are closed, the latest first; with the rules of alarms.yml met.

    In a bulletin for the public there is none of it: a school and the dates of its cases point at people.

    Args:
        form: a list with the entries place, within (class or school), disease, first, last and status, and cases.

    Raises:
        NotebookInvalid: the form is no such list.
    """
    t, locale, asked = translator(day.scope.locale), day.scope.locale, form.form
    check_list(asked, "clusters_table")
    lacking = [code for code in (*ASKED, "cases") if code not in {one.code for one in asked.measured()}]
    if lacking:
        raise NotebookInvalid(
            f"report.clusters_table needs {', '.join(lacking)} in {asked.code}. "
            f"Show another list by report.lines_table(day, day.{asked.code})."
        )
    if day.public is not None:
        return nothing(unpublished(day, asked))
    sent, members = day.shown(asked.code), day.scope.members(asked)
    lines = list_lines(day, asked)
    if not sent:
        return nothing(t("{form}: no unit has ever reported one.").format(form=titled(day, asked)))
    if not lines:
        text = t("{form}: none is watched ({day}).")
        return nothing(text.format(form=titled(day, asked), day=of_day(day, asked)))
    lines.sort(key=lambda line: line.texts.get("last", ""), reverse=True)
    lines.sort(key=lambda line: is_closed(asked, line))
    units = [t("Unit name")] if day.scope.adds_up else []
    labels = {one.code: one.label.to(locale) for one in asked.measured()}
    names = [labels["place"], labels["within"], labels["disease"], labels["first"], labels["last"], labels["cases"]]
    head = header([*units, *names, t("Rule met"), labels["status"]])
    body = [_line(day, asked, line) for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        more = t("{n} more are not listed.").format(n=number(len(lines) - MOST_LINES, locale))
        body.append(row(Cell(more, "text", span=len(head.cells))))
    return table_block(Table(_caption(day, asked, lines, len(members)), (head,), tuple(body)), locale)


def _caption(day: Day, form: Form, lines: list[ListLine], of: int) -> str:
    """Say how many are watched, and of several units in how many of them."""
    t, locale = translator(day.scope.locale), day.scope.locale
    watched = [line for line in lines if not is_closed(form, line)]
    told = t("watched: {n} of {total}").format(n=number(len(watched), locale), total=number(len(lines), locale))
    where = []
    if day.scope.adds_up and watched:
        where.append(t("in {units}").format(units=words.coverage(len({line.unit for line in watched}), of, locale)))
    return captioned(day, form, told, *where)


def _line(day: Day, form: Form, line: ListLine) -> Line:
    locale, entries = day.scope.locale, {one.code: one for one in form.entries}
    told = {code: briefly(entries[code], text, day.scope.last, locale) for code, text in line.texts.items()}
    cases = line.figures.get("cases")
    place = Cell(
        told.get("place", "–"),
        "text" if day.scope.adds_up else "row",
        lang=tongue(day, entries["place"]) if "place" in told else "",
    )
    unit = [day.scope.name(line.unit)] if day.scope.adds_up else []
    names = [told.get(code, "–") for code in ("within", "disease", "first", "last")]
    counted = Cell("", marks=(not_stated(locale),)) if cases is None else Cell(words.figure(cases, locale))
    return row(
        *unit, place, *(Cell(name, "text") for name in names), counted, _rules(day, line), told.get("status", "–")
    )


def _rules(day: Day, line: ListLine) -> str:
    """Name the rules of the office that the cluster certainly meets; a dash where none is sure."""
    rules, cases = day.scope.params.alarms.rules, line.figures.get("cases")
    try:
        first, last = (date.fromisoformat(line.texts[code]) for code in ("first", "last"))
    except (KeyError, ValueError):
        return "–"
    if cases is None or last < first:
        return "–"
    span = (last - first).days + 1
    met = rules_met(rules, line.texts.get("within", ""), line.texts.get("disease", ""), int(cases), span)
    labels = {rule.code: rule.label.to(day.scope.locale) for rule in rules}
    return words.parted([labels[code] for code in met], day.scope.locale) if met else "–"
