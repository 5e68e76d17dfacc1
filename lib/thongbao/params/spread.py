"""Rules that speak of many cells at once: ``attended.* <= due.*`` and ``*.total == *.parts``. Pure.

``*`` in the place of the row holds the rule in every row that asks all of its cells, in the place of the column in
every such column. ``parts`` is the sum of all rows of a column but the total. Both are for cells of the rule's own
form.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from thongbao.params.rules import Comparison, RuleInvalid, parse_rule
from thongbao.records import Same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.params.rules import Cell
    from thongbao.records import Form, Rule

PARTS = "parts"
STAR = "*"


@dataclass(frozen=True, slots=True)
class Held:
    """One comparison that a rule asks for.

    Attributes:
        row, column: what ``*`` stands for here; "" where the rule has none.
    """

    comparison: Comparison
    row: str = ""
    column: str = ""


def spread(rule: Rule, form: Form) -> tuple[Held, ...]:
    """Return every comparison that a rule of ``form`` asks for, in the order of the sheet.

    Raises:
        RuleInvalid: the rule could not be read.
    """
    return _spread(rule.check, Same(form))


@lru_cache(maxsize=4096)
def _spread(check: str, same: Same[Form]) -> tuple[Held, ...]:
    form = same.value
    written = parse_rule(check, form.code)
    by_row, by_column = _stars(written, form.code)
    asked = frozenset(form.cells())
    if by_row:
        made = [Held(found, row=row.code) for row in form.rows if (found := _at(written, form, asked, row=row.code))]
    elif by_column:
        columns = (column.code for column in form.columns)
        made = [Held(found, column=code) for code in columns if (found := _at(written, form, asked, column=code))]
    else:
        return (Held(_filled(written, form, "", "")),)
    return tuple(made)


def _stars(written: Comparison, form: str) -> tuple[bool, bool]:
    rows = columns = False
    for other, column, row in written.cells:
        if other != form and (STAR in (column, row) or row == PARTS):
            raise RuleInvalid("* and parts can stand for cells of the rule's own form only", 1)
        rows, columns = rows or row == STAR, columns or column == STAR
    if rows and columns:
        raise RuleInvalid("* can stand for rows or for columns, not for both in one rule", 1)
    return rows, columns


def _at(
    written: Comparison, form: Form, asked: frozenset[tuple[str, str]], *, row: str = "", column: str = ""
) -> Comparison | None:
    """Return the rule in one row or column, None where that does not ask all of its cells."""
    found = _filled(written, form, row, column)
    ours = [cell for cell in found.cells if cell[0] == form.code]
    starred = [cell for cell in ours if row in ("", cell[2]) and column in ("", cell[1])]
    return found if found.left and found.right and all((r, c) in asked for _, c, r in starred) else None


def _filled(written: Comparison, form: Form, row: str, column: str) -> Comparison:
    """Put codes in the place of ``*`` and of ``parts``."""

    def side(terms: Iterable[tuple[int, Cell]]) -> tuple[tuple[int, Cell], ...]:
        return tuple((sign, cell) for sign, told in terms for cell in _cells(told, form, row, column))

    return Comparison(side(written.left), written.operator, side(written.right))


def _cells(told: Cell, form: Form, row: str, column: str) -> list[Cell]:
    code, c, r = told
    c, r = column if c == STAR else c, row if r == STAR else r
    if r != PARTS or code != form.code or any(one.code == PARTS for one in form.rows):
        return [(code, c, r)]
    return [(code, c, one) for one, asked in form.cells() if asked == c and one != form.total_row]
