"""The rules of a form as Excel formulas, so that a clerk sees a broken one while typing. Pure.

A check cell begins with ✓ where a rule holds, with ✗ where a report that breaks it is refused, with ! where it is taken
with a warning, and is empty where the rule is skipped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.params.rules import Cell, Comparison
    from thongbao.records import Rule

HOLDS = "✓"
MARKS = {"error": "✗", "warning": "!"}
"""What a check cell begins with where its rule is broken."""

LONGEST_TEXT = 255
"""Characters of a text inside a formula, by Excel's own limit."""

LONGEST_FORMULA = 8192
"""Characters of a formula, by Excel's own limit."""

_OPERATORS = {"==": "=", "!=": "<>", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}


def rule_formula(rule: Rule, comparison: Comparison, message: str, places: Mapping[Cell, str]) -> str:
    """Return the formula of a check cell.

    Args:
        comparison: the rule, or what it asks of one row or column.
        message: shown after the mark where the rule is broken; "" for the mark alone.
        places: (form, column, row) -> address, of every cell the rule names.
    """
    cells = ",".join(places[cell] for cell in comparison.cells)
    count = len(comparison.cells)
    enough = {"skip_if_any": f"COUNT({cells})={count}", "skip_if_all": f"COUNT({cells})>0", "zero": "TRUE"}
    # Fractions are summed in binary: what differs by less than a billionth is equal, as when the report is checked.
    difference = f"ROUND({_sum(comparison.left, places)}-({_sum(comparison.right, places)}),9)"
    broken = quoted(f"{MARKS[rule.severity]} {message}".strip())
    return f'=IF({enough[rule.missing]},IF({difference}{_OPERATORS[comparison.operator]}0,"{HOLDS}",{broken}),"")'


def gathered_formula(rule: Rule, message: str, area: str) -> str:
    """Return the formula that sums up the check cells of a rule, one per row or column, in ``area``."""
    mark = MARKS[rule.severity]
    broken = quoted(f"{mark} {message}")
    return f'=IF(COUNTIF({area},"{mark}")>0,{broken},IF(COUNTIF({area},"{HOLDS}")>0,"{HOLDS}",""))'


def quoted(text: str) -> str:
    """Return ``text`` as it stands in a formula, cut to what Excel takes."""
    cut = text[:LONGEST_TEXT]
    while len(cut) + cut.count('"') > LONGEST_TEXT:
        cut = cut[:-1]
    return '"' + cut.replace('"', '""') + '"'


def _sum(terms: tuple[tuple[int, Cell], ...], places: Mapping[Cell, str]) -> str:
    """Return a side of the rule; ``N`` reads text and empty cells as 0."""
    return "".join(f"{'-' if sign < 0 else '+'}N({places[cell]})" for sign, cell in terms).removeprefix("+")
