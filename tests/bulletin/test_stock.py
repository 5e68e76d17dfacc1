"""Both engines hold a notebook to the same limits, and name the same error and the cell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from nbclient.exceptions import CellTimeoutError
from nbformat.v4 import new_code_cell, new_output

from support.unrun import code, notebook
from thongbao.bulletin.execute import execute
from thongbao.bulletin.stock import Stock
from thongbao.errors import EditionFailed
from thongbao.records import Limits
from thongbao.warm.limits import CellTooSlow, NotebookTooSlow, OutputTooLarge

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode

NO_TIME = "import threading\nthreading.Event().wait()"
MEETS = {
    "cell": (Limits(cell_seconds=2), NO_TIME, "CellTooSlow: ran longer than 2 s in cell meets"),
    "notebook": (
        Limits(cell_seconds=60, notebook_seconds=2),
        NO_TIME,
        "NotebookTooSlow: ran longer than 2 s in all, ended in cell meets",
    ),
    "output": (
        Limits(cell_output_mb=1),
        "print('x' * 2_000_000)",
        "OutputTooLarge: put out more than the 1,000,000 bytes that one cell may in cell meets",
    ),
    "all output": (
        Limits(output_mb=1),
        "print('x' * 2_000_000)",
        "OutputTooLarge: put out more than the 1,000,000 bytes that a notebook may in cell meets",
    ),
    "memory": (Limits(memory_mb=300), "held = bytearray(1_000_000_000)", "MemoryError in cell meets"),
}
LONG = {("cell", "nbclient"), ("notebook", "nbclient"), ("all output", "nbclient")}
"""Kernels of their own for what is shown below without one."""


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize(
    ("limit", "engine"),
    [
        pytest.param(limit, engine, marks=[pytest.mark.faults] if (limit, engine) in LONG else [])
        for limit in MEETS
        for engine in ("warm", "nbclient")
    ],
)
def test_a_limit_is_named_with_the_cell(limit: str, engine: str, tmp_path: Path) -> None:
    """An operator reads the same whichever engine ran it."""
    if limit == "memory" and sys.platform != "linux":
        pytest.skip("address spaces are limited on Linux only")
    limits, source, cause = MEETS[limit]

    with pytest.raises(EditionFailed) as met:
        execute(notebook(code(source, "meets")), {"county": "1"}, tmp_path / "w", limits, {}, engine)

    assert met.value.cause == cause


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize("engine", ["warm", "nbclient"])
def test_a_kernel_that_dies_is_named_with_the_cell(engine: str, tmp_path: Path) -> None:
    """A stock kernel says no more than that; ``warm`` says how."""
    source = notebook(code("import os\nos._exit(3)", "dies"))

    with pytest.raises(EditionFailed, match=r"^NotebookDied: the kernel died: .* in cell dies$"):
        execute(source, {"county": "1"}, tmp_path / "w", Limits(), {}, engine)


def met_by(stock: Stock, *cells: NotebookNode) -> None:
    """Let papermill tell of cells that have run."""
    told = stock.options()
    for number, cell in enumerate(cells):
        told["on_cell_execute"](cell=cell, cell_index=number)
        told["on_cell_executed"](cell=cell, cell_index=number, execute_reply={})


def shown(cell_id: str, size: int) -> NotebookNode:
    """Return a cell that has put out so many bytes, and a few."""
    return new_code_cell("", id=cell_id, outputs=[new_output("stream", name="stdout", text="x" * size)])


def test_what_cells_put_out_together_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of them is within the limit of one cell."""
    monkeypatch.setattr("sys.platform", "elsewhere")  # no kernel is there whose memory could be limited
    stock = Stock(Limits(cell_output_mb=2, output_mb=3))

    with pytest.raises(OutputTooLarge, match=r"Cell 'c'.*3,000,000 bytes that a notebook may"):
        met_by(stock, shown("a", 1_200_000), shown("b", 1_200_000), shown("c", 1_200_000))
    with pytest.raises(OutputTooLarge, match=r"Cell 'd'.*2,000,000 bytes that one cell may"):
        met_by(Stock(Limits(cell_output_mb=2, output_mb=9)), shown("d", 2_100_000))


def test_a_cell_has_the_time_that_is_left_of_the_notebook(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever time is over first is the one that is named."""
    monkeypatch.setattr("sys.platform", "elsewhere")
    now = [100.0]
    monkeypatch.setattr("thongbao.bulletin.stock.time.monotonic", lambda: now[0])
    stock = Stock(Limits(cell_seconds=60, notebook_seconds=90))
    seconds, over = stock.options()["timeout_func"], CellTimeoutError("too long")

    met_by(stock, shown("a", 1))
    at_first, now[0] = seconds(None), 170.0
    met_by(stock, shown("b", 1))
    later, early, now[0] = seconds(None), stock.named(over), 190.0

    assert (at_first, later) == (60, 20)
    assert isinstance(early, CellTooSlow)
    assert isinstance(stock.named(over), NotebookTooSlow)
    assert stock.named(over).cell_id == "b"
    assert seconds(None) > 0  # nbclient takes 0 for no limit
