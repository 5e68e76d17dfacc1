"""One moment of the reports, read once and handed out to each edition."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.examples import examples
from thongbao.data import snapshot
from thongbao.data.reports import NewReport, append, read
from thongbao.data.snapshot import held, hold
from thongbao.database import open_store, writing
from thongbao.records import ReportKey

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

FIRST, LAST = date(2020, 2, 10), date(2020, 2, 19)
FORMS, UNITS = ("cases", "isolation", "screening"), ("a", "b", "c", "d")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Reports with gaps, corrections and days outside of the window; unit d sent nothing."""
    engine = open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}", make=True)
    for number in range(14):
        for at, unit in enumerate(UNITS[:3]):
            for form in FORMS[: 1 + (number + at) % 3]:
                arrive(engine, form, unit, FIRST + timedelta(days=number - 2), number + at)
                if (number + at) % 4 == 0:
                    arrive(engine, form, unit, FIRST + timedelta(days=number - 2), number + at + 1, hours=20)
    hold("batch", engine, "office", FORMS, UNITS, FIRST, LAST)
    return engine


def arrive(engine: Engine, form: str, unit: str, day: date, value: float, hours: int = 8) -> None:
    came = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hours)
    figures = {("total", "n"): value, ("teachers", "n"): value / 2}
    report = NewReport("1", came, came, "", "", "filled", on_time=hours < 9, figures=figures)
    with writing(engine) as connection:
        append(connection, ReportKey(office="office", form=form, unit=unit, day=day), report)


@given(
    units=st.lists(st.sampled_from(UNITS), min_size=1, max_size=5),
    forms=st.lists(st.sampled_from(FORMS), min_size=1, max_size=3, unique=True),
)
@examples(25)
def test_what_is_handed_out_is_what_reading_would_have_given(store: Engine, units: list[str], forms: list[str]) -> None:
    """Every frame, line by line and type by type, and every digest."""
    asked = ("office", forms, units, FIRST, LAST)

    shared, alone = held("batch", *asked), read(store, *asked)

    assert shared is not None
    for field in fields(alone):
        ours, theirs = getattr(shared, field.name), getattr(alone, field.name)
        if isinstance(theirs, pd.DataFrame):
            pd.testing.assert_frame_equal(ours, theirs)
        else:
            assert ours == theirs


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("another batch", ("office", FORMS, UNITS, FIRST, LAST)),
        ("", ("office", FORMS, UNITS, FIRST, LAST)),
        ("batch", ("other", FORMS, UNITS, FIRST, LAST)),
        ("batch", ("office", (*FORMS, "more"), UNITS, FIRST, LAST)),
        ("batch", ("office", FORMS, (*UNITS, "e"), FIRST, LAST)),
        ("batch", ("office", FORMS, UNITS, FIRST + timedelta(days=1), LAST)),
        ("batch", ("office", FORMS, UNITS, FIRST, LAST + timedelta(days=1))),
    ],
)
@pytest.mark.usefixtures("store")
def test_what_is_not_in_the_snapshot_must_be_read(
    name: str, asked: tuple[str, tuple[str, ...], tuple[str, ...], date, date]
) -> None:
    """Another batch, office, window, form or unit is never answered from it."""
    assert held(name, *asked) is None


def test_what_arrives_later_is_not_in_it_and_its_digest_says_so(tmp_path: Path) -> None:
    """A batch shows one moment; the next run finds what has changed since."""
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)
    arrive(engine, "cases", "a", LAST, 1)
    before = dict(snapshot._held)
    try:
        hold("now", engine, "office", ["cases"], ["a"], FIRST, LAST)
        arrive(engine, "cases", "a", LAST, 2, hours=20)
        shared = held("now", "office", ["cases"], ["a"], FIRST, LAST)
    finally:
        snapshot._held.clear()
        snapshot._held.update(before)
    later = read(engine, "office", ["cases"], ["a"], FIRST, LAST)

    assert shared is not None
    assert shared.figures["value"].max() == 1
    assert later.figures["value"].max() == 2
    assert shared.slices[0].digest != later.slices[0].digest
