"""What was corrected since somebody last read it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.arrivals import DAY, NOON, a_key, a_report
from support.stores import sqlite_store
from thongbao.data.corrections import changed_since
from thongbao.data.reports import append, read
from thongbao.database import open_store, writing

if TYPE_CHECKING:
    import pandas as pd


def kept(url: str, *arrivals: tuple[str, float | None, float]) -> pd.DataFrame:
    """Keep reports of (unit, confirmed, hours after noon) and return what changed since an hour after noon."""
    engine = open_store(url, make=True)
    with writing(engine) as connection:
        for unit, confirmed, hour in arrivals:
            append(connection, a_key(unit), a_report(confirmed, hour=hour))
    units = sorted({unit for unit, _, _ in arrivals})
    data = read(engine, "o", ["cases"], units, DAY, DAY)
    engine.dispose()
    return changed_since(data, NOON + timedelta(hours=1))


def test_a_correction_says_what_it_was_what_it_is_and_since_when(store_url: str) -> None:
    """Two corrections of one figure are one line: who read it then knows the first figure."""
    found = kept(store_url, ("a", 5, 0), ("a", 6, 2), ("a", 7, 3), ("b", 1, 0))

    assert len(found) == 1
    line = found.iloc[0]
    assert (line["unit"], line["day"].date(), line["form"], line["row"]) == ("a", DAY, "cases", "total")
    assert (line["measure"], line["old"], line["new"]) == ("confirmed", 5, 7)
    assert line["received_at"] == NOON + timedelta(hours=3)


@pytest.mark.parametrize(
    "arrivals",
    [
        [("a", 5, 0), ("a", 6, 0.5)],  # known already
        [("a", 5, 0), ("a", 6, 2), ("a", 5, 3)],  # changed and changed back
        [("a", 5, 2), ("a", 6, 3)],  # nothing was known then
    ],
)
def test_what_nobody_would_miss_is_no_correction(
    arrivals: list[tuple[str, float | None, float]], store_url: str
) -> None:
    """Known by then, undone since, or not there yet."""
    assert kept(store_url, *arrivals).empty


def test_a_figure_that_was_taken_back_or_added_is_a_correction(store_url: str) -> None:
    """Not stated is no zero: it shows as nothing."""
    found = kept(store_url, ("a", 5, 0), ("a", None, 2), ("b", None, 0), ("b", 4, 2))

    assert found[["unit", "old", "new"]].astype(object).where(found.notna(), None)[
        ["old", "new"]
    ].to_numpy().tolist() == [
        [5, None],
        [None, 4],
    ]


@settings(max_examples=25)
@given(st.lists(st.tuples(st.sampled_from([None, 1, 2, 3]), st.integers(0, 4)), min_size=1, max_size=6))
def test_it_is_the_difference_between_two_readings(
    tmp_path_factory: pytest.TempPathFactory, course: list[tuple[float | None, int]]
) -> None:
    """What was known at the moment against what is known now, figure by figure."""
    folder = tmp_path_factory.mktemp("store")
    engine = open_store(sqlite_store(folder / "a.sqlite"))
    with writing(engine) as connection:
        for confirmed, hour in sorted(course, key=lambda one: one[1]):
            append(connection, a_key(), a_report(confirmed, hour=hour))
    then = read(engine, "o", ["cases"], ["a"], DAY, DAY, as_of=NOON + timedelta(hours=1))
    now = read(engine, "o", ["cases"], ["a"], DAY, DAY)
    engine.dispose()

    before, after = (
        dict(zip(d.figures["column"], d.figures["value"], strict=True)).get("confirmed") for d in (then, now)
    )
    found = changed_since(now, NOON + timedelta(hours=1))

    changed = len(then.reports) > 0 and before != after
    assert len(found) == changed
    if changed:
        assert found[["old", "new"]].astype(object).where(found.notna(), None).to_numpy().tolist() == [[before, after]]


def test_a_moment_without_a_zone_is_refused(store_url: str) -> None:
    """It cannot be said when that was."""
    engine = open_store(store_url, make=True)
    data = read(engine, "o", ["cases"], ["a"], DAY, DAY)

    with pytest.raises(ValueError, match="time zone"):
        changed_since(data, datetime(2020, 2, 19, 12))  # noqa: DTZ001
