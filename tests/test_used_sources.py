"""One line of the program changed, seen through a whole batch: all that use it are made again, and no other."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from support.cluster import RUN
from support.steps import in_this_process
from support.unrun import code, notebook, use_notebooks
from test_flow import DAY, batch_of, folder_of
from thongbao.bulletin.fingerprint import program
from thongbao.bulletin.plan import Wish
from thongbao.bulletin.sources import PACKAGE, sources

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

HELPER = "data/workbook.py"
"""A module that bulletins do without; here the roll-up's notebook uses it."""
CHANGED = {
    HELPER: {"411700"},
    "report/words.py": None,
    "bulletin/check.py": None,
    "bulletin/letter.py": set(),
    "commands/run.py": set(),
}
"""Module -> the units whose editions use it; None for all."""


@pytest.fixture
def package(home: Settings, tmp_path: Path) -> Path:
    """A copy of the package, to change lines in; the roll-up's notebook imports one module more than the others."""
    importing = code("from thongbao.data import workbook", "importing")
    use_notebooks(home.notebooks, notebook(), notebook(importing))
    copy = tmp_path / "lib" / "thongbao"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copy


def change(package: Path, name: str) -> None:
    """Change one line."""
    file = package / name
    file.write_bytes(file.read_bytes() + b"# changed\n")


def test_a_changed_line_makes_again_what_uses_it_and_nothing_else(
    home: Settings, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve counties and the roll-up, planned and judged as ever, without kernels."""
    in_this_process(monkeypatch)
    monkeypatch.setattr("thongbao.bulletin.fingerprint.sources", lambda code: sources(code, package))
    wish = Wish(locale="en")
    every = {record.edition.unit for record in batch_of(home, wish=wish).made}
    made = {}
    for name in CHANGED:
        change(package, name)
        program.cache_clear()
        made[name] = {record.edition.unit for record in batch_of(home, wish=wish).made}
    program.cache_clear()

    assert len(every) == 13
    assert made == {name: every if units is None else units for name, units in CHANGED.items()}


@pytest.mark.faults
@pytest.mark.parametrize("name", CHANGED)
def test_a_changed_line_is_seen_by_the_command(home: Settings, package: Path, name: str) -> None:
    """The same by a program that is really another one, kernels and all."""

    def run() -> set[str]:
        command = [sys.executable, "-c", RUN, "run", DAY.isoformat(), "--locale", "en"]
        environment = {**os.environ, "THONGBAO_HOME": str(home.home), "PYTHONPATH": str(package.parent)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return {path.parent.name for path in folder_of(home).glob("*/*.en.json") if path.stat().st_mtime_ns > before}

    before = 0
    every = run()
    before = max(path.stat().st_mtime_ns for path in folder_of(home).glob("*/*.en.json"))
    change(package, name)
    units = CHANGED[name]

    assert len(every) == 13
    assert run() == (every if units is None else units)
