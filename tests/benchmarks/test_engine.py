"""The engine ``warm`` on other people's notebooks, against what they do today and against the least it can cost."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks import foreign
from benchmarks.measured import Cost, in_turns, process, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = [pytest.mark.bench, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Cost]]:
    """A warm process of its own that runs a notebook as asked: how, workers, times, notebook."""
    folder = tmp_path_factory.mktemp("foreign")
    panel = foreign.panel(folder)
    with subprocess.Popen(
        [sys.executable, Path(__file__).with_name("server.py")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as server:
        assert server.stdin
        assert server.stdout

        def run(how: str, workers: int, times: int, notebook: Path) -> Cost:
            print(json.dumps([how, workers, times, str(notebook), str(panel), str(folder)]), file=server.stdin)
            server.stdin.flush()
            return Cost(*json.loads(server.stdout.readline())).per(times)

        yield run
        server.stdin.close()


def command_line_pair(notebook: Path, folder: Path) -> Cost:
    """Do what people do: the papermill command, then the nbconvert command."""
    ran = folder / "ran.ipynb"
    panel = foreign.panel(folder)
    bins = Path(sys.executable).parent
    return process(
        [bins / "papermill", notebook, ran, "-p", "county", "003", "-p", "panel", panel, "--no-progress-bar"],
        [bins / "jupyter", "nbconvert", "--to", "html", ran, "--log-level", "ERROR"],
    )


@pytest.mark.parametrize("kind", ["chart-heavy", "light"])
def test_the_engine_on_a_foreign_notebook(tmp_path: Path, ask: Callable[..., Cost], kind: str) -> None:
    """Prints the engine against the floor and against the command line pair, per core and with two workers.

    The engine alone is called as by anyone with many notebooks: papermill in one warm process. With its page it is in a
    process of its own, as an edition is.
    """
    notebook = (foreign.chart_heavy if kind == "chart-heavy" else foreign.light)(tmp_path / "in.ipynb")
    for how in ("floor", "page"):  # the first of each pays for what the system has not read yet
        ask(how, 1, 1, notebook)

    took = in_turns(
        {
            "papermill CLI + nbconvert CLI": lambda: command_line_pair(notebook, tmp_path),
            "floor": lambda: ask("floor", 1, 6, notebook),
            "engine warm": lambda: ask("engine", 0, 6, notebook),
            "engine warm + nbconvert's page": lambda: ask("page", 1, 4, notebook),
            "the same, 2 workers": lambda: ask("page", 2, 8, notebook),
        }
    )

    pair, least = took["papermill CLI + nbconvert CLI"], took["floor"]
    lines = [
        (
            *(name, cost.wall, cost.cpu, pair.wall / cost.wall, pair.cpu / cost.cpu),
            *(cost.wall / least.wall, cost.cpu / least.cpu),
        )
        for name, cost in took.items()
    ]
    head = ("variant", "s each", "CPU s each", "× pair, wall", "× pair, CPU", "÷ floor, wall", "÷ floor, CPU")
    table(f"A foreign notebook, {kind}", head, lines)
    assert took["engine warm"].cpu < pair.cpu
