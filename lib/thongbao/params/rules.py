"""Rules of a form: ``left operator right`` over reported figures. Pure.

A side is a sum or difference of cells. A cell is ``column.row`` of the rule's own form or ``form.column.row``:
``screened.total == screened.teachers + screened.students``. There are no numbers, brackets or products: what cannot
be written cannot be evaluated, and nothing here ever runs text as code. How ``*`` and ``parts`` become cells is told
in ``params/spread.py``.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Cell = tuple[str, str, str]
"""Form, column, row."""

Operator = Literal["==", "!=", "<=", "<", ">=", ">"]
Missing = Literal["skip_if_any", "skip_if_all", "zero"]

_TOKEN = re.compile(r"\s+|(?P<cell>[A-Za-z_*][\w.*]*)|(?P<compare>==|!=|<=|>=|<|>)|(?P<sign>[+-])", re.ASCII)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_CODE = re.compile(r"[a-z][a-z0-9_]{0,31}|\*", re.ASCII)
_EXAMPLE = "e.g. total.all == total.boys + total.girls"


class RuleInvalid(ValueError):
    """A rule could not be read.

    Attributes:
        position: where in the text, counted in characters from 1.
    """

    def __init__(self, message: str, position: int) -> None:
        self.position = position
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule gave for one unit and day.

    Attributes:
        holds: the figures keep the rule.
        left: value of the left side.
        right: value of the right side.
        operator: one of == != <= < >= >.
    """

    holds: bool
    left: float
    right: float
    operator: Operator


@dataclass(frozen=True, slots=True)
class Comparison:
    """A rule that was read: two signed sums of cells and the operator between them.

    Attributes:
        left: (sign, cell) of each term, sign 1 or -1; at least one.
        right: as ``left``.
    """

    left: tuple[tuple[int, Cell], ...]
    operator: Operator
    right: tuple[tuple[int, Cell], ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every (form, column, row) the rule names, once each, in the order of the text."""
        return tuple(dict.fromkeys(cell for _, cell in (*self.left, *self.right)))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form the rule names, once each."""
        return tuple(dict.fromkeys(form for form, _, _ in self.cells))

    def evaluate(self, figures: Mapping[Cell, float], missing: Missing = "skip_if_any") -> Outcome | None:
        """Compare the two sides over ``figures`` of one unit and day.

        Args:
            figures: the stated figures by (form, column, row); an absent one was not stated.
            missing: ``skip_if_any`` figure is not stated, ``skip_if_all`` are not, or read them as ``zero``.

        Returns:
            None where the rule was skipped.
        """
        stated = [cell in figures for _, cell in (*self.left, *self.right)]
        if (missing == "skip_if_any" and not all(stated)) or (missing == "skip_if_all" and not any(stated)):
            return None
        left = math.fsum([sign * figures.get(cell, 0) for sign, cell in self.left])
        right = math.fsum([sign * figures.get(cell, 0) for sign, cell in self.right])
        return Outcome(_holds(left, self.operator, right), left, right, self.operator)


@lru_cache(maxsize=1000)
def parse_rule(check: str, form: str) -> Comparison:
    """Read the text of a rule.

    Args:
        check: e.g. ``"confirmed.total <= isolation.hospital_now.total"``.
        form: code of the form the rule stands in; cells without a form belong to it.

    Raises:
        RuleInvalid: with the position of what could not be read.
    """
    sides: list[list[tuple[int, Cell]]] = [[]]
    operator: Operator | None = None
    sign = 1
    wants_cell = True
    for kind, text, position in _tokens(check):
        if wants_cell != (kind == "cell"):
            wanted = "a cell such as column.row" if wants_cell else "+, - or a comparison"
            raise RuleInvalid(f"“{text}” was found where {wanted} must stand", position)
        wants_cell = kind != "cell"
        if kind == "cell":
            sides[-1].append((sign, _cell(text, form, position)))
        elif kind == "sign":
            sign = 1 if text == "+" else -1
        elif operator is not None:
            raise RuleInvalid("a rule has one comparison only; write two rules", position)
        else:
            operator, sign = cast("Operator", text), 1
            sides.append([])
    if wants_cell:
        raise RuleInvalid("the rule ends where a cell such as column.row must stand", len(check) + 1)
    if operator is None:
        raise RuleInvalid(f"a rule needs one of == != <= < >= >, {_EXAMPLE}", len(check) + 1)
    return Comparison(tuple(sides[0]), operator, tuple(sides[1]))


def _tokens(check: str) -> Iterator[tuple[str, str, int]]:
    """Yield (kind, text, position from 1) of each part of a rule."""
    at = 0
    while at < len(check):
        found = _TOKEN.match(check, at)
        if found is None:
            wrong = check[at]
            raise RuleInvalid(f"“{wrong}” cannot stand in a rule; write sums of cells, {_EXAMPLE}", at + 1)
        at = found.end()
        if found.lastgroup:
            yield found.lastgroup, found[0], found.start() + 1


def _cell(text: str, form: str, position: int) -> Cell:
    parts = text.split(".")
    forms_are_named = all(_NAME.fullmatch(part) for part in parts[:-2])
    if len(parts) not in (2, 3) or not forms_are_named or not all(_CODE.fullmatch(part) for part in parts[-2:]):
        raise RuleInvalid(f"“{text}” is not a cell; write column.row or form.column.row", position)
    column, row = parts[-2:]
    return (form if len(parts) == 2 else parts[0], column, row)


def _holds(left: float, operator: Operator, right: float) -> bool:
    # Fractions such as hours are summed in binary: 0.1 + 0.2 must equal 0.3.
    equal = math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-9)
    if operator in ("==", "<=", ">="):
        return equal or (operator == "<=" and left < right) or (operator == ">=" and left > right)
    return not equal and (operator == "!=" or (operator == "<" and left < right) or (operator == ">" and left > right))
