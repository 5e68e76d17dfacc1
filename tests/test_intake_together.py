"""Intakes that are killed, or at work at once, lose nothing: on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from support.inbox_files import long_csv, screening
from support.killed_intake import KEPT
from thongbao.database import figures, open_store, reading, reports, sources
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

TESTS = Path(__file__).parent


def _killed(home: Settings, url: str, every: int) -> list[dict[str, object]]:
    open_store(url, make=True)
    run = subprocess.run(
        [sys.executable, TESTS / "support" / "killed_intake.py", home.home, url, str(every)],
        capture_output=True,
        text=True,
        timeout=280,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )
    assert run.returncode == 0, run.stderr
    return [json.loads(line) for line in run.stdout.splitlines()]


def _whole_or_none(tries: list[dict[str, object]]) -> None:
    assert [one["killed"] for one in tries] == [True] * (len(tries) - 1) + [False]
    for one in tries:
        assert one["half"] in ([0, 0, 0], KEPT)
        assert one["whole"] == KEPT
        assert one["refused"] == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_during_an_intake_leaves_whole_files_or_none(home: Settings, store_url: str) -> None:
    """And the next intake takes in the rest. Some statements; all of them under `make faults`."""
    tries = _killed(home, store_url, every=13)

    assert len(tries) > 2
    _whole_or_none(tries)


@pytest.mark.faults
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_kill_at_every_statement_leaves_whole_files_or_none(home: Settings, store_url: str) -> None:
    """The long run of the same rule: before and after each statement, and before each commit."""
    tries = _killed(home, store_url, every=1)

    assert len(tries) > 20
    _whole_or_none(tries)


def test_two_intakes_at_once_lose_nothing(home: Settings, store_url: str) -> None:
    """Two machines over one store: every report is there, what both have is there once, revisions have no gap."""
    units = [unit.code for unit in read_office(home.params, "zhumadian").units if unit.kind == "county"][:8]
    homes = [home.home, home.home.with_name("zweite 第二")]
    shutil.copytree(homes[0], homes[1])
    open_store(store_url, make=True)
    for n, folder in enumerate(homes):
        inbox = folder / "data" / "zhumadian" / "inbox"
        inbox.mkdir(parents=True)
        for unit in units:
            (inbox / f"both-{unit}.csv").write_text(long_csv(screening(), unit=unit))
            (inbox / f"own-{unit}.csv").write_text(long_csv(screening(10 + n, total=15 + n), unit=unit))

    running = [
        subprocess.Popen(
            [sys.executable, "-m", "thongbao", "intake", str(folder / "data" / "zhumadian" / "inbox")],
            env=os.environ | {"THONGBAO_HOME": str(folder), "THONGBAO_STORE": store_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for folder in homes
    ]
    said = [process.communicate(timeout=120)[0] for process in running]

    assert [process.returncode for process in running] == [0, 0], said
    with reading(open_store(store_url)) as connection:
        kept = connection.execute(select(reports.c.unit, reports.c.revision, reports.c.digest)).all()
        lines = connection.execute(select(func.count()).select_from(figures)).scalar()
        files = connection.execute(select(func.count()).select_from(sources)).scalar()
    assert files == 3 * len(units)
    assert lines == 4 * len(kept)
    for unit in units:
        mine = sorted((revision, digest) for code, revision, digest in kept if code == unit)
        assert [revision for revision, _ in mine] == list(range(1, len(mine) + 1))
        assert len({digest for _, digest in mine}) == 3
