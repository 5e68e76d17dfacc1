"""What was refused is kept with its faults, and so is what became of a file."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from support.arrivals import DAY, NOON, a_refusal
from thongbao.data import reports
from thongbao.database import writing
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from sqlalchemy import Engine

OFFICES = (f"office-{number}" for number in count())


@pytest.fixture
def office() -> str:
    return next(OFFICES)


def read(engine: Engine, office: str, hour: float | None = None) -> reports.Reports:
    as_of = None if hour is None else NOON + timedelta(hours=hour)
    return reports.read(engine, office, ["cases", "isolation"], ["a", "b"], DAY - timedelta(27), DAY, as_of)


def test_refusals_are_kept_once_with_all_faults(engine: Engine, office: str) -> None:
    """A file that is refused each night is one refusal, and it is no report."""
    with writing(engine) as connection:
        assert reports.refuse(connection, a_refusal(office=office))
        assert not reports.refuse(connection, a_refusal(office=office, hour=24))
        assert reports.refuse(connection, a_refusal(office=office, unit="b", hour=1))
        assert reports.refuse(connection, a_refusal(None, None, None, office=office))

    found = read(engine, office)

    assert found.refusals["unit"].tolist() == ["a", "b"]
    assert found.refusals["messages"].tolist() == [(dict.fromkeys(LOCALES, "write a number"),)] * 2
    assert found.reports.empty
    assert found.received_to is None


def test_what_became_of_a_file_is_known_by_its_content(engine: Engine, office: str) -> None:
    """A refused file may be accepted later; the last outcome counts."""
    with writing(engine) as connection:
        assert reports.source_outcome(connection, office, "f" * 64) is None
        reports.record_source(connection, office, "f" * 64, "a.xlsx", 10, NOON, "refused")
        reports.record_source(connection, office, "f" * 64, "b.xlsx", 10, NOON, "accepted")

        assert reports.source_outcome(connection, office, "f" * 64) == "accepted"
        assert reports.source_outcome(connection, f"{office}-2", "f" * 64) is None


def test_a_refusal_is_known_from_its_arrival_on(engine: Engine, office: str) -> None:
    """As of before, nobody had sent anything."""
    with writing(engine) as connection:
        reports.refuse(connection, a_refusal(office=office, hour=3))

    assert read(engine, office, hour=2).refusals.empty
    assert len(read(engine, office, hour=3).refusals) == 1
