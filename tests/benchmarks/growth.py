"""What a made-up country takes as a whole: all its editions, then nothing to do, then one county's correction.

    PYTHONPATH=tests python -m benchmarks.growth FOLDER COUNTIES...

makes the country of each size under FOLDER, runs `thongbao run` in it, prints each size as soon as it is done, and in
the end the tables; they are also in FOLDER/table.md. 2,850 counties take about twenty minutes on two cores at rest.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.country import LAST, OFFICE, ROOT, codes, make_country, sent
from benchmarks.measured import Cost, Watched, median, process, table, watched
from thongbao.data.reports import NewReport, append
from thongbao.database import open_store, writing
from thongbao.records import ReportKey

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from thongbao.settings import Settings

DAY = LAST.isoformat()
WORKERS = 2
ROLLUP = f"{ROOT}/country_rollup.zh_Hans"
JUDGED = 5
"""How often a run that has nothing to do is made; the median counts."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a country of one size took.

    Attributes:
        batch: all editions, the roll-up and the gallery, with all that starting up costs.
        edition: median seconds and processor seconds of a county's edition.
        rollup: what the roll-up's record says it cost.
        again: a run that has nothing to do.
        corrected: a run after one county has corrected a figure.
        remade: the editions which that run made.
    """

    counties: int
    batch: Watched
    edition: Cost
    rollup: dict[str, float]
    again: Cost
    corrected: Watched
    remade: tuple[str, ...]


def command(jobs: int, *more: str) -> Sequence[str | Path]:
    """Return ``thongbao run`` for the day."""
    return [sys.executable, "-m", "thongbao", "run", DAY, "--office", OFFICE, "--jobs", str(jobs), *more]


def environment(home: Settings) -> dict[str, str]:
    """Return what a command needs to find its home."""
    return {"THONGBAO_HOME": str(home.home), "THONGBAO_STORE": home.store}


def made_in(home: Settings) -> dict[str, dict[str, Any]]:
    """Return what the last run made: stem -> its cost."""
    told: dict[str, dict[str, Any]] = json.loads((home.outputs / OFFICE / DAY / "batch.json").read_text())["made"]
    return told


def grown(home: Settings, counties: int) -> Grown:
    """Make everything, then look again, then make what one county's correction asks for."""
    batch = watched(command(WORKERS), environment(home))
    made = made_in(home)
    rollup = made.pop(ROLLUP)
    assert len(made) == counties, f"{len(made)} of {counties} counties were made"
    each = median([Cost(cost["seconds"], cost["cpu_seconds"]) for cost in made.values()])
    again = median([process(command(WORKERS), env=environment(home)) for _ in range(JUDGED)])
    assert not made_in(home), "a run with nothing to do made something"
    _correct(home, codes(counties)[4])
    corrected = watched(command(WORKERS), environment(home))
    return Grown(counties, batch, each, rollup, again, corrected, tuple(sorted(made_in(home))))


def _correct(home: Settings, unit: str) -> None:
    """Let a county correct what it said of the last day that it reported."""
    form, day, _, last = next(one for one in reversed([*sent(unit)]) if one[0] == "screening")
    figures = {cell: value + (cell[0] in ("relatives", "total")) for cell, value in last.figures.items()}
    key = ReportKey(office=OFFICE, form=form, unit=unit, day=day)
    at = last.received_at + timedelta(hours=2)
    report = NewReport("1", at, at, last.source, last.source_name, "filled", on_time=True, figures=figures)
    with writing(open_store(home.store)) as connection:
        assert append(connection, key, report)


def show(found: Sequence[Grown], pairs: Sequence[Cost] = (), say: Callable[[str], object] = print) -> None:
    """Print the tables of several sizes.

    Args:
        pairs: what the command line pair took beside each of them, where it was run.
    """
    first = found[0]
    times = [
        (
            *(one.counties, one.batch.wall, one.batch.wall / one.counties, one.batch.cpu / one.counties),
            *(one.edition.cpu, one.edition.cpu / first.edition.cpu),
            *(one.batch.cpu / one.counties / (first.batch.cpu / first.counties),),
            *(f"{pair.wall * one.counties / one.batch.wall:.3g}" for pair in pairs[n : n + 1]),
            *(f"{pair.cpu * one.counties / one.batch.cpu:.3g}" for pair in pairs[n : n + 1]),
        )
        for n, one in enumerate(found)
    ]
    head = ("counties", "s in all", "s per county", "CPU s per county", "CPU s of an edition", "against the first")
    head += ("CPU per county against the first", *(("× pair, wall", "× pair, CPU") if pairs else ()))
    table(
        f"From few counties to many, {WORKERS} workers, with the roll-up and all that starting up costs",
        head,
        times,
        say,
    )
    seldom = [
        (
            *(one.counties, one.rollup["seconds"], one.rollup["cpu_seconds"]),
            *(one.again.wall, one.again.cpu, f"1/{one.batch.wall / one.again.wall:.0f}"),
            *(f"1/{one.batch.cpu / one.again.cpu:.0f}", len(one.remade), one.corrected.wall, one.corrected.cpu),
        )
        for one in found
    ]
    head = ("counties", "roll-up, s", "CPU s", "nothing changed, s", "CPU s", "share of making, wall", "CPU")
    head += ("one county corrected: editions made", "s", "CPU s")
    table("The roll-up, and the runs after", head, seldom, say)
    memory = [
        (one.counties, *(one.batch.quarter(n) for n in range(4)), one.batch.peak, one.rollup["memory_mb"])
        for one in found
    ]
    head = ("counties", "1st quarter", "2nd", "3rd", "4th", "peak", "roll-up alone, resident")
    table("Memory of all processes while they are made: PSS, MiB", head, memory, say)


def main(folder: Path, sizes: Sequence[int]) -> None:
    """Measure each size under ``folder``, and write the tables."""
    found = []
    for counties in sizes:
        home = make_country(folder / str(counties), counties, rollup=True)
        found.append(grown(home, counties))
        print(found[-1].counties, found[-1].batch.wall, found[-1].again, found[-1].batch.peak, flush=True)
    lines: list[str] = []
    show(found, say=lines.append)
    (folder / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    os.environ.pop("THONGBAO_OFFICE", None)
    main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]] or [2850])
