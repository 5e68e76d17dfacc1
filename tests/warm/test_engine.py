"""The engine `warm` as papermill's users call it."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
from typing import TYPE_CHECKING

import nbformat
import pytest
from papermill import execute_notebook
from papermill.engines import papermill_engines
from papermill.exceptions import PapermillException

from support.engines import code, notebook, run, text
from thongbao.warm.engine import WarmEngine

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
PARAMETRISED = [
    code("county = ''\nn = 0", "parameters"),
    "import sys\nprint(county, n)\nprint('careful', file=sys.stderr)",
    "county",
]


def papermill(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
    """Run papermill's command line."""
    command = [sys.executable, "-m", "papermill", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]


def test_papermill_finds_the_engine_by_its_name() -> None:
    """The entry point is registered."""
    assert papermill_engines.get_engine("warm") is WarmEngine


def test_the_command_line_runs_a_notebook_with_parameters(tmp_path: Path) -> None:
    """`papermill --engine warm in.ipynb out.ipynb -p county X` works for anyone, with papermill's own options."""
    nbformat.write(notebook(PARAMETRISED), tmp_path / "in.ipynb")
    said = [
        "--stdout-file",
        tmp_path / "out.txt",
        "--stderr-file",
        tmp_path / "err.txt",
        "--log-output",
        "--progress-bar",
    ]
    done = papermill(
        "--engine", "warm", "in.ipynb", "out.ipynb", "-p", "county", "平舆县", "-p", "n", 3, *said, cwd=tmp_path
    )

    assert done.returncode == 0, done.stderr
    nb = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert nb.metadata.papermill.parameters == {"county": "平舆县", "n": 3}
    assert nb.metadata.papermill.exception is None
    assert {c.metadata.papermill.status for c in nb.cells} == {"completed"}
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == "平舆县 3\n"
    assert (tmp_path / "err.txt").read_text(encoding="utf-8") == "careful\n"
    assert "Executing: 100%" in done.stderr
    assert "平舆县 3" in done.stderr  # --log-output
    assert "careful" in done.stderr


def test_the_command_line_fails_when_a_cell_does(tmp_path: Path) -> None:
    """The exit code, the message and the notebook say so."""
    nbformat.write(notebook(["1", "raise KeyError('pupils')"]), tmp_path / "in.ipynb")
    done = papermill("--engine", "warm", "in.ipynb", "out.ipynb", cwd=tmp_path)

    assert done.returncode == 1
    assert "KeyError: 'pupils'" in done.stderr
    cells = nbformat.read(tmp_path / "out.ipynb", as_version=4).cells
    assert cells[0].metadata.tags == ["papermill-error-cell-tag"]


@pytest.mark.parametrize("shell", ["InteractiveShell", "TerminalInteractiveShell"])
def test_a_program_that_has_a_shell_of_its_own_runs_notebooks(tmp_path: Path, shell: str) -> None:
    """Somebody calls papermill in IPython: the notebook has its own shell, and the caller keeps his."""
    nbformat.write(notebook(["'mine' in globals()", "1 + 1"]), tmp_path / "in.ipynb")
    caller = f"""
from IPython.core.interactiveshell import InteractiveShell
from IPython.terminal.interactiveshell import TerminalInteractiveShell
from papermill import execute_notebook
shell = {shell}.instance()
shell.user_ns["mine"] = 1
execute_notebook("in.ipynb", "out.ipynb", engine_name="warm", progress_bar=False)
print(InteractiveShell.instance() is shell, shell.user_ns["mine"])
"""
    done = subprocess.run([sys.executable, "-c", caller], cwd=tmp_path, capture_output=True, text=True, check=False)
    ran = nbformat.read(tmp_path / "out.ipynb", as_version=4)

    assert done.stdout.splitlines()[-1:] == ["True 1"], done.stderr
    assert [cell.outputs[0].data["text/plain"] for cell in ran.cells] == ["False", "2"]
    assert [cell.execution_count for cell in ran.cells] == [1, 2]


def test_a_notebook_runs_others(tmp_path: Path) -> None:
    """In JupyterLab, a loop over counties: the kernel has threads, and its shell and streams are not the notebooks'."""
    nbformat.write(notebook(PARAMETRISED), tmp_path / "in.ipynb")
    loop = """
from papermill import execute_notebook
for county in ("411702", "411721"):
    execute_notebook("in.ipynb", f"{county}.ipynb", {"county": county}, engine_name="warm", progress_bar=False)
"""
    outer = run("nbclient", [loop], tmp_path / "outer", cwd=str(tmp_path))

    assert outer.error is None
    for county in ("411702", "411721"):
        ran = nbformat.read(tmp_path / f"{county}.ipynb", as_version=4)
        assert ran.cells[-1].outputs[0].data["text/plain"] == repr(county)


def test_the_notebook_is_saved_while_it_runs(tmp_path: Path) -> None:
    """papermill's saves before and after each cell are its own; a cell can see them."""
    look = "print(open('ran.ipynb').read().count('\"status\": \"completed\"'))"
    ran = run("warm", ["1", "2", look], tmp_path, request_save_on_cell_execute=True)

    assert text(ran.cells["c2"]) == "2\n"


def test_output_is_written_to_files_as_it_comes(tmp_path: Path) -> None:
    """Each text once and in order, also where flushes and displays are between."""
    files = {"stdout_file": io.StringIO(), "stderr_file": io.StringIO()}
    cells = [
        "import sys\nprint('a', flush=True); print('b')\nprint('e', file=sys.stderr)",
        (
            "from IPython.display import display, clear_output as clear\n"
            "print('c'); display(1); print('d'); clear(wait=True); print('x')"
        ),
    ]
    run("warm", cells, tmp_path, **files)

    assert {name: file.getvalue() for name, file in files.items()} == {
        "stdout_file": "a\nb\nc\nd\nx\n",
        "stderr_file": "e\n",
    }


def test_output_is_logged_on_request(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """stdout as information, stderr as a warning, results too."""
    with caplog.at_level(logging.INFO, logger="papermill"):
        run("warm", ["import sys\nprint('out')\nprint('err', file=sys.stderr)\n5"], tmp_path, log_output=True)

    said = [(r.levelname, r.message) for r in caplog.records if r.message.strip() in ("out", "err", "5")]
    assert said == [("INFO", "out\n"), ("WARNING", "err\n"), ("INFO", "5")]


@pytest.mark.parametrize("name", ["R", "julia"])
def test_a_notebook_of_another_language_is_refused(name: str) -> None:
    """It is not run as if it were Python."""
    nb = notebook(["1"])
    nb.metadata["kernelspec"]["language"] = name

    with pytest.raises(PapermillException, match=f"runs Python, and this notebook is written in {name}"):
        execute_notebook(nb, None, engine_name="warm", progress_bar=False)


def test_settings_for_a_kernel_manager_are_ignored(tmp_path: Path) -> None:
    """Who changes the engine need not change the rest of the call."""
    ran = run("warm", ["1"], tmp_path, kernel_manager_class=object, extra_arguments=["--x"], timeout=60, nothing=1)

    assert ran.error is None


def test_nbclients_own_settings_hold(tmp_path: Path) -> None:
    """Hooks, names of errors that are allowed, joined streams, and no times when none are wanted."""
    met: list[str] = []
    ran = run(
        "warm",
        ["import sys\nprint(1); print(2, file=sys.stderr, flush=True); print(3)", "{}['x']", "print('next')"],
        tmp_path,
        on_cell_start=lambda cell, cell_index: met.append(f"start {cell_index}"),
        on_cell_error=lambda cell, cell_index, execute_reply: met.append(execute_reply["content"]["ename"]),
        allow_error_names=["KeyError"],
        coalesce_streams=True,
        record_timing=False,
    )

    assert met == ["start 0", "start 1", "KeyError", "start 2"]
    assert [(o.name, o.text) for o in ran.cells["c0"].outputs] == [("stdout", "1\n3\n"), ("stderr", "2\n")]
    assert text(ran.cells["c2"]) == "next\n"
    assert "execution" not in ran.cells["c0"].metadata
