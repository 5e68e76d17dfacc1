"""What a kernel has loaded."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from IPython.core.interactiveshell import InteractiveShell

from support.filled import COUNTY, OTHERS, put_published
from thongbao.report import whose

if TYPE_CHECKING:
    from thongbao.settings import Settings

LOAD = "from thongbao import report\nday = report.load(county, '2020-02-19', 'en')"


@pytest.fixture
def shell(home: Settings, monkeypatch: pytest.MonkeyPatch) -> InteractiveShell:
    """A kernel in which nothing was loaded yet."""
    put_published(home)
    monkeypatch.setattr(whose, "_loads", {})
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: shell)
    return shell


def said(shell: InteractiveShell, *cells: str) -> str:
    """What the last of some cells shows."""
    shown = StringIO()
    for cell in cells:
        shown = StringIO()
        with redirect_stdout(shown):
            shell.run_cell(cell, store_history=True)
    return shown.getvalue()


def test_a_notebook_that_loads_two_counties_does_not_sign(shell: InteractiveShell) -> None:
    """A figure of the second one could stand in a sentence."""
    other = f"other = report.load({OTHERS[0]!r}, '2020-02-19', 'en')"

    assert "411721, 2020-02-19, too" in said(shell, f"county = {COUNTY!r}", LOAD, other, "report.sign(day)")


def test_a_loop_over_counties_does_not_sign(shell: InteractiveShell) -> None:
    """One line may load many times."""
    loop = f"for county in ({COUNTY!r}, {OTHERS[0]!r}):\n    day = report.load(county, '2020-02-19', 'en')"

    assert "too. A bulletin" in said(shell, "from thongbao import report", loop, "report.sign(day)")


def test_in_jupyterlab_the_cell_that_loads_can_be_run_again_for_another_county(shell: InteractiveShell) -> None:
    """An analyst looks at one county after the other."""
    cells = [f"county = {COUNTY!r}", LOAD, f"county = {OTHERS[0]!r}", LOAD, "report.sign(day)"]

    assert "NotebookInvalid" not in said(shell, *cells)
