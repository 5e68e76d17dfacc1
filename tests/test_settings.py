"""Where things are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url

from thongbao.errors import WrongUse
from thongbao.settings import Settings, settings

if TYPE_CHECKING:
    from pathlib import Path


def test_the_home_is_found_from_a_folder_inside_it(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands work from anywhere in the project."""
    monkeypatch.delenv("THONGBAO_HOME")
    monkeypatch.chdir(home.notebooks)

    assert settings().home == home.home


def test_outside_a_project_the_command_says_where_it_looked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong folder is wrong use, with what to do."""
    monkeypatch.chdir(tmp_path)

    with pytest.raises(WrongUse, match="THONGBAO_HOME"):
        settings()


def test_the_store_is_beside_the_reports_unless_named(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """THONGBAO_STORE names another one."""
    beside = settings().store
    monkeypatch.setenv("THONGBAO_STORE", "postgresql+psycopg://office@db.example/thongbao")

    assert make_url(beside).database == str(home.home / "data" / "store.sqlite")
    assert settings().store == "postgresql+psycopg://office@db.example/thongbao"


def test_a_folder_may_be_named_with_signs_that_mean_something_in_a_url(tmp_path: Path) -> None:
    """A question mark, a per cent sign, spaces and Chinese letters stay what they are."""
    odd = tmp_path / "50%41 通报? #1"

    assert make_url(settings(odd).store).database == str(odd / "data" / "store.sqlite")


def test_the_offices_are_the_folders_with_an_office_file(home: Settings) -> None:
    """forms and schema are no offices."""
    assert home.offices() == ["zhumadian"]
