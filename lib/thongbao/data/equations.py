"""Rules as people read them, with the labels of a form: Total = Teachers + Students. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.language import translator
from thongbao.params.rules import parse_rule
from thongbao.params.spread import PARTS, STAR

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.params.rules import Cell
    from thongbao.records import Form, Rule

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥", "<": "<", ">": ">"}


def equation(rule: Rule, form: Form, forms: Mapping[str, Form], locale: str) -> str:
    """Return a rule of ``form`` in words.

    Args:
        forms: by code, all that the rule may name.
    """
    found = parse_rule(rule.check, form.code)
    columns = {(code, column) for code, column, _ in found.cells}
    one_column = len(columns) == 1 and found.cells[0][1] != STAR
    one_row = len({row for _, _, row in found.cells}) == 1 and not one_column

    def label(cell: Cell) -> str:
        parts = [_column(cell, forms, locale)] if cell[1] != STAR and not one_column else []
        parts += [_row(cell, forms, locale)] if cell[2] != STAR and not one_row else []
        said = " · ".join(parts)
        return said if cell[0] == form.code else f"{said} [{forms[cell[0]].title.to(locale)}]"

    def side(terms: tuple[tuple[int, Cell], ...]) -> str:
        signed = (f" {'−' if sign < 0 else '+'} {label(cell)}" for sign, cell in terms)
        return "".join(signed).removeprefix(" + ").strip()

    said = f"{side(found.left)} {SIGNS[found.operator]} {side(found.right)}"
    if not one_column:
        return said
    t = translator(locale)
    return t("{column}: {equation}").format(column=_column(found.cells[0], forms, locale), equation=said)


def _column(cell: Cell, forms: Mapping[str, Form], locale: str) -> str:
    return next((one.label.to(locale) for one in forms[cell[0]].columns if one.code == cell[1]), cell[1])


def _row(cell: Cell, forms: Mapping[str, Form], locale: str) -> str:
    t = translator(locale)
    if cell[2] == PARTS:
        return t("sum of the other rows")
    return next((one.label.to(locale) for one in forms[cell[0]].rows if one.code == cell[2]), cell[2])
