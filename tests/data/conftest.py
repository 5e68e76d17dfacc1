"""What the tests of the data share: each one that uses a store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from thongbao.database import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Engine


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, new_store: Callable[[str], str]) -> Engine:
    """One store for the module; every test, or example, has an office of its own.

    It is asked for many small transactions, and no test pulls the plug: nothing waits for the disk.
    """
    engine = open_store(new_store(request.param), make=True)
    if request.param == "sqlite":
        event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = OFF"))
    return engine
