"""What a report says has one digest, however it was written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from thongbao.data.newreport import NewReport, content_digest

NOW = datetime(2020, 2, 19, 8, tzinfo=UTC)
REPORT = NewReport(
    form_version="1",
    received_at=NOW,
    taken_in_at=NOW,
    source="0" * 64,
    source_name="a.xlsx",
    state="filled",
    on_time=True,
    figures={("teachers", "screened"): 1.0, ("students", "screened"): 0.0},
    entries={("1", "site"): "open"},
)


def test_the_digest_holds_what_is_said_and_nothing_of_how_it_came() -> None:
    """The same report in another file, later, in another order, is the same report."""
    turned = dict(reversed(REPORT.figures.items()))
    same = replace(REPORT, figures=turned, source="1" * 64, source_name="b.csv", on_time=False, form_version="2")

    assert content_digest(same) == content_digest(REPORT)


def test_whatever_is_said_otherwise_changes_the_digest() -> None:
    """A zero is not silence, and an entry is not a figure."""
    others = [
        replace(REPORT, state="zero"),
        replace(REPORT, figures={("teachers", "screened"): 1.0}),
        replace(REPORT, figures=REPORT.figures | {("students", "screened"): 0.5}),
        replace(REPORT, entries={}),
        replace(REPORT, entries={("1", "site"): "shut"}),
        replace(REPORT, figures=REPORT.figures | {("1", "site"): 1.0}, entries={}),
    ]

    assert len({content_digest(one) for one in (REPORT, *others)}) == 1 + len(others)
