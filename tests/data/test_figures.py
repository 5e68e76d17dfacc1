"""The figures of a report are held against the cells its form asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.sample import shipped
from thongbao.data.cells import Place
from thongbao.data.figures import Content, check_figures
from thongbao.data.raw import Found, RawCell, RawReport

FORM = next(f for f in shipped("zhumadian").forms if f.code == "cases")


def _raw(values: dict[tuple[str, str], float], nothing: str | None = None) -> RawReport:
    cells = [RawCell(row, column, value, Place(line=n)) for n, ((row, column), value) in enumerate(values.items(), 2)]
    return RawReport(
        Place(), Found("cases"), Found("411702"), Found("2020-02-19"), tuple(cells), nothing=Found(nothing)
    )


@given(st.fixed_dictionaries({here: st.integers(0, 10_000).map(float) for here in FORM.cells()}))
def test_whole_figures_in_range_are_kept_as_they_are(values: dict[tuple[str, str], float]) -> None:
    """Nothing is repaired, filled or guessed."""
    assert check_figures(FORM, _raw(values), "zh_Hans") == Content(zero=False, figures=values)


@given(here=st.sampled_from(FORM.cells()), value=st.integers(1, 10_000))
def test_a_zero_report_with_a_figure_names_that_cell(here: tuple[str, str], value: int) -> None:
    """One of the two must be wrong, and only the unit knows which."""
    found = check_figures(FORM, _raw({here: float(value)}, "yes"), "zh_Hans")

    assert found.zero
    assert [(problem.code, problem.place.line) for problem, _ in found.wrong] == [("zero-with-figures", 2)]


def test_a_form_that_is_always_filled_takes_no_zero_report() -> None:
    """Whether "nothing to report" may be said is the form's to say."""
    form = FORM.model_copy(update={"zero_report": False})
    found = check_figures(form, _raw({}, "yes"), "zh_Hans")

    assert [problem.code for problem, _ in found.wrong] == ["zero-not-allowed"]
