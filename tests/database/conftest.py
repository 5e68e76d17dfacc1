"""What the tests of the store share: they make its tables themselves."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest

from support.postgres import new_database

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """A function that returns the address of a store without tables: of SQLite, or of PostgreSQL."""
    numbers = count()

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}"
        return new_database(request.getfixturevalue("postgresql"), f"bare_{next(numbers)}")

    return make
