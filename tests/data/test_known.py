"""What the store knows already: of a key when it last came, of a file whether it still holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from support.arrivals import NOON, a_key, a_refusal, a_report
from thongbao.data.known import Known, known_files, superseded
from thongbao.data.reports import append, record_source, refuse
from thongbao.database import open_store, writing


def test_arrivals_and_outcomes_are_those_of_the_file(store_url: str) -> None:
    """Another file or office has nothing to do with it; a file that was refused keeps its first arrival."""
    refused, taken, half = "1" * 64, "2" * 64, "3" * 64
    with writing(open_store(store_url, make=True)) as connection:
        refuse(connection, a_refusal(hour=3))
        refuse(connection, a_refusal(unit="b", hour=1))
        for digest, outcome in ((refused, "refused"), (taken, "accepted"), (half, "partly")):
            record_source(connection, "o", digest, "a.csv", 1, NOON, outcome)
        known = known_files(connection, "o", [refused, taken, half, "4" * 64])

        assert known.accepted == {taken}
        assert known.first_arrivals == {refused: NOON + timedelta(hours=1)}
        assert known_files(connection, "p", [refused, taken]) == Known(frozenset(), {})


def test_a_file_is_superseded_where_something_else_is_in_force(store_url: str) -> None:
    """A file whose figures came back after a correction holds again."""
    with writing(open_store(store_url, make=True)) as connection:
        for hour, (source, cases) in enumerate([("a", 1), ("b", 2), ("c", 1)]):
            append(connection, a_key(), replace(a_report(cases, hour=hour), source=source))
        append(connection, a_key(unit="b"), replace(a_report(1), source="d"))

        assert superseded(connection, "o") == {"b"}
        assert superseded(connection, "p") == set()
