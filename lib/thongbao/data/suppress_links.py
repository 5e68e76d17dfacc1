"""Columns that a rule ties together: of which one is hidden, all are, or the rule would give it back. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from thongbao.data.suppress import COVER, SHOWN
from thongbao.params.rules import parse_rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from thongbao.data.suppress import Floats, Marks
    from thongbao.records import Form


class Hidden(Protocol):
    """One cell of a form: figures and marks of days x units, and marks of area -> days."""

    values: Floats
    units: Marks
    areas: dict[str, Marks]


def linked(form: Form) -> list[list[str]]:
    """Return the groups of columns between which a rule of the form says that sums are equal."""
    groups = [{column.code} for column in form.columns]
    for rule in form.rules:
        comparison = parse_rule(rule.check, form.code)
        if comparison.operator != "==":
            continue
        tied = {column for code, column, _ in comparison.cells if code == form.code and column != "*"}
        joined = [group for group in groups if group & tied]
        groups = [group for group in groups if not group & tied] + ([set().union(*joined)] if joined else [])
    return [[column.code for column in form.columns if column.code in group] for group in groups if len(group) > 1]


def spread(columns: Sequence[Mapping[str, Hidden]]) -> None:
    """Hide in all columns what is hidden in one of them: of the same unit, and of the same area, on the same day."""
    cells = [cell for column in columns for cell in column.values()]
    units = np.any([cell.units != SHOWN for cell in cells], axis=0)
    areas = {name: np.any([cell.areas[name] != SHOWN for cell in cells], axis=0) for name in cells[0].areas}
    for cell in cells:
        cell.units[(cell.units == SHOWN) & units & ~np.isnan(cell.values)] = COVER
        for name, hidden in areas.items():
            cell.areas[name][(cell.areas[name] == SHOWN) & hidden] = COVER
