"""The shipped bulletin for a made-up country: what a county costs, and whether it costs more where there are more.

By default up to 120 counties, in some minutes. The whole country: THONGBAO_BENCH_COUNTIES=12,120,1200,2850 make bench
"""

from __future__ import annotations

import os
import statistics
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.country import OFFICE, codes, make_country
from benchmarks.growth import DAY, ROLLUP, command, environment, grown, made_in, show
from benchmarks.measured import Cost, in_turns, median, process, table

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.growth import Grown
    from thongbao.settings import Settings

pytestmark = [pytest.mark.bench, pytest.mark.timeout(6 * 3600)]

SIZES = [int(n) for n in os.environ.get("THONGBAO_BENCH_COUNTIES", "12,120").split(",")]
BINS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Settings]:
    """A function that makes a country of so many counties, once; its roll-up has a line for each of them."""

    @cache
    def make(counties: int) -> Settings:
        return make_country(tmp_path_factory.mktemp("country") / str(counties), counties, rollup=True)

    return make


def run(home: Settings, *more: str, jobs: int = 2) -> Cost:
    """Run ``thongbao run`` for the day. The processor time is that of the command itself, not of the editions."""
    return process(command(jobs, *more), env=environment(home))


def per_edition(home: Settings) -> Cost:
    """Return the median processor seconds of an edition, and the wall seconds from one to the next.

    The latter are taken from when the records were written, so that starting up is no part of them.
    """
    folder = home.outputs / OFFICE / DAY
    made = made_in(home)
    written = sorted((folder / f"{stem}.json").stat().st_mtime for stem in made)
    cpu = statistics.median(cost["cpu_seconds"] for cost in made.values())
    return Cost((written[-1] - written[0]) / (len(written) - 1), cpu)


def command_line_pair(home: Settings, folder: Path) -> Cost:
    """Make one county's page the way people do: the papermill command, then the nbconvert command."""
    ran = folder / "ran.ipynb"
    given = {"county": codes(12)[4], "date": DAY, "locale": "zh_Hans", "office": OFFICE}
    parameters = [part for name, value in given.items() for part in ("-r", name, value)]
    return process(
        [BINS / "papermill", home.notebooks / "10_county_daily.ipynb", ran, *parameters, "--no-progress-bar"],
        [BINS / "jupyter", "nbconvert", "--to", "html", ran, "--log-level", "ERROR"],
        env=environment(home),
    )


def test_a_county_edition_against_the_command_line_pair(tmp_path: Path, country: Callable[[int], Settings]) -> None:
    """Prints what the shipped county edition costs (run, check, render), per core and with two workers."""
    home = country(24)
    units = [part for code in codes(24)[:12] for part in ("--unit", code)]

    def editions(jobs: int) -> Cost:
        run(home, "--force", "--bulletin", "county_daily", *(units if jobs == 1 else ()), jobs=jobs)
        return per_edition(home)

    took = in_turns(
        {
            "papermill CLI + nbconvert CLI": lambda: command_line_pair(home, tmp_path),
            "thongbao run, 1 worker": lambda: editions(1),
            "thongbao run, 2 workers": lambda: editions(2),
        }
    )

    pair = took["papermill CLI + nbconvert CLI"]
    lines = [(name, cost.wall, cost.cpu, pair.wall / cost.wall, pair.cpu / cost.cpu) for name, cost in took.items()]
    table("A county edition", ("variant", "s each", "CPU s each", "× pair, wall", "× pair, CPU"), lines)
    assert took["thongbao run, 1 worker"].cpu < pair.cpu


def test_a_county_costs_the_same_in_a_large_country(tmp_path: Path, country: Callable[[int], Settings]) -> None:
    """Prints what a county takes among few and among many, the memory, and the two runs after.

    The command line pair is run beside each of them, so that a ratio is of the same minutes.
    """
    found: list[Grown] = []
    pairs: list[Cost] = []
    for counties in SIZES:
        home = country(counties)
        before = command_line_pair(home, tmp_path)
        found.append(grown(home, counties))
        pairs.append(median([before, command_line_pair(home, tmp_path)]))
        print(found[-1].counties, found[-1].batch.wall, found[-1].again, flush=True)  # hours may lie between two sizes

    show(found, pairs)
    assert all(set(one.remade) == {f"{codes(12)[4]}/county_daily.zh_Hans", ROLLUP} for one in found)


def test_starting_up() -> None:
    """Prints how long `thongbao --help` takes, and the imports."""
    took = in_turns(
        {
            "python -c pass": lambda: process([sys.executable, "-c", "pass"]),
            "thongbao --help": lambda: process([BINS / "thongbao", "--help"]),
            "import thongbao.report": lambda: process([sys.executable, "-c", "from thongbao import report"]),
            "import thongbao.flow": lambda: process([sys.executable, "-c", "import thongbao.flow"]),
        },
        rounds=7,
    )
    table("Starting up", ("what", "s", "CPU s"), [(name, cost.wall, cost.cpu) for name, cost in took.items()])
