"""A digest of a slice changes exactly when something in the slice arrives."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from support.arrivals import DAY, NOON, a_key, a_refusal, a_report
from support.examples import examples
from thongbao.data import reports
from thongbao.database import writing
from thongbao.records import Slice

if TYPE_CHECKING:
    from sqlalchemy import Engine

OFFICES = (f"office-{number}" for number in count())
DAYS = [DAY - timedelta(days=back) for back in range(4)]
UNITS = ("a", "b", "c")
FORMS = ("cases", "isolation")

slices = st.builds(
    lambda form, units, days: Slice(form=form, units=tuple(units), first=min(days), last=max(days), digest=""),
    st.sampled_from(FORMS),
    st.lists(st.sampled_from(UNITS), min_size=1, max_size=3),
    st.tuples(st.sampled_from(DAYS), st.sampled_from(DAYS)),
)
arrivals = st.tuples(
    st.sampled_from(["report", "refusal"]),
    st.sampled_from(FORMS),
    st.sampled_from(UNITS),
    st.sampled_from(DAYS),
    st.integers(0, 2),
)


def arrive(engine: Engine, office: str, hour: int, what: str, form: str, unit: str, day: date, value: int) -> bool:
    """Let a report or a refusal arrive; say whether it was new."""
    with writing(engine) as connection:
        if what == "refusal":
            refusal = a_refusal(unit, day, form, office=office, hour=hour, source=str(value) * 64)
            return reports.refuse(connection, refusal)
        key = a_key(unit, day, form, office)
        return reports.append(connection, key, a_report(value, hour=hour)) is not None


@given(made=st.lists(arrivals, max_size=6), asked=st.lists(slices, min_size=1, max_size=4, unique=True))
@examples(15)
def test_digests_change_exactly_when_something_new_arrives_in_the_slice(
    engine: Engine, made: list[tuple[str, str, str, date, int]], asked: list[Slice]
) -> None:
    """An edition is made again if and only if what it read has changed; a refusal shows in a bulletin too."""
    office = next(OFFICES)
    before = reports.slice_digests(engine, office, asked)

    for hour, (what, form, unit, day, value) in enumerate(made):
        new = arrive(engine, office, hour, what, form, unit, day, value)
        after = reports.slice_digests(engine, office, asked)
        for one in asked:
            inside = one.form == form and unit in one.units and one.first <= day <= one.last
            assert (before[one] != after[one]) == (new and inside)
        before = after


@given(made=st.lists(arrivals, max_size=6), one=slices)
@examples(12)
def test_all_ways_to_a_digest_agree(engine: Engine, made: list[tuple[str, str, str, date, int]], one: Slice) -> None:
    """What ``read`` records while an edition runs is what the plan compares with later."""
    office = next(OFFICES)
    for hour, arrival in enumerate(made):
        arrive(engine, office, hour, *arrival)

    recorded = reports.read(engine, office, [one.form], one.units, one.first, one.last).slices[0].digest

    assert recorded == reports.slice_digest(engine, office, one.form, one.units, one.first, one.last)
    assert recorded == reports.slice_digests(engine, office, [one])[one]
    assert recorded == reports.slice_digest(engine, office, one.form, one.units[::-1], one.first, one.last)


def test_the_same_figures_at_another_time_are_another_digest(engine: Engine) -> None:
    """A bulletin prints when a report came, so a store that was filled again otherwise gives another digest."""
    first, second = next(OFFICES), next(OFFICES)
    arrive(engine, first, 0, "report", "cases", "a", DAY, 1)
    arrive(engine, second, 1, "report", "cases", "a", DAY, 1)

    digests = {reports.slice_digest(engine, office, "cases", ["a"], DAY, DAY) for office in (first, second)}

    assert len(digests) == 2


def test_what_came_after_is_not_in_the_digest_as_of_before(engine: Engine) -> None:
    """An edition as of yesterday does not change by what arrives today."""
    office = next(OFFICES)
    arrive(engine, office, 0, "report", "cases", "a", DAY, 1)
    before = reports.read(engine, office, ["cases"], ["a"], DAY, DAY).slices
    arrive(engine, office, 5, "report", "cases", "a", DAY, 2)
    arrive(engine, office, 5, "refusal", "cases", "a", DAY, 2)

    assert reports.read(engine, office, ["cases"], ["a"], DAY, DAY, as_of=NOON).slices == before


def test_no_slices_need_no_question(engine: Engine) -> None:
    """Nothing asked, nothing answered."""
    assert reports.slice_digests(engine, "o", []) == {}
