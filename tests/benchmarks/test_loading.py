"""Loading all reports of 28 days for a batch, against pandas.read_sql of the same rows and nothing else.

By default 100 and 1,000 counties. The whole country: THONGBAO_BENCH_LOADED=100,1000,2850 make bench
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.country import make_country
from benchmarks.measured import ROUNDS, table

if TYPE_CHECKING:
    from thongbao.settings import Settings

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3 * 3600)]

SIZES = [int(n) for n in os.environ.get("THONGBAO_BENCH_LOADED", "100,1000").split(",")]
SCRIPT = Path(__file__).with_name("loading.py")
TESTS = SCRIPT.parents[1]
MOST = 1.5
"""Processor time, of that of the bare reading."""


def load(home: Settings, way: str) -> dict[str, float]:
    """Load once in a process of its own."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), str(home.home), way],
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    told: dict[str, float] = json.loads(done.stdout)
    return told


def medians(home: Settings) -> dict[str, dict[str, float]]:
    """Load in turns, so that what else the machine does falls on both alike."""
    rounds = [{way: load(home, way) for way in ("bare", "ours")} for _ in range(ROUNDS)]
    names = ("wall", "cpu", "memory", "rows")
    return {
        way: {name: statistics.median(one[way][name] for one in rounds) for name in names} for way in ("bare", "ours")
    }


def test_loading_costs_little_more_than_reading_the_rows(tmp_path: Path) -> None:
    """At most 1.5 times the processor time at the largest size, and memory that grows with the counties."""
    found = {size: medians(make_country(tmp_path / str(size), size)) for size in SIZES}

    lines = []
    for size, both in found.items():
        bare, ours = both["bare"], both["ours"]
        cells = [f"{ours['rows']:,.0f}", *(f"{bare[n]:.2f} / {ours[n]:.2f}" for n in ("wall", "cpu"))]
        ratios = [f"{ours['cpu'] / bare['cpu']:.2f}", f"{bare['memory']:.0f} / {ours['memory']:.0f}"]
        lines.append([f"{size:,}", *cells, *ratios])
    table(
        "Loading 28 days, bare pandas.read_sql / ours",
        ["counties", "rows", "wall s", "processor s", "ratio", "memory MB"],
        lines,
    )
    largest = found[max(SIZES)]
    assert largest["ours"]["cpu"] <= MOST * largest["bare"]["cpu"]
    # Twice as many counties must not need much more than twice the memory; what is fixed only helps.
    small, large = min(SIZES), max(SIZES)
    if large > small:
        grown = found[large]["ours"]["memory"] / max(found[small]["ours"]["memory"], 1.0)
        assert grown <= 1.25 * large / small
