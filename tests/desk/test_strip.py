"""What git commits of a notebook: no outputs, and always the same bytes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from conftest import PROJECT
from thongbao.desk import strip
from thongbao.desk.strip import ATTRIBUTES, main, stripped

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
TAGS = st.lists(st.sampled_from(["parameters", "sign"]), unique=True)


@st.composite
def notebooks(draw: st.DrawFn) -> nbformat.NotebookNode:
    """Notebooks as they are after they were run: with outputs, counts, and what extensions keep."""
    cells = []
    for number in range(draw(st.integers(0, 4))):
        metadata = {"tags": draw(TAGS), "trusted": True, "execution": {"iopub.status.busy": "now"}}
        if draw(st.booleans()):
            output = new_output("execute_result", {"text/plain": draw(SOURCES)}, execution_count=number)
            cells.append(new_code_cell(draw(SOURCES), outputs=[output], execution_count=number, metadata=metadata))
        else:
            kept = {
                "user_expressions": [{"expression": "day.cases.confirmed", "result": {"data": {"text/plain": "7"}}}]
            }
            cells.append(new_markdown_cell(draw(SOURCES), metadata=metadata | kept))
    kernel = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
    return new_notebook(
        cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python", "version": "3.13.1"}}
    )


@given(notebooks())
def test_nothing_but_ids_tags_and_sources_is_left_and_twice_is_once(nb: nbformat.NotebookNode) -> None:
    """The bytes are those that nbformat writes of the same notebook, so saving it again changes nothing."""
    before = [(cell.id, cell.cell_type, cell.source, cell.metadata.tags) for cell in nb.cells]

    cleaned = stripped(nbformat.writes(nb).encode())

    after = nbformat.reads(cleaned.decode(), as_version=4)
    assert [(c.id, c.cell_type, c.source, c.metadata.get("tags", [])) for c in after.cells] == before
    assert not any(cell.get("outputs") or cell.get("execution_count") for cell in after.cells)
    assert not any(set(cell.metadata) - {"tags"} for cell in after.cells)
    assert stripped(cleaned) == cleaned == (nbformat.writes(after) + "\n").encode()


@pytest.mark.parametrize("path", sorted((PROJECT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_our_notebooks_are_as_the_filter_leaves_them(path: Path) -> None:
    """Enabling it changes no file."""
    assert stripped(path.read_bytes()) == path.read_bytes()


@pytest.mark.parametrize("content", [b"", b"<<<<<<< HEAD", b"[]", b'{"cells": {}}', b"\xff", b'{"cells": [1]}'])
def test_what_is_no_notebook_is_refused_with_a_reason(
    content: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A merge that left both sides in it does not get into a commit."""

    class Input:
        class buffer:  # noqa: N801 -- as of sys.stdin
            read = staticmethod(lambda: content)

    monkeypatch.setattr(sys, "stdin", Input)

    assert main([]) == 1
    assert "no notebook that could be committed" in capsys.readouterr().err


def git(folder: Path, *words: str) -> bytes:
    identity = ("-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "core.autocrlf=false")
    return subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True).stdout


def test_git_commits_a_notebook_without_its_outputs(tmp_path: Path) -> None:
    """One command enables it, in a folder with a space; the file on disk keeps its outputs."""
    folder = tmp_path / "thông báo"
    folder.mkdir()
    git(folder, "init", "-q")
    subprocess.run([sys.executable, strip.__file__, "--enable"], cwd=folder, check=True)
    (folder / ".gitattributes").write_text(ATTRIBUTES)
    cell = new_code_cell("1", outputs=[new_output("stream", text="secret figure")], execution_count=3)
    (folder / "a.ipynb").write_text(nbformat.writes(new_notebook(cells=[cell])))

    git(folder, "add", ".")
    git(folder, "commit", "-qm", "a")

    committed = git(folder, "show", "HEAD:a.ipynb")
    assert b"secret figure" not in committed
    assert json.loads(committed)["cells"][0]["id"] == cell.id
    assert "secret figure" in (folder / "a.ipynb").read_text()
    assert git(folder, "status", "--porcelain") == b""


def test_it_needs_nothing_but_a_few_modules() -> None:
    """Git starts it for every notebook: without the site's packages, in a few hundredths of a second."""
    asked = f"import sys; sys.argv = ['strip']; exec(open({strip.__file__!r}).read()); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", asked], input="{}", capture_output=True, text=True)
    alone = subprocess.run([sys.executable, "-I", "-S", strip.__file__], input=b'{"cells": []}', capture_output=True)

    assert "nbformat" not in done.stdout
    assert alone.returncode == 0
    assert json.loads(alone.stdout) == {"cells": [], "metadata": {}}
