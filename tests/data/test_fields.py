"""Field completeness."""

from __future__ import annotations

from support.arrivals import DAY, a_form
from thongbao.data.fields import field_completeness
from thongbao.data.frames import frame


def test_cells_that_are_stated_of_those_that_are_asked() -> None:
    """``suspected`` may be left out in the form cases: 6 required cells of 10; a zero report fills them all."""
    form = a_form("cases")
    required = [(row, column) for row, column in form.cells() if column != "suspected"]
    reports = frame(["form", "unit", "day"], [("cases", unit, DAY) for unit in ("whole", "lacking", "silent")])
    lines = [("cases", "whole", DAY, row, column, 0.0) for row, column in form.cells()]
    lines += [("cases", "lacking", DAY, row, column, 1.0) for row, column in required[:-1]]
    figures = frame(["form", "unit", "day", "row", "column", "value"], lines)

    needed = field_completeness([form], reports, figures)
    asked = field_completeness([form], reports, figures, required_only=False)

    assert needed[["n", "of"]].to_numpy().tolist() == [[6, 6], [5, 6], [0, 6]]
    assert asked[["n", "of"]].to_numpy().tolist() == [[10, 10], [5, 10], [0, 10]]


def test_figures_of_reports_that_are_not_counted_do_not_count() -> None:
    """Nor do forms that nobody asked about."""
    figures = frame(["form", "unit", "day", "row", "column", "value"], [("cases", "a", DAY, "total", "confirmed", 1.0)])
    reports = frame(["form", "unit", "day"], [("other", "a", DAY)])

    assert field_completeness([a_form("cases")], reports, figures)["share"].isna().all()
