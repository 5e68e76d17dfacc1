"""Frames hold what was asked for, with their columns and types, also when there is nothing."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from support.arrivals import DAY, NOON, a_key, a_refusal, a_report
from thongbao.data import reports
from thongbao.database import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine

OFFICES = (f"office-{number}" for number in count())


@pytest.fixture
def office() -> str:
    return next(OFFICES)


def append(engine: Engine, office: str, *made: reports.NewReport, unit: str = "a", day: date = DAY) -> list[int | None]:
    with writing(engine) as connection:
        return [reports.append(connection, a_key(unit, day, office=office), report) for report in made]


def read(engine: Engine, office: str, hour: float | None = None) -> reports.Reports:
    as_of = None if hour is None else NOON + timedelta(hours=hour)
    return reports.read(engine, office, ["cases", "isolation"], ["a", "b"], DAY - timedelta(27), DAY, as_of)


def values(found: reports.Reports) -> list[float]:
    return found.figures["value"].tolist()


def test_frames_without_lines_keep_their_columns_and_types(engine: Engine, office: str) -> None:
    """An office with no reports at all gets bulletins that say so, not errors."""
    empty = read(engine, "nobody")
    append(engine, office, a_report(5, warning="odd"), a_report(3, hour=1, warning="odd"))
    with writing(engine) as connection:
        reports.refuse(connection, a_refusal(office=office))
    filled = read(engine, office)

    for name in ("reports", "figures", "warnings", "revisions", "refusals"):
        assert getattr(empty, name).empty
        assert not getattr(filled, name).empty
        assert getattr(empty, name).dtypes.to_dict() == getattr(filled, name).dtypes.to_dict()
    assert str(filled.reports["day"].dtype) == "datetime64[s]"
    assert str(filled.reports["received_at"].dtype) == "datetime64[us, UTC]"


def test_reading_leaves_out_other_offices_forms_units_and_days(engine: Engine, office: str) -> None:
    """What was not asked for is not there."""
    append(engine, office, a_report(1))
    with writing(engine) as connection:
        for key in (
            a_key(office=f"{office}-2"),
            a_key(office=office, form="screening"),
            a_key("c", office=office),
            a_key(day=DAY - timedelta(28), office=office),
            a_key(day=DAY + timedelta(1), office=office),
        ):
            assert reports.append(connection, key, a_report(9)) == 1

    assert values(read(engine, office)) == [1]


def test_so_many_units_that_no_query_names_them_give_the_same(engine: Engine, office: str) -> None:
    """From 500 units on they are sorted out in memory; nothing of another unit slips in."""
    append(engine, office, a_report(1, warning="odd"), unit="a")
    append(engine, office, a_report(2, warning="odd"), unit="other")
    with writing(engine) as connection:
        reports.refuse(connection, a_refusal("other", office=office))
    few = reports.read(engine, office, ["cases"], ["a"], DAY, DAY)

    many = reports.read(engine, office, ["cases"], ["a", *(f"u{n}" for n in range(600))], DAY, DAY)

    for name in ("reports", "figures", "warnings", "revisions", "refusals"):
        assert getattr(many, name).equals(getattr(few, name))
    assert many.slices[0].digest == few.slices[0].digest
