"""A rule with * or parts is held in every row or column that asks its cells."""

from __future__ import annotations

import pytest

from support.everyform import same
from thongbao.params.rules import RuleInvalid
from thongbao.params.spread import spread
from thongbao.records import Column, Form, Row, Rule


def a_form(columns: dict[str, tuple[str, ...]], total: str | None = "total") -> Form:
    rows = ("boys", "girls", "total")
    return Form(
        code="f", version="1", title=same("f"), filled_by=("county",), cut_off="17:00", total_row=total,
        rows=tuple(Row(code=row, label=same(row)) for row in rows),
        columns=tuple(Column(code=c, label=same(c), unit=same("u"), basis="stock", rows=r) for c, r in columns.items()),
    )  # fmt: skip


def held(check: str, form: Form) -> list[tuple[str, str, list[str], list[str]]]:
    rule = Rule(code="r", check=check, message=same("m"))
    found = []
    for one in spread(rule, form):
        sides = [[f"{c}.{r}" for _, (_, c, r) in side] for side in (one.comparison.left, one.comparison.right)]
        found.append((one.row, one.column, *sides))
    return found  # type: ignore[return-value]


def test_a_star_for_the_row_is_every_row_that_asks_all_cells() -> None:
    """b is not asked of girls, so the rule is not held there."""
    form = a_form({"a": (), "b": ("boys", "total")})

    assert held("a.* <= b.*", form) == [
        ("boys", "", ["a.boys"], ["b.boys"]),
        ("total", "", ["a.total"], ["b.total"]),
    ]


def test_a_star_for_the_column_is_every_column_that_has_a_total_and_parts() -> None:
    """A column of the total alone has nothing to add up, one without a total nothing to compare."""
    form = a_form({"a": (), "alone": ("total",), "parts_only": ("boys", "girls"), "b": ("girls", "total")})

    assert held("*.total == *.parts", form) == [
        ("", "a", ["a.total"], ["a.boys", "a.girls"]),
        ("", "b", ["b.total"], ["b.girls"]),
    ]


def test_parts_without_a_total_row_are_all_rows() -> None:
    """They can be compared with a figure that stands elsewhere."""
    form = a_form({"a": (), "b": ("total",)}, total=None)

    assert held("b.total >= a.parts", form) == [("", "", ["b.total"], ["a.boys", "a.girls", "a.total"])]


def test_a_row_that_is_called_parts_is_that_row() -> None:
    """A word of ours does not take a name from an office."""
    form = a_form({"a": ()})
    form = form.model_copy(update={"rows": (*form.rows, Row(code="parts", label=same("spare parts")))})

    assert held("a.total >= a.parts", form) == [("", "", ["a.total"], ["a.parts"])]


@pytest.mark.parametrize(
    "check", ["*.* == *.total", "a.total <= g.a.*", "g.a.parts >= a.total", "*.a.total == a.total"]
)
def test_what_a_star_cannot_stand_for_is_said(check: str) -> None:
    """Rows and columns at once, another form's cells, and forms."""
    with pytest.raises(RuleInvalid):
        held(check, a_form({"a": ()}))
