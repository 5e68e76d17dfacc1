"""A notebook that ends badly costs its own county only: it is named, the others are delivered, nothing is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from support.cluster import RUN
from support.endings import CELLS, WAYS, ending, is_gone, limited
from support.unrun import notebook, use_notebooks

if TYPE_CHECKING:
    from thongbao.settings import Settings

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="address spaces and orphans are Linux's")
DAY = "2020-02-19"
COUNTY = "411724"
SAMPLE = dict(zip(("411702", "411721", "411722", COUNTY), WAYS, strict=True))


def run(home: Settings, engine: str) -> subprocess.Popen[str]:
    """Start the batch as an operator does."""
    command = [sys.executable, "-c", RUN, "run", DAY, "--locale", "en", "--engine", engine]
    environment = {**os.environ, "THONGBAO_HOME": str(home.home)}
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def use(home: Settings, endings: dict[str, tuple[str, str]], note: Path) -> None:
    """Let counties end badly."""
    limited(home.params / "zhumadian" / "bulletins.yml")
    use_notebooks(home.notebooks, ending(endings, note), notebook())


def records(home: Settings) -> dict[str, dict[str, Any]]:
    """Return what became of each unit."""
    folder = home.outputs / "zhumadian" / DAY
    found = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*/*.en.json")]
    return {record["edition"]["unit"]: record for record in found}


def assert_only(home: Settings, expected: dict[str, tuple[str, str]], exit_code: int, said: str, note: Path) -> None:
    """Hold the batch against the pass mark: the counties expected to fail did, in that cell by that name, alone."""
    found = records(home)
    failed = {unit: record for unit, record in found.items() if record["state"] == "failed"}
    assert failed.keys() == expected.keys(), said
    assert len(found) == 13, said
    for unit, (cell, error) in expected.items():
        assert failed[unit]["cause"].startswith(error)
        assert failed[unit]["cause"].endswith(f"in cell {cell}")
        assert unit in said
        assert is_gone(int(Path(f"{note}.{unit}").read_text()))
    assert exit_code == 1


def test_every_way_fails_its_own_county(home: Settings, tmp_path: Path) -> None:
    """A sample: all ways in one batch, in as many counties and cells."""
    note = tmp_path / "daemon"
    cells = dict(zip(SAMPLE, CELLS, strict=False))
    use(home, {county: (cells[county], WAYS[way][0]) for county, way in SAMPLE.items()}, note)

    batch = run(home, "warm")
    said, _ = batch.communicate()

    assert_only(
        home, {county: (cells[county], WAYS[way][1]) for county, way in SAMPLE.items()}, batch.returncode, said, note
    )
    attempts = {way: records(home)[county]["attempts"] for county, way in SAMPLE.items()}
    assert attempts == {"killed": 2, "memory": 2, "hang": 1, "output": 1}


def test_a_kernel_that_does_not_come_up_is_tried_again(home: Settings, tmp_path: Path) -> None:
    """Such a failure passes: the second try is in the record, and nothing has failed."""
    stumbles = tmp_path / "path"
    stumbles.mkdir()
    (stumbles / "once").touch()
    (stumbles / "ipykernel_launcher.py").write_text(
        f"import os, sys\ntry:\n    os.unlink({str(stumbles / 'once')!r})\nexcept OSError:\n"
        "    from ipykernel import kernelapp\n    kernelapp.launch_new_instance()\nelse:\n    sys.exit('it stumbled')\n"
    )
    use_notebooks(home.notebooks, notebook(), notebook())
    command = [sys.executable, "-c", RUN, "run", DAY, "--locale", "en", "--engine", "nbclient"]
    for county in ("411702", "411721"):
        command += ["--unit", county]
    environment = {**os.environ, "THONGBAO_HOME": str(home.home), "PYTHONPATH": str(stumbles)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert sorted(record["attempts"] for record in records(home).values()) == [1, 2]


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["warm", "nbclient"])
@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("way", WAYS)
def test_a_county_that_ends_badly_fails_alone(home: Settings, tmp_path: Path, way: str, cell: str, engine: str) -> None:
    """Each way in each cell by each engine."""
    note = tmp_path / "daemon"
    use(home, {COUNTY: (cell, WAYS[way][0])}, note)

    batch = run(home, engine)
    said, _ = batch.communicate()

    assert_only(home, {COUNTY: (cell, WAYS[way][1])}, batch.returncode, said, note)


@pytest.mark.faults
@pytest.mark.parametrize("engine", ["warm", "nbclient"])
@pytest.mark.parametrize("cell", CELLS)
def test_nothing_outlives_a_batch_that_was_killed(home: Settings, tmp_path: Path, cell: str, engine: str) -> None:
    """Neither the notebook nor the daemon that it has started, in whatever cell it was."""
    note, mine = tmp_path / "daemon", tmp_path / "notebook"
    hang = f"import os, time\nopen({str(mine)!r}, 'w').write(str(os.getpid()))\ntime.sleep(1000)"
    use(home, {COUNTY: (cell, hang)}, note)
    limits = home.params / "zhumadian" / "bulletins.yml"
    limits.write_text(limits.read_text(encoding="utf-8").replace("cell_seconds: 4", "cell_seconds: 250"))

    batch = run(home, engine)
    while not (mine.exists() and mine.read_text()):
        assert batch.poll() is None
        time.sleep(0.02)
    batch.kill()
    batch.communicate()

    assert is_gone(int(Path(f"{note}.{COUNTY}").read_text()))
    assert is_gone(int(mine.read_text()))
