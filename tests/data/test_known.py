"""What the store knows already: of a key when it last came, of a file whether it still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from support.arrivals import NOON, a_key, a_refusal, a_report
from thongbao.data.known import first_arrival, latest, superseded
from thongbao.data.reports import append, refuse
from thongbao.database import open_store, writing

if TYPE_CHECKING:
    from pathlib import Path


def test_arrivals_are_those_of_the_key_and_the_file(tmp_path: Path) -> None:
    """Another unit or office has nothing to do with it."""
    with writing(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)) as connection:
        for hour, unit in enumerate(["a", "a", "b"]):
            append(connection, a_key(unit=unit), a_report(hour, hour=hour))
        refuse(connection, a_refusal(hour=3))
        refuse(connection, a_refusal(unit="b", hour=1))

        assert latest(connection, a_key(unit="a")) == NOON + timedelta(hours=1)
        assert latest(connection, a_key(unit="a", office="p")) is None
        assert first_arrival(connection, "o", "1" * 64) == NOON + timedelta(hours=1)
        assert first_arrival(connection, "p", "1" * 64) is None


def test_a_file_is_superseded_where_something_else_is_in_force(tmp_path: Path) -> None:
    """A file whose figures came back after a correction holds again."""
    with writing(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)) as connection:
        for hour, (source, cases) in enumerate([("a", 1), ("b", 2), ("c", 1)]):
            append(connection, a_key(), replace(a_report(cases, hour=hour), source=source))
        append(connection, a_key(unit="b"), replace(a_report(1), source="d"))

        assert superseded(connection, "o") == {"b"}
        assert superseded(connection, "p") == set()
