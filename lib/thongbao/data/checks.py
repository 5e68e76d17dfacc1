"""Do the figures keep the forms' rules, and do cumulatives not fall? Nothing is repaired here, only said. Pure."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.params.spread import spread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    import pandas as pd

    from thongbao.params.rules import Cell, Comparison
    from thongbao.records import Form, Rule, Severity, Text


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one rule gave.

    Attributes:
        form, rule: codes.
        left, operator, right: what was compared, e.g. 17695 <= 15075.
        units: how many units' figures were added up; 1 for a single unit.
        row, column: where a rule with ``*`` was held; "" for other rules.
    """

    form: str
    rule: str
    severity: Severity
    message: Text
    holds: bool
    left: float
    operator: str
    right: float
    units: int = 1
    row: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Fall:
    """A cumulative figure that is below an earlier one: a correction, not a negative case.

    Attributes:
        since: the last earlier day on which it was stated.
    """

    form: str
    unit: str
    day: date
    row: str
    column: str
    before: float
    after: float
    since: date


def figures_by_unit(figures: pd.DataFrame, day: date) -> dict[str, dict[Cell, float]]:
    """Return unit -> its figures of one day by (form, column, row)."""
    found: dict[str, dict[Cell, float]] = defaultdict(dict)
    of_day = figures[figures["day"] == day.isoformat()]
    columns = [of_day[name] for name in ("unit", "form", "column", "row", "value")]
    for unit, form, column, row, value in zip(*columns, strict=True):
        if not math.isnan(value):
            found[unit][form, column, row] = value
    return dict(found)


def check_unit(forms: Iterable[Form], figures: Mapping[Cell, float]) -> list[Outcome]:
    """Evaluate all rules over the figures of one unit and day, those between forms too.

    Returns:
        One outcome per rule, or per row or column of a rule with ``*``, that was not skipped for missing figures; in
        the order of the forms.
    """
    return _check(forms, lambda _comparison, _rule: (figures, 1))


def check_sums(forms: Iterable[Form], by_unit: Mapping[str, Mapping[Cell, float]]) -> list[Outcome]:
    """Evaluate all rules over the sums of several units on one day.

    Each rule adds up the same units on both sides: those that stated all of its cells, or any of them where its
    missing-value strategy lets a cell be absent. Otherwise a late form of one county would look like a contradiction.

    Args:
        by_unit: unit -> its figures, as from ``figures_by_unit``.
    """
    return _check(forms, lambda comparison, rule: _sums(comparison, rule, by_unit.values()))


def failed(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Return the outcomes whose rule does not hold, errors first."""
    return sorted((o for o in outcomes if not o.holds), key=lambda o: o.severity != "error")


def falls(forms: Sequence[Form], figures: pd.DataFrame) -> list[Fall]:
    """Return every cumulative figure that is below the one last stated before it, by form, unit, cell and day.

    Args:
        figures: form, unit, day, row, column, value; days without a figure are stepped over.
    """
    cumulative = {form.code: [c.code for c in form.columns if c.basis == "cumulative"] for form in forms}
    # Form by form, and line by line only what has fallen: a country states millions of figures.
    return [fall for form, codes in sorted(cumulative.items()) if codes for fall in _falls(figures, form, codes)]


def _falls(figures: pd.DataFrame, form: str, columns: Sequence[str]) -> list[Fall]:
    cell = ["form", "unit", "row", "column"]
    asked = (figures["form"] == form) & figures["column"].isin(columns)
    stated = figures[asked].dropna(subset="value").sort_values([*cell, "day"])
    earlier = stated.groupby(cell, sort=False)[["day", "value"]].shift()
    low = stated.assign(since=earlier["day"], before=earlier["value"])[stated["value"] < earlier["value"]]
    names = ("form", "unit", "day", "row", "column", "before", "value", "since")
    return [
        Fall(form, unit, day.date(), row, column, before, value, since.date())
        for form, unit, day, row, column, before, value, since in zip(*(low[n].tolist() for n in names), strict=True)
    ]


def _check(
    forms: Iterable[Form], figures_for: Callable[[Comparison, Rule], tuple[Mapping[Cell, float], int]]
) -> list[Outcome]:
    outcomes = []
    for form in forms:
        for rule, held in ((one, held) for one in form.rules for held in spread(one, form)):
            figures, units = figures_for(held.comparison, rule)
            found = held.comparison.evaluate(figures, rule.missing)
            if found is not None:
                about = (form.code, rule.code, rule.severity, rule.message)
                compared = (found.holds, found.left, found.operator, found.right)
                outcomes.append(Outcome(*about, *compared, units, held.row, held.column))
    return outcomes


def _sums(comparison: Comparison, rule: Rule, units: Iterable[Mapping[Cell, float]]) -> tuple[dict[Cell, float], int]:
    enough = all if rule.missing == "skip_if_any" else any
    taken = [figures for figures in units if enough(cell in figures for cell in comparison.cells)]
    sums = {
        cell: math.fsum(figures[cell] for figures in taken if cell in figures)
        for cell in comparison.cells
        if any(cell in figures for figures in taken)
    }
    return sums, len(taken)
