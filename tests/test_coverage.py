"""docs/coverage.md names only what there is, and leaves no row out."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from support.sample import shipped

PROJECT = Path(__file__).resolve().parents[1]
LINES = (PROJECT / "docs" / "coverage.md").read_text(encoding="utf-8").splitlines()
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES if re.match(r"\| \d+ \|", line)]
OFFICES = [shipped(office) for office in ("zhumadian", "thai-binh")]


def named(cell: str) -> list[str]:
    """Return what a cell names in code."""
    return re.findall(r"`([^`]+)`", cell)


def test_every_row_of_what_is_reported_is_there() -> None:
    """In order, each once, with all its cells."""
    assert [int(row[0]) for row in ROWS] == list(range(1, 40))
    assert {len(row) for row in ROWS} == {7}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"row {row[0]}")
def test_a_row_names_forms_figures_notebooks_and_a_test_that_exist(row: list[str]) -> None:
    """The forms are used by both offices, their figures and entries asked, the notebook shows one of the forms."""
    forms, counted, notebooks, tests = (named(cell) for cell in row[3:])

    assert notebooks
    assert tests
    for office in OFFICES:
        assert [form for form in forms if office.form(form) is None] == []
        asked = {f"{form.code}.{one.code}" for form in office.forms for one in (*form.columns, *form.entries)}
        assert [one for one in counted if one not in asked] == []
        assert {f"{one}.ipynb" for one in notebooks} <= {bulletin.notebook for bulletin in office.bulletins}
    assert {one.split(".")[0] for one in counted} == set(forms)
    shown = "".join((PROJECT / "notebooks" / f"{one}.ipynb").read_text(encoding="utf-8") for one in notebooks)
    assert [form for form in forms if f"day.{form}" not in shown] == []
    for test in tests:
        path, _, name = test.partition("::")
        functions = [node.name for node in ast.walk(ast.parse((PROJECT / path).read_text(encoding="utf-8")))
                     if isinstance(node, ast.FunctionDef)]  # fmt: skip
        assert name in functions


def test_every_form_of_the_offices_is_in_a_row() -> None:
    """No form is asked of units that nobody reads."""
    covered = {form for row in ROWS for form in named(row[3])}

    assert {form.code for office in OFFICES for form in office.forms} == covered
