"""The notebook that is run: checked, translated, and asked for its inline values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest

from support.unrun import code, notebook, text
from thongbao.bulletin.prepare import check_parameters, parameters_of, prepared, read_notebook
from thongbao.errors import NotebookInvalid

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, content: str) -> nbformat.NotebookNode:
    path = tmp_path / "10_county.ipynb"
    path.write_text(content, encoding="utf-8")
    return read_notebook(path)


def test_a_markdown_cell_with_inline_values_is_asked_for_them_just_before_it(tmp_path: Path) -> None:
    """Each expression once, in a cell that works under any papermill engine."""
    nb = read(tmp_path, notebook(text("Now {eval}`day.a` and {eval}`day.b`, again {eval}`day.a`.", "words")))

    cells = prepared(nb, {}, "en", "10_county.ipynb").cells
    at = [cell.id for cell in cells].index("words")

    assert cells[at - 1].id == "words-values"
    assert cells[at - 1].source == "report.inline({'day.a': day.a, 'day.b': day.b})"
    assert cells[at - 1].metadata.tags == ["inline-values"]


def test_the_cell_is_the_message_and_the_translation_takes_its_place(tmp_path: Path) -> None:
    """One notebook per bulletin, not one per language."""
    nb = read(tmp_path, notebook(text("Cases: {eval}`day.cases`", "words")))

    cells = prepared(nb, {"Cases: {eval}`day.cases`": "病例：{eval}`day.cases`"}, "zh_Hans", "10_county.ipynb").cells

    assert next(cell.source for cell in cells if cell.id == "words") == "病例：{eval}`day.cases`"


def test_a_cell_without_translation_is_named(tmp_path: Path) -> None:
    """A Chinese office does not get an English paragraph unawares."""
    nb = read(tmp_path, notebook(text("New words", "words")))

    with pytest.raises(NotebookInvalid, match=r"Cell 'words'.*zh_Hans.*make translations"):
        prepared(nb, {}, "zh_Hans", "10_county.ipynb")


def test_an_inline_value_that_is_no_expression_is_named(tmp_path: Path) -> None:
    """Found before the batch, not in twelve kernels."""
    nb = read(tmp_path, notebook(text("{eval}`day.`", "words")))

    with pytest.raises(NotebookInvalid, match="'words'"):
        prepared(nb, {}, "en", "10_county.ipynb")


def test_preparing_leaves_the_notebook_as_it_was(tmp_path: Path) -> None:
    """The same notebook is prepared for several languages."""
    nb = read(tmp_path, notebook(text("{eval}`day.a`", "words")))
    before = nbformat.writes(nb)

    prepared(nb, {}, "en", "10_county.ipynb")

    assert nbformat.writes(nb) == before


def test_outputs_that_were_saved_with_the_notebook_do_not_reach_the_run(tmp_path: Path) -> None:
    """An output that the run did not make proves nothing."""
    cell = code("1", "one")
    cell.outputs = [nbformat.v4.new_output("stream", text="old")]
    cell.execution_count = 3

    cells = prepared(read(tmp_path, notebook(cell)), {}, "en", "10_county.ipynb").cells

    assert all(not c.outputs and c.execution_count is None for c in cells if c.cell_type == "code")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (notebook(parameters=None), "0 cells with the tag 'parameters'"),
        (notebook(code("county = 1", "more", "parameters")), "2 cells with the tag 'parameters'"),
        (notebook(sign=None), "tag 'sign'"),
        ("{}", "not a readable notebook"),
        ("not json", "not a readable notebook"),
    ],
)
def test_a_notebook_that_cannot_be_run_rightly_is_refused(tmp_path: Path, content: str, said: str) -> None:
    """Before anything runs, with what to do."""
    with pytest.raises(NotebookInvalid, match=said):
        read(tmp_path, content)


def test_a_notebook_that_is_not_there_is_named(tmp_path: Path) -> None:
    """The name stands in bulletins.yml."""
    with pytest.raises(NotebookInvalid, match=r"10_nothing\.ipynb does not exist"):
        read_notebook(tmp_path / "10_nothing.ipynb")


def test_parameters_are_read_without_running_anything(tmp_path: Path) -> None:
    """With annotations and without."""
    nb = read(tmp_path, notebook(parameters='county: str = ""\nweek = 1\n# a note'))

    assert parameters_of(nb, "x") == {"county", "week"}


def test_a_parameters_cell_that_is_no_python_is_named(tmp_path: Path) -> None:
    """With its line."""
    with pytest.raises(NotebookInvalid, match="line 2"):
        parameters_of(read(tmp_path, notebook(parameters="a = 1\nb = = 2")), "x")


def test_a_parameter_too_many_is_refused_with_what_there_is() -> None:
    """Papermill would only warn."""
    with pytest.raises(NotebookInvalid, match=r"'wek'.*county, week"):
        check_parameters(["county", "wek"], ["county", "week"], "x")
