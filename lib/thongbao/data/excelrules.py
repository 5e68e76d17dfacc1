"""The rules of a form as Excel formulas, so that a clerk sees a broken one while typing. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.params.rules import Cell, Comparison, Missing

LONGEST_TEXT = 255
"""Characters of a text inside a formula, by Excel's own limit."""

_OPERATORS = {"==": "=", "!=": "<>", "<=": "<=", "<": "<", ">=": ">=", ">": ">"}


def excel_formula(rule: Comparison, missing: Missing, message: str, places: Mapping[Cell, str]) -> str:
    """Return a formula that shows ``message`` where the rule is broken, and nothing where it holds or is skipped.

    Args:
        missing: as in the form: when the rule is skipped because cells are empty.
        places: (form, column, row) -> address, of every cell the rule names.
    """
    cells = ",".join(places[cell] for cell in rule.cells)
    enough = {"skip_if_any": f"COUNT({cells})={len(rule.cells)}", "skip_if_all": f"COUNT({cells})>0", "zero": "TRUE"}
    # Fractions are summed in binary: what differs by less than a billionth is equal, as when the report is checked.
    difference = f"ROUND({_sum(rule.left, places)}-({_sum(rule.right, places)}),9)"
    text = message[: LONGEST_TEXT - message[:LONGEST_TEXT].count('"')].replace('"', '""')
    return f'=IF({enough[missing]},IF({difference}{_OPERATORS[rule.operator]}0,"","{text}"),"")'


def _sum(terms: tuple[tuple[int, Cell], ...], places: Mapping[Cell, str]) -> str:
    """Return a side of the rule; ``N`` reads text and empty cells as 0."""
    return "".join(f"{'-' if sign < 0 else '+'}N({places[cell]})" for sign, cell in terms).removeprefix("+")
