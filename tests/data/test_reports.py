"""Reports are appended, never changed, and read as they were known at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from support.arrivals import DAY, NOON, a_key, a_report
from support.examples import examples
from thongbao.data import reports
from thongbao.database import reading, writing
from thongbao.database import reports as table
from thongbao.files import sha256
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from sqlalchemy import Engine

OFFICES = (f"office-{number}" for number in count())

arrivals = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([None, 0, 1, 2])), max_size=8)
"""(hour of arrival, figure); None is a report without the figure."""


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


def test_the_same_report_twice_is_one_report(engine: Engine, office: str) -> None:
    """What says nothing new gets no revision, and changes nothing."""
    assert append(engine, office, a_report(1), a_report(1, hour=3)) == [1, None]

    found = read(engine, office)

    assert values(found) == [1]
    assert found.reports["revision"].tolist() == [1]
    assert found.revisions.empty


def test_a_correction_is_a_new_revision_and_says_what_changed(engine: Engine, office: str) -> None:
    """Both figures stay known: what was said first, and what was said instead."""
    first = a_report(figures={("total", "confirmed"): 5, ("total", "suspected"): 1, ("total", "excluded"): 4})
    second = a_report(figures={("total", "confirmed"): 3, ("total", "recovered"): 2, ("total", "excluded"): 4}, hour=20)

    assert append(engine, office, first, second) == [1, 2]

    changed = read(engine, office).revisions
    assert changed["column"].tolist() == ["confirmed", "recovered", "suspected"]
    assert changed["before"].fillna(-1).tolist() == [5, -1, 1]
    assert changed["after"].fillna(-1).tolist() == [3, 2, -1]
    assert changed["received_at"].unique().tolist() == [NOON + timedelta(hours=20)]


def test_a_figure_in_another_cell_is_another_report(engine: Engine, office: str) -> None:
    """The same number in the next column is a correction."""
    cells = [("total", "confirmed"), ("total", "suspected"), ("students", "suspected")]
    made = [a_report(figures={cell: 3}, hour=hour) for hour, cell in enumerate(cells)]

    assert append(engine, office, *made) == [1, 2, 3]


def test_a_correction_taken_back_is_a_third_revision(engine: Engine, office: str) -> None:
    """The first figures sent again after a correction are in force again."""
    assert append(engine, office, a_report(5), a_report(3, hour=1), a_report(5, hour=2)) == [1, 2, 3]

    assert values(read(engine, office)) == [5]


def test_a_report_that_arrived_earlier_but_was_taken_in_later_does_not_replace_the_newer(
    engine: Engine, office: str
) -> None:
    """A backfill adds history; what arrived last stays in force."""
    assert append(engine, office, a_report(3, hour=5), a_report(5, hour=1)) == [1, 2]

    assert values(read(engine, office)) == [3]
    assert values(read(engine, office, hour=2)) == [5]
    assert read(engine, office).revisions[["before", "after"]].to_numpy().tolist() == [[5, 3]]


def test_a_correction_after_the_cut_off_does_not_make_a_report_late(engine: Engine, office: str) -> None:
    """Timeliness asks when the first report came."""
    append(engine, office, a_report(5, on_time=True), a_report(3, hour=30, on_time=False))

    line = read(engine, office).reports.iloc[0]

    assert line["on_time"]
    assert (line["first_received_at"], line["received_at"]) == (NOON, NOON + timedelta(hours=30))


def test_a_zero_report_is_not_a_filled_one_with_zeros(engine: Engine, office: str) -> None:
    """To say that nothing happened is an act of its own."""
    assert append(engine, office, a_report(0), a_report(0, hour=1, state="zero")) == [1, 2]

    assert read(engine, office).reports["state"].tolist() == ["zero"]


def test_what_is_not_stated_has_no_line(engine: Engine, office: str) -> None:
    """Missing is not zero: neither for a report nor for a cell."""
    append(engine, office, a_report(None), unit="a")
    append(engine, office, a_report(0), unit="b")

    found = read(engine, office)

    assert found.reports["unit"].tolist() == ["a", "b"]
    assert found.figures[["unit", "value"]].to_numpy().tolist() == [["b", 0.0]]


def test_only_the_warnings_of_the_revision_in_force_are_read(engine: Engine, office: str) -> None:
    """A corrected figure is not flagged for what it no longer says."""
    append(engine, office, a_report(1, warning="odd"), a_report(2, hour=1, warning="strange"))

    warnings = read(engine, office).warnings

    assert warnings[["form", "unit", "code", "message"]].to_numpy().tolist() == [
        ["cases", "a", "strange", dict.fromkeys(LOCALES, "about strange")]
    ]


@given(made=arrivals.map(lambda made: sorted(made, key=lambda one: one[0])), now=st.integers(0, 5))
@examples(20)
def test_at_any_time_the_last_that_had_arrived_is_in_force(
    engine: Engine, made: list[tuple[int, float | None]], now: int
) -> None:
    """As-of: taken in as they arrived, the figure is that of the last arrival up to then."""
    office = next(OFFICES)
    append(engine, office, *(a_report(value, hour=hour) for hour, value in made))
    known = [value for hour, value in made if hour <= now]

    assert values(read(engine, office, hour=now)) == [value for value in known[-1:] if value is not None]


@given(made=arrivals, now=st.integers(0, 5))
@examples(20)
def test_taken_in_in_any_order_the_last_kept_arrival_is_in_force(
    engine: Engine, made: list[tuple[int, float | None]], now: int
) -> None:
    """As-of: a backfill in disorder is sorted by arrival; what repeated its forerunner left no trace."""
    office = next(OFFICES)
    revisions = append(engine, office, *(a_report(value, hour=hour) for hour, value in made))
    kept = [
        (hour, revision, value)
        for (hour, value), revision in zip(made, revisions, strict=True)
        if revision is not None and hour <= now
    ]

    in_force = max(kept)[2] if kept else None

    assert values(read(engine, office, hour=now)) == ([] if in_force is None else [in_force])


@given(made=arrivals)
@examples(20)
def test_revisions_have_no_gap_and_stay_what_they_were(engine: Engine, made: list[tuple[int, float | None]]) -> None:
    """Append-only: numbers 1, 2, 3, ...; no later arrival changes a line that was there."""
    office = next(OFFICES)
    lines: list[tuple[object, ...]] = []

    for hour, value in made:
        append(engine, office, a_report(value, hour=hour))
        with reading(engine) as connection:
            query = select(table).where(table.c.office == office).order_by(table.c.revision)
            now = [tuple(line) for line in connection.execute(query)]
        assert now[: len(lines)] == lines
        assert len(now) <= len(lines) + 1
        lines = now

    assert [line[6] for line in lines] == list(range(1, len(lines) + 1))


@given(made=st.lists(st.sampled_from([None, 0, 1, 2]), max_size=8))
@examples(15)
def test_taking_in_everything_again_adds_nothing(engine: Engine, made: list[float | None]) -> None:
    """A history that grows by a day is sent whole each day; the rest of it is nothing new."""
    office = next(OFFICES)
    history = [a_report(value, hour=hour) for hour, value in enumerate(made)]
    append(engine, office, *history)

    assert append(engine, office, *history) == [None] * len(history)


def test_what_is_written_is_kept_corrected_and_read_as_of_a_time(engine: Engine, office: str) -> None:
    """A changed word is a correction like a changed figure, and an older time still sees the older word."""
    first = replace(a_report(1), entries={("1", "state"): "draft", ("1", "task"): "拟定课表"})
    same, later = replace(first, received_at=first.received_at + timedelta(hours=1)), a_report(1, hour=2)
    later = replace(later, entries={("1", "state"): "approved"})

    assert append(engine, office, first, same, later) == [1, None, 2]
    now, before = read(engine, office), read(engine, office, 1)
    assert before.entries[["row", "column", "text"]].to_numpy().tolist() == [
        ["1", "state", "draft"],
        ["1", "task", "拟定课表"],
    ]
    assert now.entries["text"].tolist() == ["approved"]
    changes = now.entry_revisions[["column", "before", "after"]].fillna("not stated").to_numpy().tolist()
    assert changes == [["state", "draft", "approved"], ["task", "拟定课表", "not stated"]]
    assert now.revisions.empty
    assert before.slices != now.slices


def test_a_report_without_entries_has_the_digest_it_always_had() -> None:
    """A store from before there were entries knows its reports again."""
    report = a_report(1, figures={("total", "confirmed"): 1.0})

    assert reports.content_digest(report) == sha256("filled\ntotal\0confirmed\x001.0")
