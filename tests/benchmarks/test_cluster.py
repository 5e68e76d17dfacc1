"""A dask cluster of two worker processes on this machine against the pool of the same machine."""

from __future__ import annotations

import json
import os
import statistics
from typing import TYPE_CHECKING

import pytest

from benchmarks.country import OFFICE, codes, make_country
from benchmarks.measured import ROUNDS, table
from benchmarks.test_country import DAY, per_edition, run
from support.cluster import small_cluster

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

COUNTIES = int(os.environ.get("THONGBAO_BENCH_CLUSTER", "48"))
"""A whole run holds starting up, once more for each worker: how much that is worth depends on how long the batch is."""


def test_the_cluster_against_the_pool(tmp_path: Path) -> None:
    """Prints seconds from one edition to the next, and of whole runs: every worker loads everything once more."""
    pytest.importorskip("distributed")
    home = make_country(tmp_path / "country", COUNTIES)
    units = [part for code in codes(COUNTIES) for part in ("--unit", code)]
    found: dict[str, list[tuple[float, float, float]]] = {}
    with (
        small_cluster(tmp_path, many=2, threads=1) as two,
        small_cluster(_folder(tmp_path / "one"), many=1, threads=2) as one,
    ):
        variants = {
            "pool": (),
            "2 workers of 1 thread": ("--cluster", two),
            "1 worker of 2 threads": ("--cluster", one),
        }
        for _ in range(ROUNDS):
            for name, where in variants.items():
                whole = run(home, "--force", *units, *where, jobs=0 if where else 2)
                found.setdefault(name, []).append((steady(home), per_edition(home).cpu, whole.wall))

    took = {name: [statistics.median(part) for part in zip(*costs, strict=True)] for name, costs in found.items()}
    pool = took["pool"]
    lines = [(name, *costs, pool[0] / costs[0], pool[2] / costs[2]) for name, costs in took.items()]
    head = ("variant", "s each", "CPU s each", "s in all", "against the pool, each", "in all")
    table(f"A dask cluster on this machine, {COUNTIES} counties", head, lines)
    assert len(took) == 3


def steady(home: Settings) -> float:
    """Return the wall seconds between editions in the last three quarters: all workers have begun by then."""
    folder = home.outputs / OFFICE / DAY
    made = json.loads((folder / "batch.json").read_text())["made"]
    written = sorted((folder / f"{stem}.json").stat().st_mtime for stem in made)
    first = len(written) // 4
    return (written[-1] - written[first]) / (len(written) - 1 - first)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
