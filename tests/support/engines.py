"""Run the same cells by several engines and make what they put out comparable."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from nbformat import NotebookNode

VARIES = [
    (re.compile(r"ipykernel_\d+/\d+\.py"), "ipykernel_PID/CELL.py"),
    (re.compile(r"0x[0-9a-f]{6,}"), "0xADDRESS"),
    (re.compile(r"\b\d[\d.e+-]* (ns|[µμu]s|ms|s|min)\b"), "TIME"),
    (re.compile(r"TIME ± TIME per loop \(mean ± std. dev. of \d+ runs?, [\d,]+ loops? each\)"), "TIMED"),
]
"""All that may differ between two runs of one notebook: process numbers, addresses, and how long things took."""


@dataclass(frozen=True, slots=True)
class Ran:
    """A notebook after its run, and what papermill has raised."""

    nb: NotebookNode
    folder: Path
    error: BaseException | None

    @property
    def cells(self) -> dict[str, NotebookNode]:
        """Return the cells by their ids."""
        return {cell.id: cell for cell in self.nb.cells}


def code(source: str, *tags: str, cell_id: str | None = None) -> NotebookNode:
    """Return a code cell."""
    cell = new_code_cell(source.strip("\n"), metadata={"tags": list(tags)} if tags else {})
    return named(cell, cell_id)


def fails(source: str) -> NotebookNode:
    """Return a cell that is expected to fail."""
    return code(source, "raises-exception")


def markdown(source: str) -> NotebookNode:
    """Return a Markdown cell."""
    return new_markdown_cell(source)


def raw(source: str) -> NotebookNode:
    """Return a raw cell."""
    return new_raw_cell(source)


def named(cell: NotebookNode, cell_id: str | None) -> NotebookNode:
    """Give a cell an id."""
    if cell_id is not None:
        cell.id = cell_id
    return cell


def notebook(cells: Iterable[NotebookNode | str]) -> NotebookNode:
    """Return a notebook; a text is a code cell, and cells get the ids c0, c1, ... where they have none of their own."""
    made = [code(cell) if isinstance(cell, str) else cell for cell in cells]
    nb = new_notebook(
        cells=[named(c, f"c{n}" if re.fullmatch("[0-9a-f]{8}", c.id) else None) for n, c in enumerate(made)]
    )
    nb.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nb


def run(engine: str, cells: Iterable[NotebookNode | str], folder: Path, **options: Any) -> Ran:
    """Run cells through papermill in a folder of their own and return the notebook that it has written."""
    folder.mkdir(parents=True, exist_ok=True)
    source, ran = folder / "source.ipynb", folder / "ran.ipynb"
    nbformat.write(notebook(cells), source)
    clean = {"IPYTHONDIR": str(folder / "ipython"), "JUPYTER_PREFER_ENV_PATH": "1", "JUPYTER_CONFIG_DIR": str(folder)}
    error = None
    with patch.dict(os.environ, clean):
        # ipykernel does not look at what programs write when it believes that it is being tested.
        os.environ.pop("PYTEST_CURRENT_TEST", None)
        try:
            papermill.execute_notebook(
                source,
                ran,
                engine_name=engine,
                progress_bar=False,
                # papermill would write the notebook twice for every cell
                **{"request_save_on_cell_execute": False, "cwd": str(folder), "start_timeout": 120, **options},
            )
        except Exception as raised:  # noqa: BLE001 -- which one is what the tests are about
            error = raised
    return Ran(nbformat.read(ran if ran.exists() else source, as_version=4), folder, error)


def comparable(ran: Ran, cell_id: str) -> dict[str, Any]:
    """Return what a cell has put out, without what varies from run to run."""
    cell = ran.cells[cell_id]
    outputs: list[dict[str, Any]] = []
    for output in _constant(cell.get("outputs", []), [(re.compile(re.escape(str(ran.folder))), "FOLDER"), *VARIES]):
        before = outputs[-1] if outputs else {}
        # An engine may send a text in one piece or in several, as its clock will have it.
        if output["output_type"] == "stream" == before.get("output_type") and before["name"] == output["name"]:
            before["text"] += output["text"]
        else:
            outputs.append(output)
    execution = sorted(cell.metadata.get("execution", {}))
    return {"count": cell.get("execution_count"), "outputs": outputs, "execution": execution, "source": cell.source}


def text(cell: NotebookNode, name: str = "stdout") -> str:
    """Return what a cell has written to a stream."""
    return "".join(o.text for o in cell.outputs if o.output_type == "stream" and o.name == name)


def _constant(value: Any, varies: list[tuple[re.Pattern[str], str]]) -> Any:
    if isinstance(value, str):
        for pattern, instead in varies:
            value = pattern.sub(instead, value)
        return value
    if isinstance(value, dict):
        return {name: _constant(one, varies) for name, one in value.items()}
    if isinstance(value, list):
        return [_constant(one, varies) for one in value]
    return value
