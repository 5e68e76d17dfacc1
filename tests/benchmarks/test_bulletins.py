"""What an edition of each shipped bulletin costs, against the command line pair on the same notebook."""

from __future__ import annotations

import json
import statistics
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.measured import Cost, process, table, watched
from support.offices import DAYS, make_offices
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

BINS = Path(sys.executable).parent
OFFICE, COUNTY = "zhumadian", "411722"


def all_units(home: Settings, bulletin: str, editions: int) -> tuple[Cost, float]:
    """Make one bulletin for every unit with one worker.

    Returns:
        the share of one edition, starting up and the gallery included; and the median processor seconds of an edition
        itself (run, check and render), as batch.json says it.
    """
    command = [sys.executable, "-m", "thongbao", "run", str(DAYS[OFFICE]), "--office", OFFICE, "--bulletin", bulletin]
    found = watched([*command, "--jobs", "1", "--force"], {"THONGBAO_HOME": str(home.home)})
    told = json.loads((home.outputs / OFFICE / str(DAYS[OFFICE]) / "batch.json").read_text(encoding="utf-8"))["made"]
    return Cost(found.wall, found.cpu).per(editions), statistics.median(one["cpu_seconds"] for one in told.values())


def command_line_pair(home: Settings, notebook: Path, unit: str, folder: Path) -> Cost:
    """Do what people do: the papermill command, then the nbconvert command."""
    ran = folder / notebook.name
    values = {"county": unit, "date": str(DAYS[OFFICE]), "locale": "zh_Hans", "office": OFFICE}
    parameters = [word for name, value in values.items() for word in ("-r", name, value)]
    return process(
        [BINS / "papermill", notebook, ran, *parameters, "--no-progress-bar"],
        [BINS / "jupyter", "nbconvert", "--to", "html", ran, "--log-level", "ERROR"],
        env={"THONGBAO_HOME": str(home.home)},
    )


@pytest.mark.bench
@pytest.mark.timeout(1800)
def test_the_cost_of_each_bulletin(tmp_path: Path, sample_inbox: Path) -> None:
    """Prints processor seconds per edition, one bulletin after the other, with its pair right after it."""
    home = make_offices(tmp_path / "home", sample_inbox)
    lines = []
    for one in read_office(home.params, OFFICE).bulletins:
        units = 12 if one.scope == "unit" else 1
        if units == 1 and one.notebook not in ("90_city_rollup.ipynb", "95_weekly_digest.ipynb"):
            continue  # the same notebook as for a unit
        unit = COUNTY if units > 1 else "411700"
        ours, edition = all_units(home, one.code, units)
        pair = command_line_pair(home, home.notebooks / one.notebook, unit, tmp_path)
        lines.append(
            (
                one.code,
                units,
                ours.wall,
                ours.cpu,
                edition,
                pair.wall,
                pair.cpu,
                pair.cpu / ours.cpu,
                pair.cpu / edition,
            )
        )
        assert ours.cpu < pair.cpu
    head = (
        "bulletin", "editions", "s each, with starting up", "CPU s each", "CPU s of an edition",
        "pair, s", "pair, CPU s", "× pair, CPU, with starting up", "× pair, CPU of an edition",
    )  # fmt: skip
    table("Each shipped bulletin, one worker", head, lines)
