"""What all tests share: a home of their own, and nothing of the machine's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import hypothesis
import pytest
from filelock import FileLock

from thongbao.database import open_store
from thongbao.settings import settings

if TYPE_CHECKING:
    from thongbao.settings import Settings

# A shared machine is slow now and then; what is slow is found by benchmarks, not by a test that fails by chance.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the store, the home or the office that the developer has set."""
    for name in ("THONGBAO_HOME", "THONGBAO_STORE", "THONGBAO_OFFICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the sample office's params and notebooks in an empty folder, with an empty store of its own.

    The folder's name has a space and non-ASCII letters, as a user's may.
    """
    folder = tmp_path / "thông báo 通报"
    copy_sample_office(folder)
    monkeypatch.setenv("THONGBAO_HOME", str(folder))
    here = settings()
    open_store(here.store, make=True)
    return here


def copy_sample_office(folder: Path) -> None:
    """Copy the settings and notebooks of the sample office, whatever other offices stand beside it."""
    for name in ("screening", "isolation", "cases"):
        target = folder / "params" / "forms" / f"{name}.yml"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / "params" / "forms" / target.name, target)
    shutil.copytree(PROJECT / "params" / "zhumadian", folder / "params" / "zhumadian")
    shutil.copytree(PROJECT / "notebooks" / "locale", folder / "notebooks" / "locale")
    for name in ("10_county_daily.ipynb", "90_city_rollup.ipynb"):
        shutil.copy(PROJECT / "notebooks" / name, folder / "notebooks" / name)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it skip where it is absent."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real data and corpora is not beside the project")
    return folder


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Settings:
    """The sample office after `make bulletins`: reports taken in, every bulletin of 2020-02-19 made. Read only.

    It is made once, with the commands that the Makefile calls, however many processes run the tests.
    """
    shared_by_workers = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared_by_workers = shared_by_workers.parent
    folder = shared_by_workers / "sample office 样例"
    with FileLock(shared_by_workers / "sample.lock"):
        if not (folder / "done").exists():
            make_sample(folder)
            (folder / "done").touch()
    return settings(folder)


def make_sample(folder: Path) -> None:
    """Do what `make bulletins` does, in an empty folder."""
    copy_sample_office(folder)
    ignored = shutil.ignore_patterns("inbox", "intake", "__pycache__")
    shutil.copytree(PROJECT / "data" / "zhumadian", folder / "data" / "zhumadian", ignore=ignored)
    inbox = folder / "data" / "zhumadian" / "inbox"
    steps = [
        [str(folder / "data" / "zhumadian" / "make_reports.py"), str(inbox)],
        ["-m", "thongbao", "intake", "--backfill", str(inbox)],
        ["-m", "thongbao", "run", "2020-02-19"],
    ]
    expected = [0, 1, 0]  # one of the sample reports is refused, and that is said
    for step, code in zip(steps, expected, strict=True):
        done = thongbao_process(step, folder)
        assert done.returncode == code, done.stdout + done.stderr


def thongbao_process(arguments: list[str], home: Path) -> SimpleNamespace:
    """Run Python with ``arguments`` for a home and return its exit code and what it said."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("THONGBAO_")}
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**environment, "THONGBAO_HOME": str(home)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return SimpleNamespace(returncode=done.returncode, stdout=done.stdout, stderr=done.stderr)
