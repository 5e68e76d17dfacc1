"""Babel finds every Markdown cell of a notebook, as one message, by the method that babel.cfg names."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import nbformat
import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from conftest import PROJECT
from support.unrun import code, notebook, text
from thongbao.bulletin.messages import extract_notebook
from thongbao.errors import NotebookInvalid

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = "## Cases\n\nNow {eval}`day.cases.confirmed` – “quoted” \\n"


def found(content: str) -> list[tuple[int, str, list[str]]]:
    """Line, message and comments of each cell that is found."""
    return [(line, said, told) for line, _, said, told in extract_notebook(io.BytesIO(content.encode()))]


def test_a_markdown_cell_is_one_message_with_its_line_and_name() -> None:
    """Code is none, an empty cell is none; the words are those of the file to the letter."""
    content = notebook(text(SOURCE, "words"), text(" \n", "empty"), code("report.sources(day)", "sources"))
    messages = [one for one in found(content) if one[1] == SOURCE]

    assert [told for _, _, told in messages] == [["cell words"]]
    assert '"id": "words"' in content.splitlines()[messages[0][0] - 1]
    assert "empty" not in str(found(content))
    assert "sources" not in str(found(content))


def test_lines_of_a_cell_are_joined_however_they_are_kept() -> None:
    """JupyterLab keeps a list of lines, other tools one string."""
    one = nbformat.reads(notebook(text(SOURCE, "words")), as_version=4)
    kept = nbformat.writes(one)

    assert [said for _, said, _ in found(kept)] == [said for _, said, _ in found(notebook(text(SOURCE, "words")))]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cells": 1}', "<html>"])
def test_what_is_no_notebook_is_named(content: str) -> None:
    """A broken file must not look like one without words."""
    with pytest.raises(NotebookInvalid, match="is not a readable notebook"):
        found(content)


def test_pybabel_gathers_the_shipped_notebooks_by_babel_cfg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Anybody who knows Babel needs no tool of ours."""
    monkeypatch.chdir(PROJECT)
    pot = tmp_path / "all.pot"

    CommandLineInterface().run(
        ["pybabel", "-q", "extract", "-F", "babel.cfg", "-k", "t", "-k", "N_", "-o", str(pot), "."]
    )

    with pot.open("rb") as file:
        messages = {str(m.id): m for m in read_po(file) if m.id}
    cells = [
        cell.source
        for path in sorted((PROJECT / "notebooks").glob("*.ipynb"))
        for cell in nbformat.read(path, as_version=4).cells
        if cell.cell_type == "markdown" and cell.source.strip()
    ]
    assert cells
    assert set(cells) <= set(messages)
    assert "Provisional figures" in messages
    assert {name for name, _ in messages[cells[0]].locations} >= {"notebooks/10_county_daily.ipynb"}
