"""What all tests share: a home of their own, and nothing of the machine's."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from thongbao.settings import Settings, settings

PROJECT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def _nothing_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the store, the home or the office that the developer has set."""
    for name in ("THONGBAO_HOME", "THONGBAO_STORE", "THONGBAO_OFFICE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the project's params and notebooks in an empty folder, with a store of its own.

    The folder's name has a space and non-ASCII letters, as a user's may.
    """
    folder = tmp_path / "thông báo 通报"
    shutil.copytree(PROJECT / "params", folder / "params")
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    monkeypatch.setenv("THONGBAO_HOME", str(folder))
    return settings()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the project; tests that need it skip where it is absent."""
    folder = PROJECT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder of real data and corpora is not beside the project")
    return folder
