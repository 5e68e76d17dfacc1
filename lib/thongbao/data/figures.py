"""Hold the figures and entries of a report against the cells its form asks. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from thongbao.data.asked import Asked, asked_of
from thongbao.data.cells import Problem, is_blank, text
from thongbao.data.entered import entered, expected
from thongbao.data.written import figure, says_nothing
from thongbao.language import number
from thongbao.records import Column, Same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.data.raw import RawCell, RawReport
    from thongbao.records import EntryColumn, Form

Here = tuple[str, str]
"""Row and column."""

Figures = dict[Here, float]
Entries = dict[Here, str]
Wrong = list[tuple[Problem, str]]
"""Each problem with the label of its cell, "" where it is of none."""


@dataclass(slots=True)
class Content:
    """What a report says, and what is wrong with how it says it.

    Attributes:
        zero: nothing to report: 0 in every figure that this says something about, no line in a list.
        figures: (row, column) -> value; what is not stated is absent.
        entries: (row, entry) -> what was written: a choice as its code, days and moments as ISO 8601.
        wrong: in the order of the file, then what is not there and should be.
    """

    zero: bool = False
    figures: Figures = field(default_factory=dict)
    entries: Entries = field(default_factory=dict)
    wrong: Wrong = field(default_factory=list)


def check_figures(form: Form, raw: RawReport, locale: str) -> Content:
    """Read the cells of a report.

    Args:
        locale: of the office; says how numbers and days may be written, and the language of labels.
    """
    asked, found = _asked(Same(form)), Content()
    seen: dict[Here, RawCell] = {}
    for cell in raw.cells:
        row, column, value, _ = cell
        here, problem = (row, column), None
        one = asked.cells.get(here)
        if one is None or here in seen:
            problem = _stray(asked, cell)
        elif not is_blank(value):
            problem = _read(found, one, cell, locale)
        seen[here] = cell
        if problem is not None:
            found.wrong.append((problem, asked.label(here, locale)))
    zero = says_nothing(raw.nothing.value)
    if zero is None:
        found.wrong.append((Problem("nothing-unclear", raw.nothing.place, (("found", text(raw.nothing.value)),)), ""))
    if zero:
        return _zeroed(asked, raw, found, locale)
    if not found.wrong or seen:
        said = {problem.place for problem, _ in found.wrong}
        lacking = _lacking(asked, raw, found, seen, locale)
        found.wrong += [(problem, label) for problem, label in lacking if problem.place not in said or not label]
    found.wrong = _once(found.wrong)
    return found


@lru_cache(maxsize=64)
def _asked(same: Same[Form]) -> Asked:
    return asked_of(same.value)


def _stray(asked: Asked, cell: RawCell) -> Problem | None:
    """Return what is wrong with a cell that is not asked, or was there before; None where nothing is."""
    if (cell.row, cell.column) in asked.cells:
        return Problem("cell-twice", cell.place)
    if is_blank(cell.value):
        return None
    if cell.row not in asked.rows:
        return Problem("row-unknown", cell.place, (("found", cell.row),))
    if cell.column not in asked.columns:
        return Problem("column-unknown", cell.place, (("found", cell.column),))
    return Problem("cell-not-asked", cell.place, (("found", text(cell.value)),))


def _read(found: Content, asked: Column | EntryColumn, cell: RawCell, locale: str) -> Problem | None:
    """Keep what stands in a cell that is asked; return what is wrong with it, None where nothing is."""
    here = (cell.row, cell.column)
    value = figure(cell.value, asked, locale) if isinstance(asked, Column) else ""
    if type(value) is float:
        found.figures[here] = value
        return None
    if not isinstance(asked, Column):
        said, code = entered(cell.value, asked, locale)
        if code:
            return Problem(code, cell.place, (("found", text(cell.value)), ("expected", expected(asked, locale))))
        found.entries[here] = said
        return None
    limit = asked.maximum if value == "too-big" else asked.minimum
    return Problem(str(value), cell.place, (("found", text(cell.value)), ("limit", number(limit, locale))))


def _zeroed(asked: Asked, raw: RawReport, found: Content, locale: str) -> Content:
    """Make a zero report; what stands beside "nothing to report" and contradicts it is wrong."""
    if not asked.form.zero_report:
        found.wrong.append((Problem("zero-not-allowed", raw.nothing.place), ""))
    for cell in raw.cells:
        here = (cell.row, cell.column)
        if (here in asked.zeroed and found.figures.get(here)) or (asked.form.lines and here in found.entries):
            problem = Problem("zero-with-figures", cell.place, (("found", text(cell.value)),))
            found.wrong.append((problem, asked.label(here, locale)))
    zeros = {} if asked.form.lines else dict.fromkeys(asked.zeroed, 0.0)
    found.zero, found.figures = True, found.figures | zeros
    return found


def _lacking(
    asked: Asked, raw: RawReport, found: Content, seen: dict[Here, RawCell], locale: str
) -> Iterator[tuple[Problem, str]]:
    """Yield a problem for every cell that must be filled in and is not, and for lines that are there twice."""
    stated = found.figures.keys() | found.entries.keys()
    if asked.plain and stated.issuperset(asked.required):
        return
    begun = {row for (row, _), cell in seen.items() if not is_blank(cell.value)}
    for here, code in asked.lacking(found.entries, stated, begun):
        place = seen[here].place if here in seen else raw.place
        one = asked.cells[here]
        values = () if isinstance(one, Column) else (("expected", expected(one, locale)),)
        yield Problem(code, place, values), asked.label(here, locale)
    if asked.only_optional and not begun:
        yield Problem("lines-empty", raw.place), ""
    for here, first in asked.twice(found.entries):
        yield Problem("line-twice", seen[here].place, (("expected", first),)), asked.label(here, locale)


def _once(wrong: Wrong) -> Wrong:
    """Keep one complaint per unknown row or column: every cell of it says the same."""
    kept: dict[tuple[str, object], tuple[Problem, str]] = {}
    for problem, label in wrong:
        by_code = problem.code in {"row-unknown", "column-unknown"}
        kept.setdefault((problem.code, problem.values if by_code else (problem.place, label)), (problem, label))
    return list(kept.values())
