"""Every notebook keeps the contract of notebooks/README.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import thongbao.bulletin
from support.sample import shipped
from thongbao import report
from thongbao.bulletin.contract import breaches
from thongbao.bulletin.contract_calls import Vocabulary
from thongbao.bulletin.contract_names import REPORT
from thongbao.bulletin.translated import translation_breaches

assert thongbao.bulletin  # imported first: it makes the import of nbformat quick
import nbformat  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PARAMS = shipped("zhumadian")


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Any:
    """One notebook of the project."""
    return _read(request.param)


def test_there_is_a_notebook_for_each_kind_of_bulletin() -> None:
    """Names begin with a number: they sort, and cannot be imported. Both sample offices use them all."""
    names = ["10_county_daily", "20_online_learning", "25_devices_and_network", "30_training_centres_and_schools",
             "40_duty_and_remote_work", "50_directive_follow_up", "90_city_rollup", "95_weekly_digest"]  # fmt: skip
    thai_binh = shipped("thai-binh")

    assert [path.stem for path in NOTEBOOKS] == names
    for params in (PARAMS, thai_binh):
        assert {bulletin.notebook for bulletin in params.bulletins} == {path.name for path in NOTEBOOKS}


def test_a_notebook_keeps_the_contract(notebook: Any) -> None:
    """The rules are those that `thongbao check` holds every office's notebooks against."""
    groups = tuple(group.code for group in PARAMS.office.groups)

    assert breaches(notebook, "notebook", Vocabulary(PARAMS.forms, groups)) == []
    # The digest says what its figures are nowhere else but in the bulletins that it sums up: it has no room.
    assert "report.sources(day)" in notebook.cells[-2].source or "report.digest(" in notebook.cells[-2].source


def test_a_notebook_is_clean(notebook: Any) -> None:
    """No outputs, no counts, no metadata of a machine: a run does not mind them, a diff does."""
    assert set(notebook.metadata) == {"kernelspec"}
    for cell in notebook.cells:
        assert set(cell.metadata) <= {"tags"}
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    nbformat.validate(notebook)


def test_the_contract_knows_what_report_has() -> None:
    """The part of the house that holds notebooks against it may not import report."""
    assert sorted(REPORT) == sorted(report.__all__)


@pytest.mark.parametrize("locale", ["zh_Hans", "vi"])
def test_every_cell_is_translated_with_the_same_expressions(locale: str) -> None:
    """One notebook serves all languages; a translation loses no number and keeps the headings."""
    cells = {cell.source for path in NOTEBOOKS for cell in _read(path).cells if cell.cell_type == "markdown"}
    with (FOLDER / "locale" / locale / "notebooks.po").open("rb") as file:
        catalog = read_po(file, locale=locale)
    found = {str(m.id): str(m.string) for m in catalog if m.id}

    assert set(found) == cells
    assert not [m.id for m in catalog if m.id and (m.fuzzy or not m.string)]
    assert not catalog.obsolete
    for path in NOTEBOOKS:
        assert translation_breaches(_read(path), path.name, found, locale) == []


def test_the_readme_names_every_block() -> None:
    """The contract is complete."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in report.__all__ if name not in ("load", "inline") and f"`{name}(" not in text] == []
