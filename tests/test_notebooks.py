"""Every notebook keeps the contract of notebooks/README.md."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

import thongbao.bulletin
from thongbao import report

assert thongbao.bulletin  # imported first: it makes the import of nbformat quick
import nbformat  # noqa: E402

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PARAMETERS = {"county": "", "date": "", "locale": "", "office": ""}
INLINE = re.compile(r"\{eval\}`([^`]+)`")
WORD_ID = re.compile(r"[a-z]+(-[a-z0-9]+)*")
ALLOWED = (
    ast.Expression, ast.Call, ast.Attribute, ast.Name, ast.Load, ast.Constant, ast.keyword,
)  # fmt: skip


def _read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)


def _code(nb: Any) -> list[Any]:
    return [cell for cell in nb.cells if cell.cell_type == "code"]


def _tags(cell: Any) -> list[str]:
    return list(cell.metadata.get("tags", []))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request: pytest.FixtureRequest) -> Any:
    """One notebook of the project."""
    return _read(request.param)


def test_there_are_the_county_bulletin_and_the_roll_up() -> None:
    """Names begin with a number: they sort, and cannot be imported."""
    assert [path.name for path in NOTEBOOKS] == ["10_county_daily.ipynb", "90_city_rollup.ipynb"]


def test_a_notebook_is_short(notebook: Any) -> None:
    """What grows belongs into lib, where it is tested."""
    assert 8 <= len(notebook.cells) <= 14
    assert len(_code(notebook)) - 1 <= 8
    assert all(len(cell.source.splitlines()) <= 5 for cell in _code(notebook))


def test_a_notebook_is_clean(notebook: Any) -> None:
    """No outputs, no counts, no metadata of a machine; ids are words that an error can name."""
    assert set(notebook.metadata) == {"kernelspec"}
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in notebook.cells:
        assert WORD_ID.fullmatch(cell.id)
        assert set(cell.metadata) <= {"tags"}
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    nbformat.validate(notebook)


def test_the_cells_stand_in_order(notebook: Any) -> None:
    """Title, parameters, load, content, sign; two tags, once each."""
    ids = [cell.id for cell in notebook.cells]
    tagged = {tag: cell.id for cell in notebook.cells for tag in _tags(cell)}

    assert ids[:3] == ["title", "parameters", "load"]
    assert ids[-1] == "sign"
    assert "report.sources(day)" in notebook.cells[-2].source
    assert tagged == {"parameters": "parameters", "sign": "sign"}
    assert notebook.cells[0].source.startswith("# ")
    assert sum(cell.source.count("\n# ") for cell in notebook.cells if cell.cell_type == "markdown") == 0


def test_parameters_are_typed_and_empty(notebook: Any) -> None:
    """A run that did not set them dies at load, instead of making another county's bulletin."""
    body = ast.parse(_code(notebook)[0].source).body
    given = {one.target.id: ast.literal_eval(one.value) for one in body if isinstance(one, ast.AnnAssign)}  # type: ignore[union-attr, arg-type]

    assert len(given) == len(body)
    assert {name: value for name, value in given.items() if name != "production"} == PARAMETERS
    assert given.get("production", "{}") == "{}"


def test_there_is_one_import_and_one_load(notebook: Any) -> None:
    """A notebook knows nothing but report."""
    load = ast.parse(_code(notebook)[1].source).body

    assert ast.unparse(load[0]) == "from thongbao import report"
    assert re.fullmatch(r"day = report\.load\(county, date, locale, office\)", ast.unparse(load[1]))
    assert len(load) == 2


def test_every_other_cell_is_one_call_of_report(notebook: Any) -> None:
    """No logic, no subscripts, no formatting: one call, or several blocks of one call each put together."""
    for cell in _code(notebook)[2:]:
        tree = ast.parse(cell.source, mode="eval")
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]

        assert all(isinstance(node, ALLOWED) for node in ast.walk(tree)), cell.id
        assert len(calls) == 1 or ast.unparse(calls[0].func) == "report.together"
        for call in calls:
            assert isinstance(call.func, ast.Attribute)
            assert ast.unparse(call.func.value) == "report"
            assert call.func.attr in report.__all__


def test_inline_expressions_are_attributes_only(notebook: Any) -> None:
    """A number in prose is a figure by name."""
    for cell in notebook.cells:
        for expression in INLINE.findall(cell.source) if cell.cell_type == "markdown" else ():
            nodes = list(ast.walk(ast.parse(expression, mode="eval")))
            assert all(isinstance(node, (ast.Expression, ast.Attribute, ast.Name, ast.Load)) for node in nodes)


def test_no_number_is_typed_in_prose(notebook: Any) -> None:
    """Figures come from the reports; 28 is the length of the window."""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert set(re.findall(r"\d+", INLINE.sub("", cell.source))) <= {"28"}


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
    for source, text in found.items():
        assert sorted(INLINE.findall(text)) == sorted(INLINE.findall(source))
        assert re.findall(r"^#+", text, re.MULTILINE) == re.findall(r"^#+", source, re.MULTILINE)


def test_the_readme_names_every_block() -> None:
    """The contract is complete."""
    text = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in report.__all__ if name not in ("load", "inline") and f"`{name}(" not in text] == []
