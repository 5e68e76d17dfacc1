"""The contract of notebooks: what stops a run, and what only `thongbao check` minds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from conftest import SMALL
from support.sample import shipped
from support.unrun import code, notebook, text
from thongbao.bulletin.contract import breaches
from thongbao.bulletin.contract_calls import Vocabulary

if TYPE_CHECKING:
    from thongbao.bulletin.contract import Breach

PARAMS = shipped("zhumadian")
KNOWN = Vocabulary(PARAMS.forms, tuple(group.code for group in PARAMS.office.groups))


def shipped() -> Any:
    """The county's notebook of the small office, to be spoilt."""
    return nbformat.read(SMALL / "notebooks" / "10_county_daily.ipynb", as_version=4)


def with_cell(cell_id: str, source: str) -> list[Breach]:
    """What is found when one cell of the county's notebook reads otherwise."""
    nb = shipped()
    next(cell for cell in nb.cells if cell.id == cell_id).source = source
    return breaches(nb, "10.ipynb", KNOWN)


def test_the_shipped_notebook_keeps_it() -> None:
    """What is right is not refused."""
    assert breaches(shipped(), "10.ipynb", KNOWN) == []


@pytest.mark.parametrize(
    ("spoilt", "cell", "said"),
    [
        (notebook(parameters=None), "", "0 cells with the tag 'parameters'"),
        (notebook(code("county = ''", "more", "parameters")), "parameters, more", "2 cells with the tag 'parameters'"),
        (notebook(sign=None), "table", "tag 'sign'"),
        (notebook(parameters='county: str = "411702"'), "parameters", "county was left as '411702'"),
        (notebook(parameters="county: str\ndate: str = ''"), "parameters", "county was left as nothing"),
        (notebook(parameters="county: str = ''"), "parameters", "no parameter 'locale'"),
        (notebook(parameters="a = 1\nb = = 2"), "parameters", "line 2"),
        (notebook(code("report.trend(day", "trend")), "trend", "not Python"),
        (notebook(text("{eval}`day.`", "words")), "words", "is not an expression"),
        (notebook(text("Now 26 cases.", "words")), "words", "The number 26 is typed"),
    ],
)
def test_what_would_make_a_wrong_bulletin_stops_a_run(spoilt: str, cell: str, said: str) -> None:
    """Each with its cell and what to do."""
    found = breaches(nbformat.reads(spoilt, as_version=4), "10.ipynb")

    assert [one for one in found if one.cell == cell and said in one.message and one.stops]


@pytest.mark.parametrize(
    ("cell", "source", "said"),
    [
        ("trend", "for m in day.measures(): report.trend(day, m)", "a loop"),
        ("trend", "print('x')", "a typed value"),
        ("trend", "print(day)", "print is no block of report"),
        ("trend", "import os", "an import"),
        ("trend", "%matplotlib inline", "a magic"),
        ("trend", "report.trned(day, day.cases.confirmed)", "Did you mean trend?"),
        ("trend", "report.trend(day.cases.confirmed)", "The first argument of report.trend is day"),
        ("trend", "report.trend(day, day.cases.confirmd)", "Did you mean confirmed?"),
        ("trend", "report.trend(day, day.case.confirmed)", "Did you mean cases?"),
        ("trend", "report.trend(day, day.cases)", "no column"),
        ("trend", "report.trend(day, day.cases.confirmed.pupils)", "has no pupils"),
        ("trend", "report.trend(day, day.cases.confirmed.change)", "has no change"),
        ("trend", "report.trend(day, cases)", "cases is not known"),
        ("trend", "report.trend(day, report.sources(day))", "Only report.together"),
        ("trend", "report.sources(" + "\n" * 16 + "day)", "more than 16 lines"),
        ("load", "from thongbao import report\nday = report.load('411702', date, locale, office)", "one way to load"),
        ("situation", "Now {eval}`day.cases.confirmd`.", "Did you mean confirmed?"),
        ("situation", "Now {eval}`day.cases.confirmed.new`.", "is a stock"),
        ("situation", "Now {eval}`1 + 1`.", "no name of day"),
        ("situation", "Now {eval}`day.unit.change`.", "is not a figure"),
        ("situation", "# Again", "level 1"),
        ("parameters", 'county = ""\ndate: str = ""\nlocale: str = ""\noffice: str = ""', "county has no type"),
        ("parameters", 'county: str = ""\ndate: str = ""\nlocale: str = ""\noffice: str = ""\nweek = 1', "week"),
    ],
)
def test_what_is_only_out_of_order_is_said_and_does_not_stop_a_run(cell: str, source: str, said: str) -> None:
    """An office's analyst may try things; what is checked in is clean."""
    found = with_cell(cell, source)

    assert [one for one in found if one.cell == cell and said in one.message]
    assert not [one for one in found if one.stops]


@pytest.mark.parametrize(
    "expression",
    ["day.unit", "day.cases.confirmed", "day.cases.confirmed.teachers.change", "day.screening.screened.new"],
)
def test_every_expression_of_the_readme_is_known(expression: str) -> None:
    """Names of day, a figure, a row of it, its change, what is new in a cumulative."""
    assert with_cell("situation", f"Now {{eval}}`{expression}`.") == []


def test_shape_and_kernel_are_looked_at() -> None:
    """Ids, order, number of cells, the kernel's name."""
    nb = shipped()
    nb.metadata.kernelspec.name = "my-env"
    nb.cells[3].id = "a1b2C3"
    nb.cells.insert(4, nb.cells.pop(0))

    said = "\n".join(map(str, breaches(nb, "10.ipynb", KNOWN)))

    assert "10.ipynb: Its kernel is my-env" in said
    assert "10.ipynb, cell 'a1b2C3': An id is words" in said
    assert "begin with title" in said
