"""The engine `warm` against the reference: papermill's own engine with a stock kernel, cell by cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import nbformat
import pytest
from filelock import FileLock
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from support.corpus import topics
from support.engines import Ran, comparable, run, text

if TYPE_CHECKING:
    from pathlib import Path

ENGINES = ("nbclient", "warm")
CORPUS = topics()
Both = tuple[Ran, Ran]
# Python 3.12 warns of forks of a process with threads; pytest-xdist has one.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Both:
    """All topics as one notebook, run by both engines once, however many processes run the tests."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder = shared / "corpus"
    with FileLock(shared / "corpus.lock"):
        if not (folder / "done").exists():
            for engine in ENGINES:
                run(engine, [cell for cells in topics().values() for cell in cells], folder / engine, allow_errors=True)
            (folder / "done").touch()
    stock, warm = (Ran(nbformat.read(folder / e / "ran.ipynb", as_version=4), folder / e, None) for e in ENGINES)
    return stock, warm


@pytest.mark.parametrize("topic", CORPUS)
def test_each_cell_puts_out_what_it_does_in_a_kernel(topic: str, corpus: Both) -> None:
    """Outputs, their order, tracebacks, execution counts and the names of the times are the same."""
    stock, warm = corpus
    ids = [cell.id for cell in CORPUS[topic]]

    assert {i: comparable(warm, i) for i in ids} == {i: comparable(stock, i) for i in ids}


def test_the_notebook_is_described_as_a_kernel_does_it(corpus: Both) -> None:
    """Language, kernel and version of the format are the same."""
    stock, warm = corpus

    for nb in (stock.nb, warm.nb):
        nb.metadata.pop("papermill")  # times, and the name of the engine's folder
    assert warm.nb.metadata == stock.nb.metadata
    assert (warm.nb.nbformat, warm.nb.nbformat_minor) == (stock.nb.nbformat, stock.nb.nbformat_minor)


def by_both(cells: list[str], tmp_path: Path, **options: object) -> Both:
    """Run cells by both engines."""
    stock, warm = (run(engine, cells, tmp_path / engine, **options) for engine in ENGINES)
    return stock, warm


def test_after_a_failure_nothing_more_is_run_and_papermill_says_why(tmp_path: Path) -> None:
    """The error that papermill raises says the same."""
    stock, warm = by_both(["print(1)", "print(2)\nraise KeyError('pupils')", "print(3)"], tmp_path)

    assert isinstance(stock.error, PapermillExecutionError)
    assert isinstance(warm.error, PapermillExecutionError)
    assert str(warm.error) == str(stock.error)
    assert warm.error.exec_count == 2
    ids = [cell.id for cell in stock.nb.cells if cell.cell_type == "code"]
    assert [comparable(warm, i) for i in ids] == [comparable(stock, i) for i in ids]
    assert warm.cells["c2"].outputs == []


def test_a_notebook_may_leave_early_without_an_error(tmp_path: Path) -> None:
    """papermill takes SystemExit 0 for an end, not for a failure."""
    stock, warm = by_both(["print(1)", "raise SystemExit(0)", "print(3)"], tmp_path)

    assert (warm.error, stock.error) == (None, None)
    assert [comparable(warm, i) for i in ("c0", "c1", "c2")] == [comparable(stock, i) for i in ("c0", "c1", "c2")]


def test_a_process_that_ends_is_a_dead_kernel(tmp_path: Path) -> None:
    """Who catches nbclient's error catches ours; ours says how and where, and keeps what was written."""
    stock, warm = by_both(
        ["print('there')", "import os\nprint('said', flush=True)\nos._exit(3)"],
        tmp_path,
        request_save_on_cell_execute=True,
    )

    assert isinstance(stock.error, DeadKernelError)
    assert isinstance(warm.error, DeadKernelError)
    assert str(warm.error) == "Kernel died in cell 'c1': exit code 3"
    assert comparable(warm, "c0") == comparable(stock, "c0")
    assert text(warm.cells["c1"]) == "said\n"


def test_a_cell_that_takes_too_long_is_a_timeout(tmp_path: Path) -> None:
    """Who catches nbclient's error catches ours."""
    stock, warm = by_both(["while True:\n    pass"], tmp_path, execution_timeout=1)

    assert isinstance(stock.error, CellTimeoutError)
    assert isinstance(warm.error, CellTimeoutError)
    assert str(warm.error) == "Cell 'c0' ran longer than 1 s"
