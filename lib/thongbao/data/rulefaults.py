"""Hold the figures of one report against the rules of its form, and put what is broken into words. Pure."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from thongbao.data.cells import Problem
from thongbao.data.faults import in_words
from thongbao.language import number
from thongbao.params.spread import spread
from thongbao.records import Same

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.data.cells import Place
    from thongbao.data.figures import Figures
    from thongbao.data.raw import RawReport
    from thongbao.params.rules import Outcome
    from thongbao.params.spread import Held
    from thongbao.records import Fault, Form, Rule

SIGNS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}


def broken_rules(form: Form, raw: RawReport, figures: Figures, file: str, locale: str) -> list[Fault]:
    """Return the broken rules that need no other form; those are looked at when the day is read together."""
    ours = {(form.code, column, row): value for (row, column), value in figures.items()}
    faults = []
    for rule, held, outcome in _broken(form, ours):
        problem = Problem("rule-broken", _place(held, raw))
        how = {"code": rule.code, "severity": rule.severity, "label": _label(held, form, locale)}
        faults.append(in_words(problem, file, locale, values=partial(_sides, rule, outcome), **how))  # type: ignore[arg-type]
    return faults


def _broken(form: Form, figures: dict[tuple[str, str, str], float]) -> Iterator[tuple[Rule, Held, Outcome]]:
    for rule, held in _own_rules(Same(form)):
        outcome = held.comparison.evaluate(figures, rule.missing)
        if outcome is not None and not outcome.holds:
            yield rule, held, outcome


@lru_cache(maxsize=64)
def _own_rules(same: Same[Form]) -> tuple[tuple[Rule, Held], ...]:
    form = same.value
    found = ((rule, held) for rule in form.rules for held in spread(rule, form))
    return tuple((rule, held) for rule, held in found if held.comparison.forms == (form.code,))


def _place(held: Held, raw: RawReport) -> Place:
    """Return the first cell of the rule that the file has: there the clerk begins to look."""
    places = {(cell.column, cell.row): cell.place for cell in raw.cells}
    return next((places[column, row] for _, column, row in held.comparison.cells if (column, row) in places), raw.place)


def _label(held: Held, form: Form, locale: str) -> str:
    """Return what people call the cell at which the rule begins."""
    _, column, row = held.comparison.cells[0]
    labels = [one.label.to(locale) for one in form.rows if one.code == row]
    return " · ".join([*labels, *(one.label.to(locale) for one in form.columns if one.code == column)])


def _sides(rule: Rule, outcome: Outcome, locale: str) -> tuple[tuple[str, str], ...]:
    left, right = outcome.left, outcome.right
    decimals = 0 if left.is_integer() and right.is_integer() else 2
    return (
        ("message", rule.message.to(locale)),
        ("left", number(left, locale, decimals)),
        ("right", number(right, locale, decimals)),
        ("operator", SIGNS.get(outcome.operator, outcome.operator)),
    )
