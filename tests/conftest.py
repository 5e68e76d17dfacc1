"""What all tests share: a home of their own, and nothing of the machine's."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import hypothesis
import pytest

import thongbao.bulletin._quick_imports  # noqa: F401 -- before any test brings nbformat
from support.once import made_once
from support.postgres import programs, server
from support.sample import make_sample as make_inbox
from support.stores import postgresql_store, sqlite_store
from thongbao.settings import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser

    from thongbao.settings import Settings

# A shared machine is slow now and then; what is slow is found by benchmarks, not by a test that fails by chance.
hypothesis.settings.register_profile("project", deadline=None)
hypothesis.settings.load_profile("project")

PROJECT = Path(__file__).resolve().parents[1]
BENCHMARKS = PROJECT / "tests" / "benchmarks"

# Started in the background of a script, the tests would ignore Ctrl-C, and so would every program they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the benchmarks, and the libraries they measure against, unread where none of them is to run."""
    return True if collection_path == BENCHMARKS and "not bench" in config.option.markexpr else None


DEAR = {"offices", "sample", "corpus", "cluster"}
"""Fixtures that take most of a minute, or several processes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests that need what is dear to make first: in the end no process works alone, and none waits for it."""
    items.sort(key=lambda item: DEAR.isdisjoint(getattr(item, "fixturenames", ())))


@pytest.fixture(autouse=True)
def _nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the store, the home or the office that the developer has set."""
    for name in ("THONGBAO_HOME", "THONGBAO_STORE", "THONGBAO_OFFICE"):
        monkeypatch.delenv(name, raising=False)
    whose = sys.modules.get("thongbao.report.whose")
    if whose is not None:  # a test that made an IPython shell would have its loads told to the next one
        whose._loads.clear()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the sample office's params and notebooks in an empty folder, with an empty store of its own.

    The folder's name has a space and non-ASCII letters, as a user's may.
    """
    return make_home(tmp_path / "thông báo 通报", monkeypatch)


def make_home(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Copy the small office into a folder, with an empty store, and make it the home of this process."""
    copy_sample_office(folder)
    monkeypatch.setenv("THONGBAO_HOME", str(folder))
    here = settings()
    sqlite_store(here.data / "store.sqlite")
    return here


SMALL = PROJECT / "tests" / "offices" / "small"
SMALL_FORMS = ("screening", "isolation", "cases")
SMALL_BULLETINS = ("county_daily", "city_rollup")


def copy_sample_office(folder: Path) -> None:
    """Copy the sample office cut down to three forms and two bulletins, whatever other offices stand beside it."""
    params = folder / "params"
    shutil.copytree(PROJECT / "params" / "zhumadian", params / "zhumadian")
    small_office(params)
    shutil.copytree(SMALL / "notebooks", folder / "notebooks")


def small_office(params: Path) -> None:
    """Cut the settings of zhumadian under ``params`` down to what the notebooks of the small office use."""
    (params / "forms").mkdir(exist_ok=True)
    for name in SMALL_FORMS:
        shutil.copy(PROJECT / "params" / "forms" / f"{name}.yml", params / "forms")
    here = params / "zhumadian"
    shutil.copy(SMALL / "bulletins.yml", here)
    office = (here / "office.yml").read_text(encoding="utf-8")
    forms = f"forms: [{', '.join(SMALL_FORMS)}]"
    (here / "office.yml").write_text(re.sub(r"(?m)^forms:[^\]]*\]", forms, office), encoding="utf-8")
    recipients = (here / "recipients.yml").read_text(encoding="utf-8")
    (here / "recipients.yml").write_text(re.sub(r"bulletins: \[(.*)\]", _of_the_small, recipients), encoding="utf-8")


def _of_the_small(found: re.Match[str]) -> str:
    kept = [code for code in found[1].split(", ") if code in SMALL_BULLETINS]
    return f"bulletins: [{', '.join(kept)}]"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a PostgreSQL server of the tests' own; tests that need it skip where none is installed."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed")
    with server() as url:
        yield url


@pytest.fixture(scope="session")
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """A function that returns the address of an empty store: of SQLite, or of PostgreSQL."""
    numbers = count()

    def make(kind: str) -> str:
        if kind == "sqlite":
            return sqlite_store(tmp_path_factory.mktemp("store") / "store.sqlite")
        return postgresql_store(request.getfixturevalue("postgresql"), f"test_{next(numbers)}")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, new_store: Callable[[str], str]) -> str:
    """The address of an empty store, on each of the two databases."""
    return new_store(request.param)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium, as installed; tests that need it skip where there is none."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def little_preload() -> Iterator[None]:
    """Batches import little beforehand: notebooks of `support.unrun` draw nothing, and loading what draws takes 2 s."""
    from support.cluster import LITTLE
    from thongbao import flow

    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(flow, "PRELOAD", LITTLE)
        yield


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
    return settings(made_once(tmp_path_factory, worker_id, "sample office 样例", make_sample))


@pytest.fixture(scope="session")
def sample_inbox(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The sample reports of zhumadian as its own script makes them. Read only."""

    def make(folder: Path) -> None:
        make_inbox(folder)

    return made_once(tmp_path_factory, worker_id, "thông báo 通报", make)


def make_sample(folder: Path) -> None:
    """Do what `make bulletins` does, in an empty folder."""
    copy_sample_office(folder)
    ignored = shutil.ignore_patterns("inbox", "intake", "__pycache__")
    for name in ("made", "zhumadian"):
        shutil.copytree(PROJECT / "data" / name, folder / "data" / name, ignore=ignored)
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
