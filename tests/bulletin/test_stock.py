"""Both engines hold a notebook to the same limits, and name the same error and the cell."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from support.unrun import code, notebook
from thongbao.bulletin.execute import execute
from thongbao.errors import EditionFailed
from thongbao.records import Limits

if TYPE_CHECKING:
    from pathlib import Path

NO_TIME = "import threading\nthreading.Event().wait()"
MEETS = {
    "cell": (Limits(cell_seconds=2), NO_TIME, "CellTooSlow: ran longer than 2 s in cell meets"),
    "notebook": (
        Limits(cell_seconds=60, notebook_seconds=3),
        NO_TIME,
        "NotebookTooSlow: ran longer than 3 s in all, ended in cell meets",
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


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
@pytest.mark.parametrize("engine", ["warm", "nbclient"])
@pytest.mark.parametrize("limit", MEETS)
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
