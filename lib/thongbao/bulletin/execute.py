"""Run one prepared notebook through papermill and say in one sentence why it did not come out."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import nbformat
import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from thongbao.bulletin.stock import Stock
from thongbao.errors import EditionFailed
from thongbao.warm.limits import EARLY_ENDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from thongbao.records import Limits

KERNEL_START_SECONDS = 120
RAN = "ran.ipynb"
LOG = "kernel.log"
_TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def execute(
    notebook: str,
    parameters: Mapping[str, str],
    work: Path,
    limits: Limits,
    environment: Mapping[str, str],
    engine: str = "nbclient",
) -> Any:
    """Run a notebook and return it with its outputs, without what differs from run to run.

    Args:
        notebook: prepared, as JSON.
        parameters: text only: papermill cannot keep dates, and secrets have no place here.
        work: a folder of this run's own; ``work``/ran.ipynb stays there when a cell fails.
        limits: what the notebook may take.
        environment: variables that the kernel sees beside this process's own.
        engine: papermill's name of what runs the cells.

    Raises:
        EditionFailed: a cell raised or met a limit, or the kernel died; the cause names error and cell.
    """
    work.mkdir(parents=True, exist_ok=True)
    source, ran = work / "source.ipynb", work / RAN
    source.write_text(notebook, encoding="utf-8")
    stock = Stock(limits)
    with _environment(work, environment), _heard_in(work / LOG):
        try:
            nb = papermill.execute_notebook(
                source,
                ran,
                parameters=dict(parameters),
                engine_name=engine,
                kernel_name="python3",
                progress_bar=False,
                # A file written after every cell proves nothing and costs a fifth of the time.
                request_save_on_cell_execute=False,
                start_timeout=KERNEL_START_SECONDS,
                **_settings(engine, limits, stock),
            )
        except PapermillExecutionError as error:
            raise EditionFailed(
                _cause(error, ran), _printable(_TERMINAL_COLOURS.sub("", "\n".join(error.traceback)))
            ) from error
        except (CellTimeoutError, DeadKernelError) as error:
            early = error if isinstance(error, EARLY_ENDS) else stock.named(error)
            cause = f"{type(early).__name__}: {early.what} in cell {early.cell_id}"
            raise EditionFailed(cause, _tail(work / LOG) or str(early)) from error
        except RuntimeError as error:  # of a kernel that never came up
            raise EditionFailed(f"KernelNotStarted: {error}", _tail(work / LOG)) from error
    return _cleaned(nb, parameters)


def _settings(engine: str, limits: Limits, stock: Stock) -> dict[str, Any]:
    """Return what holds an engine to the limits."""
    if engine == "nbclient":
        return stock.options()
    return {
        "execution_timeout": limits.cell_seconds,
        "notebook_seconds": limits.notebook_seconds,
        "address_space": limits.memory_mb * 1_000_000,
        "output_bytes": limits.cell_output_mb * 1_000_000,
        "notebook_output_bytes": limits.output_mb * 1_000_000,
    }


@contextmanager
def _heard_in(log: Path) -> Iterator[None]:
    """Let what the kernel's process says outside the notebook go to ``log`` instead of the operator's screen."""
    sys.stderr.flush()
    screen = os.dup(2)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 2)
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(screen, 2)
        os.close(screen)


def _tail(log: Path, lines: int = 20) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-lines:])


KEPT = (
    "PATH",
    "HOME",
    "USER",
    "LANG",
    "LANGUAGE",
    "TZ",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SYSTEMROOT",
    "VIRTUAL_ENV",
    "PYTHONPATH",
)
KEPT_PREFIXES = ("LC_", "CONDA_", "OPENBLAS_", "OMP_", "PYTHONDONTWRITEBYTECODE", "COVERAGE_")
"""What a notebook sees of the operator's environment: nothing that could be a secret."""


@contextmanager
def _environment(work: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Give the kernel an environment without the operator's secrets and a home without anybody's start-up files."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="tb") as sockets:
        os.environ.clear()
        os.environ.update({name: value for name, value in before.items() if _is_kept(name)})
        os.environ.update(
            {
                **environment,
                "IPYTHONDIR": str(work / "ipython"),
                "JUPYTER_PREFER_ENV_PATH": "1",
                "JUPYTER_CONFIG_DIR": str(work / "jupyter-config"),
                "JUPYTER_RUNTIME_DIR": sockets,
                "JUPYTER_DATA_DIR": str(work / "jupyter-data"),
            }
        )
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _is_kept(name: str) -> bool:
    return name in KEPT or name.startswith(KEPT_PREFIXES)


def _cause(error: PapermillExecutionError, ran: Path) -> str:
    """Return e.g. ``KeyError: 'pupils' in cell trend-figure``: the same words for every county that fails alike."""
    try:
        # papermill has put cells of its own into the file, so its index of the cell is not to be used.
        cells = [c for c in nbformat.read(ran, as_version=4).cells if c.cell_type == "code"]
        cell_id = next(c.id for c in cells if any(o.output_type == "error" for o in c.outputs))
    except (OSError, ValueError, StopIteration):
        cell_id = str(error.exec_count)
    message = _printable(str(error.evalue)).strip().splitlines()
    return f"{_printable(str(error.ename))}{': ' + message[0][:300] if message else ''} in cell {cell_id}"


def _printable(text: str) -> str:
    """Write out what a terminal would obey."""
    return "".join(ch if ch.isprintable() or ch == "\n" else f"\\x{ord(ch):02x}" for ch in text)


def _cleaned(nb: Any, parameters: Mapping[str, str]) -> Any:
    """Take out what differs from run to run: times, paths, and the random id of papermill's own cell."""
    nb.metadata["papermill"] = {"parameters": dict(parameters)}
    for cell in nb.cells:
        if "injected-parameters" in cell.metadata.get("tags", []):
            cell.id = "injected-parameters"
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
    return nb
