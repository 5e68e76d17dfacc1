"""Shares as tables: n, N, percent and how sure it is; and unit by unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.rates import wilson
from thongbao.data.suppress import SHOWN
from thongbao.language import percent, translator
from thongbao.report import words
from thongbao.report.latest import as_of
from thongbao.report.marks import figure_cell, incomplete, not_asked, not_stated, over_whole
from thongbao.report.published import hidden_mark
from thongbao.report.tables import Cell, Line, Mark, Table, header, row, table_block

if TYPE_CHECKING:
    from thongbao.records import Group
    from thongbao.report.blocks import Block
    from thongbao.report.day import Day
    from thongbao.report.shares import Share


def shares_table(day: Day, *shares: Share) -> Block:
    """Show one line per share: n, N, percent, its 95% interval (Wilson), and how many units are in it.

    The interval says how far the share of so many could be off by chance alone; where every pupil was counted, it says
    how far the next count may differ though nothing has changed.
    """
    t, locale = translator(day.scope.locale), day.scope.locale
    head = header([t("Share"), "n", "N", "%", t("95% interval"), *([t("Units in it")] if day.scope.adds_up else [])])
    lines = tuple(_line(one, locale) for one in shares)
    days = {as_of(day, form) for one in shares for form in (one.part.form, one.whole.form)}
    caption = words.named(str(day.unit), t("Shares on {day}").format(day=_days(day, days)), locale)
    return table_block(Table(caption, (head,), lines), locale)


def _days(day: Day, found: set[str]) -> str:
    said = [one or str(day.date) for one in sorted(found)]
    return words.parted(said, day.scope.locale)


def _line(one: Share, locale: str) -> Line:
    name, missing = one.label, missing_marks(one)
    units = units_cell(one)
    if missing:
        counts = [figure_cell(measure, locale) for measure in (one.part, one.whole)]
        return row(name, *counts, Cell("", marks=missing), Cell("–"), *units)
    ratio = one.ratio
    marks = (over_whole(locale),) if ratio.over else ()
    counts = [Cell(words.figure(number, locale)) for number in (ratio.n, ratio.of)]
    return row(name, *counts, Cell(one.figure, marks=marks), Cell(_interval(one, locale)), *units)


def units_cell(one: Share) -> list[Cell]:
    """Return the cell that says how many units are in a share; none in the bulletin of a single unit."""
    scope = one.part.day.scope
    return [Cell(words.coverage(*one.units, scope.locale), "text")] if scope.adds_up else []


def _interval(one: Share, locale: str) -> str:
    """Say Wilson's interval; of hours or pieces that are not counted one by one there is none."""
    ratio = one.ratio
    whole = one.part.column.whole and one.whole.column.whole
    if ratio.share is None or ratio.over or ratio.n < 0 or not whole:
        return "–"
    low, high = wilson(ratio.n, ratio.of)
    return f"{percent(low, locale)}–{percent(high, locale)}"


def missing_marks(one: Share) -> tuple[Mark, ...]:
    """Return what stands instead of a share; nothing where there is one."""
    locale, public = one.day.scope.locale, one.day.public
    if one.hidden and public is not None:
        hidden = one.part.mark if one.part.mark != SHOWN else one.whole.mark
        return (hidden_mark(hidden, public, locale),)
    return () if one.counted else (not_stated(locale),)


def share_cell(one: Share, shade: int = 0) -> Cell:
    """Return n/N and the percent in one cell, with its marks."""
    locale, missing = one.day.scope.locale, missing_marks(one)
    if missing:
        return Cell("", marks=missing)
    marks = [over_whole(locale)] if one.ratio.over else []
    marks += [incomplete(*one.units, locale)] if one.partial else []
    return Cell(words.bracketed(one.counted, one.figure, locale), marks=tuple(marks), shade=shade)


def shares_by_unit(day: Day, *shares: Share) -> Block:
    """Show shares unit by unit, with a line for each group of units and one for all."""
    t, locale = translator(day.scope.locale), day.scope.locale
    head = header([t("Unit name"), *(one.label for one in shares)])
    lines = [row(day.scope.name(unit.code), *(_one_unit(one, unit.code) for one in shares)) for unit in day.scope.units]
    if day.scope.adds_up:
        lines += [_sum(group.label.to(locale), shares, group) for group in day.scope.groups]
        lines.append(_sum(t("All units"), shares, None))
    days = {as_of(day, form) for one in shares for form in (one.part.form, one.whole.form)}
    caption = t("Shares by unit, {day}").format(day=_days(day, days))
    return table_block(Table(caption, (head,), tuple(lines)), locale)


def _one_unit(one: Share, unit: str) -> Cell:
    if unit not in one.part.members or unit not in one.whole.members:
        return Cell("", marks=(not_asked(one.day.scope.locale),))
    return share_cell(one.only(unit))


def _sum(name: str, shares: tuple[Share, ...], group: Group | None) -> Line:
    return row(name, *(share_cell(one.of(group)) for one in shares), total=True)
