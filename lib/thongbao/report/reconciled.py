"""Figures of one thing that stand in two places: side by side, over the units that stated both. None is repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.suppress import SHOWN
from thongbao.errors import NotebookInvalid
from thongbao.language import percent, translator
from thongbao.report import words
from thongbao.report.blocks import Block, flags, together
from thongbao.report.latest import as_of
from thongbao.report.marks import figure_cell, incomplete, not_stated, over_whole
from thongbao.report.measures import Measure
from thongbao.report.share_tables import missing_marks, share_cell, units_cell
from thongbao.report.tables import Cell, Line, Mark, Table, header, row, table_block

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.report.blocks import FlagClass
    from thongbao.report.day import Day
    from thongbao.report.shares import Share

NAMED = 12
"""So many units whose figures differ are named; more are counted."""


def reconciliation(day: Day, *pairs: Share) -> Block:
    """Hold figures of two forms against each other: both, their difference, and which units state different ones.

    Which of the two is right nobody can tell from here: both are shown as reported.

    Args:
        pairs: one figure as a share of the other, e.g. ``day.cases.confirmed.share_of.health_authority.confirmed``.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    names = [t("Figure"), t("Held against"), "n", "N", t("Difference, n − N"), "%"]
    names += [t("Units compared")] if day.scope.adds_up else []
    lines = tuple(_pair(one, locale) for one in pairs)
    caption = words.named(str(day.unit), t("The same in two places ({day})").format(day=_days(day, pairs)), locale)
    shown = table_block(Table(caption, (header(names),), lines), locale)
    return together(shown, flags([_apart(day, one) for one in pairs])) if day.public is None else shown


def _days(day: Day, pairs: Sequence[Share]) -> str:
    days = dict.fromkeys(as_of(day, form) or str(day.date) for p in pairs for form in (p.part.form, p.whole.form))
    return words.parted(list(days), day.scope.locale)


def _named(one: Measure) -> str:
    locale = one.day.scope.locale
    return words.of_form(one.form.title.to(locale), one.label, locale)


def _pair(one: Share, locale: str) -> Line:
    missing, units = missing_marks(one), units_cell(one)
    names = (Cell(_named(one.part), "row"), Cell(_named(one.whole), "text"))
    if missing:
        counts = [figure_cell(measure, locale) for measure in (one.part, one.whole)]
        return row(*names, *counts, Cell("", marks=missing), Cell("–"), *units)
    ratio = one.ratio
    counts = [Cell(words.figure(value, locale)) for value in (ratio.n, ratio.of)]
    marks = (over_whole(locale),) if ratio.over else ()
    return row(*names, *counts, Cell(words.signed(ratio.n - ratio.of, locale)), Cell(one.figure, marks=marks), *units)


def _apart(day: Day, one: Share) -> tuple[FlagClass, str]:
    """Say in how many units the two figures differ, and by how much."""
    t, locale = translator(day.scope.locale), day.scope.locale
    both = one.by_unit
    names = {"a": _named(one.part), "b": _named(one.whole)}
    if both.empty:
        return "missing", t("{a}, and {b}: not compared, as no unit stated both.").format(**names)
    by = (both["n"] - both["of"])[both["n"] != both["of"]]
    if by.empty:
        return "ok", t("{a}, and {b}: alike in all units compared.").format(**names)
    if not day.scope.adds_up:
        text = t("{a}, and {b}: different by {difference}.")
        return "late", text.format(difference=words.signed(float(by.iloc[0]), locale), **names)
    told = [words.bracketed(day.scope.name(str(u)), words.signed(float(v), locale), locale) for u, v in by.items()]
    text = t("{a}, and {b}: different in {units}.")
    return "late", text.format(units=words.enumerated(told, NAMED, locale), **names)


def gap(day: Day, *shown: Share | Measure) -> Block:
    """Show parts that do not overlap and what they are together, against each of several wholes.

    The same gap is another share of another denominator: all that are meant stand side by side. What is given without a
    whole is held against the sum of the parts.

    Args:
        shown: shares of one form; measures, e.g. of devices where the parts are pupils who lack one.

    Raises:
        NotebookInvalid: there is no share among them.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    shares = [one for one in shown if not isinstance(one, Measure)]
    if not shares:
        raise NotebookInvalid("report.gap needs a share, e.g. day.devices.no_both.share_of.online_learning.due_online.")
    parts = list({_key(one.part): one.part for one in shares}.values())
    wholes = list({_key(one.whole): one.whole for one in shares}.values())
    by_cell = {(_key(one.part), _key(one.whole)): one for one in shares}
    head = header(
        [
            t("Group"),
            t("Number"),
            *(t("Of {whole}").format(whole=words.inside(whole.label, locale)) for whole in wholes),
        ]
    )
    lines = []
    for part in parts:
        given = [by_cell.get((_key(part), _key(whole))) for whole in wholes]
        cells = [share_cell(one) if one else Cell("–") for one in given]
        lines.append(row(part.label, figure_cell(part, locale), *cells))
    summed = _summed(parts)
    lines.append(_together(parts, wholes, summed, locale))
    blank = [Cell("–") for _ in wholes]
    for one in shown:
        if isinstance(one, Measure):
            lines.append(row(words.counted_in(one.label, one.unit, locale), figure_cell(one, locale), *blank))
            lines.append(row(t("Difference from the sum"), _difference(parts, one, locale), *blank))
    caption = words.named(
        str(day.unit), words.bracketed(parts[0].form.title.to(locale), _days(day, shares), locale), locale
    )
    return table_block(Table(caption, (head,), tuple(lines)), locale)


def _key(one: Measure) -> tuple[str, str, str | None]:
    return one.form.code, one.column.code, one.row


def _summed(parts: Sequence[Measure]) -> tuple[float | None, set[str]]:
    """Add up the parts over the units that stated all; None where none did or one is hidden."""
    if any(one.mark != SHOWN for one in parts):
        return None, set()
    if parts[0].day.public is not None:
        values = [one.value for one in parts]
        alike = len({one.summed.units for one in parts}) == 1
        return (sum(v for v in values if v is not None) if alike and None not in values else None), set()
    units = set.intersection(*({str(unit) for unit in one.stated.index} for one in parts))
    return (float(sum(one.stated[list(units)].sum() for one in parts)) if units else None), units


def _sum_mark(locale: str) -> Mark:
    t = translator(locale)
    return Mark("d", t("derived: the sum of the lines above"))


def _together(
    parts: Sequence[Measure], wholes: Sequence[Measure], summed: tuple[float | None, set[str]], locale: str
) -> Line:
    t, (value, units) = translator(locale), summed
    name = t("Together")
    if value is None:
        return row(name, Cell("", marks=(not_stated(locale),)), *(Cell("–") for _ in wholes), total=True)
    marks = [_sum_mark(locale)]
    due = parts[0].due
    marks += [incomplete(len(units), due, locale)] if units and len(units) < due else []
    cells = [_of_whole(parts, whole, units, locale) for whole in wholes]
    return row(name, Cell(words.figure(value, locale), marks=tuple(marks)), *cells, total=True)


def _of_whole(parts: Sequence[Measure], whole: Measure, units: set[str], locale: str) -> Cell:
    """Say which share of a whole the parts are, over the units that stated all of them and it."""
    if whole.day.public is not None:
        values = [one.value for one in (*parts, whole)]
        if None in values or any(one.mark != SHOWN for one in (*parts, whole)):
            return Cell("–")
        n, of, held = sum(v or 0 for v in values[:-1]), values[-1] or 0.0, {""}
    else:
        held = units & {str(unit) for unit in whole.stated.index}
        n = float(sum(one.stated[list(held)].sum() for one in parts))
        of = float(whole.stated[list(held)].sum())
    if not held or not of:
        return Cell("–")
    counted = f"{words.figure(n, locale)}/{words.figure(of, locale)}"
    marks = [_sum_mark(locale)] + ([over_whole(locale)] if n > of else [])
    marks += [incomplete(len(held), whole.due, locale)] if held != {""} and len(held) < whole.due else []
    return Cell(words.bracketed(counted, percent(n / of, locale), locale), marks=tuple(marks))


def _difference(parts: Sequence[Measure], one: Measure, locale: str) -> Cell:
    """Say by how much a figure differs from the sum of the parts, over the units that stated all."""
    value, units = _summed([*parts, one])
    if value is None or one.value is None:
        return Cell("", marks=(not_stated(locale),))
    mine = one.value if one.day.public is not None else float(one.stated[list(units)].sum())
    return Cell(words.signed(mine - (value - mine), locale), marks=(_sum_mark(locale),))
