"""Stores that have all their tables and nothing in them, copied from one that was made once: making one takes 40 ms."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.postgres import new_database
from thongbao.database import open_store

if TYPE_CHECKING:
    from thongbao.settings import Settings


@cache
def _file() -> bytes:
    """Return the file of such a store in SQLite."""
    with tempfile.TemporaryDirectory(prefix="thongbao-store-") as folder:
        path = Path(folder) / "store.sqlite"
        open_store(f"sqlite:///{path}", make=True)
        return path.read_bytes()


@cache
def _database(server: str) -> str:
    """Make such a store in a PostgreSQL server, as a template for others, and return its name."""
    engine = open_store(new_database(server, "tables"), make=True)
    engine.dispose()  # PostgreSQL copies only what nobody is connected to
    return "tables"


def sqlite_store(path: Path) -> str:
    """Put an empty store there, making its folder, and return its address."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_file())
    return f"sqlite:///{path}"


def postgresql_store(server: str, name: str) -> str:
    """Put an empty store of that name into a server and return its address."""
    return new_database(server, name, _database(server))


@pytest.fixture
def home_in_either(home: Settings, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home whose store is in SQLite, and one whose store is in PostgreSQL; modules use it as their ``home``."""
    monkeypatch.setenv("THONGBAO_STORE", store_url)
    return replace(home, store=store_url)
