"""The shipped bulletin for a made-up country: what a county costs, and whether it costs more where there are more.

By default up to 120 counties, in some minutes. The whole country: THONGBAO_BENCH_COUNTIES=12,120,1200,2850 make bench
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.country import LAST, OFFICE, ROOT, codes, make_country
from benchmarks.measured import Cost, in_turns, median, process, table, watched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thongbao.settings import Settings

pytestmark = [pytest.mark.bench, pytest.mark.timeout(6 * 3600)]

SIZES = [int(n) for n in os.environ.get("THONGBAO_BENCH_COUNTIES", "12,120").split(",")]
BINS = Path(sys.executable).parent
DAY = LAST.isoformat()


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


def command(jobs: int, *more: str) -> Sequence[str | Path]:
    """Return ``thongbao run`` for the day."""
    return [sys.executable, "-m", "thongbao", "run", DAY, "--office", OFFICE, "--jobs", str(jobs), *more]


def environment(home: Settings) -> dict[str, str]:
    """Return what a command needs to find its home."""
    return {"THONGBAO_HOME": str(home.home), "THONGBAO_STORE": home.store}


def per_edition(home: Settings) -> Cost:
    """Return the median processor seconds of an edition, and the wall seconds from one to the next.

    The latter are taken from when the records were written, so that starting up is no part of them.
    """
    folder = home.outputs / OFFICE / DAY
    made = json.loads((folder / "batch.json").read_text())["made"]
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
    """Prints seconds per county from few counties to many, what a run costs that has nothing to do, and the memory.

    The command line pair is run beside each of them, so that a ratio is of the same minutes.
    """
    times: list[list[object]] = []
    memory: list[list[object]] = []
    for counties in SIZES:
        home = country(counties)
        before = command_line_pair(home, tmp_path)
        batch = watched(command(2), environment(home))
        pair = median([before, command_line_pair(home, tmp_path)])
        made = json.loads((home.outputs / OFFICE / DAY / "batch.json").read_text())["made"]
        rollup = made.pop(f"{ROOT}/country_rollup.zh_Hans")
        again = median([run(home) for _ in range(3)])
        assert len(made) == counties
        each = Cost(batch.wall / counties, batch.cpu / counties)
        edition = statistics.median(cost["cpu_seconds"] for cost in made.values())
        ratios = (pair.wall / each.wall, pair.cpu / each.cpu)
        rest = (rollup["cpu_seconds"], again.wall, again.cpu, f"1/{batch.wall / again.wall:.0f}")
        times.append([counties, batch.wall, each.wall, each.cpu, edition, *ratios, *rest])
        peak = max(batch.pss) / 2**20
        memory.append([counties, *(batch.quarter(n) for n in range(4)), peak, rollup["memory_mb"]])
        print(times[-1], memory[-1], flush=True)  # hours may lie between two sizes

    head = ("counties", "s in all", "s per county", "CPU s per county", "CPU s of an edition", "× pair, wall")
    head += ("× pair, CPU", "roll-up, CPU s", "nothing changed, s", "CPU s", "share")
    table("From few counties to many, 2 workers, with the roll-up and all that starting up costs", head, times)
    head = ("counties", "1st quarter", "2nd", "3rd", "4th", "peak", "roll-up alone, resident")
    table("Memory of all processes while they are made: PSS, MiB", head, memory)


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
