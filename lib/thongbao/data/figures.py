"""Hold the figures of a report against the cells its form asks. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.cells import Place, Problem, is_blank, text
from thongbao.data.written import figure, says_nothing
from thongbao.language import number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.data.raw import RawCell, RawReport
    from thongbao.records import Column, Form

Figures = dict[tuple[str, str], float]


def check_figures(form: Form, raw: RawReport, locale: str) -> tuple[bool, Figures, list[tuple[Problem, str]]]:
    """Return whether it is a zero report, its figures, and what is wrong with them, each with the cell's label.

    Returns:
        zero: a zero report has 0 in every cell.
        figures: (row, column) -> value; what is not stated is absent.
        wrong: all problems in the order of the file, then the required cells that are empty.
    """
    asked = dict.fromkeys(form.cells())
    columns = {column.code: column for column in form.columns}
    figures: Figures = {}
    wrong: list[tuple[Problem, str]] = []
    seen: set[tuple[str, str]] = set()
    for cell in raw.cells:
        problem = _stray(form, cell, columns, asked, seen)
        here = (cell.row, cell.column)
        seen.add(here)
        if problem is None and here in asked and not is_blank(cell.value):
            value = figure(cell.value, columns[cell.column], locale)
            if isinstance(value, str):
                problem = _bad(value, cell, columns[cell.column], locale)
            else:
                figures[here] = value
        if problem is not None:
            wrong.append((problem, _label(form, here, locale)))
    zero = says_nothing(raw.nothing.value)
    if zero is None:
        wrong.append((Problem("nothing-unclear", raw.nothing.place, (("found", text(raw.nothing.value)),)), ""))
    if zero:
        return True, dict.fromkeys(asked, 0.0), wrong + _against_zero(form, raw, figures, locale)
    if not wrong or seen:
        wrong += _not_stated(form, raw, figures, {p.place for p, _ in wrong}, locale)
    return False, figures, _once(wrong)


def _stray(
    form: Form,
    cell: RawCell,
    columns: Mapping[str, Column],
    asked: Mapping[tuple[str, str], None],
    seen: set[tuple[str, str]],
) -> Problem | None:
    """Return what is wrong with where a figure stands, None where nothing is."""
    if (cell.row, cell.column) in asked:
        return Problem("cell-twice", cell.place) if (cell.row, cell.column) in seen else None
    if is_blank(cell.value):
        return None
    if cell.row not in {row.code for row in form.rows}:
        return Problem("row-unknown", cell.place, (("found", cell.row),))
    if cell.column not in columns:
        return Problem("column-unknown", cell.place, (("found", cell.column),))
    return Problem("cell-not-asked", cell.place, (("found", text(cell.value)),))


def _bad(code: str, cell: RawCell, column: Column, locale: str) -> Problem:
    limit = column.maximum if code == "too-big" else column.minimum
    return Problem(code, cell.place, (("found", text(cell.value)), ("limit", number(limit, locale))))


def _against_zero(form: Form, raw: RawReport, figures: Figures, locale: str) -> list[tuple[Problem, str]]:
    wrong = [] if form.zero_report else [(Problem("zero-not-allowed", raw.nothing.place), "")]
    for cell in raw.cells:
        here = (cell.row, cell.column)
        if figures.get(here):
            wrong.append(
                (Problem("zero-with-figures", cell.place, (("found", text(cell.value)),)), _label(form, here, locale))
            )
    return wrong


def _not_stated(
    form: Form, raw: RawReport, figures: Figures, said: set[Place], locale: str
) -> list[tuple[Problem, str]]:
    """Return a problem for every required cell without a figure, unless its place was complained of already."""
    places = {(cell.row, cell.column): cell.place for cell in raw.cells}
    required = {column.code for column in form.columns if column.required}
    return [
        (Problem("cell-empty", places.get(here, raw.place)), _label(form, here, locale))
        for here in form.cells()
        if here[1] in required and here not in figures and places.get(here) not in said
    ]


def _once(wrong: list[tuple[Problem, str]]) -> list[tuple[Problem, str]]:
    """Keep one complaint per unknown row or column: every cell of it says the same."""
    kept: dict[tuple[str, object], tuple[Problem, str]] = {}
    for problem, label in wrong:
        by_code = problem.code in {"row-unknown", "column-unknown"}
        kept.setdefault((problem.code, problem.values if by_code else (problem.place, label)), (problem, label))
    return list(kept.values())


def _label(form: Form, here: tuple[str, str], locale: str) -> str:
    """Return the labels of row and column that people see, "" where the form has no such cell."""
    rows = {row.code: row.label.to(locale) for row in form.rows}
    columns = {column.code: column.label.to(locale) for column in form.columns}
    return f"{rows[here[0]]} · {columns[here[1]]}" if here[0] in rows and here[1] in columns else ""
