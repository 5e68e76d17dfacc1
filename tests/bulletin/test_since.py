"""Up to when the edition before had read: what a notebook with the parameter ``since`` is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from thongbao.bulletin.job import Job
from thongbao.bulletin.ledger import publish_edition
from thongbao.bulletin.since import all_dated
from thongbao.records import Edition, EditionRecord, Receipt, Slice

if TYPE_CHECKING:
    from pathlib import Path

PART = Slice(form="cases", units=("a",), first=date(2020, 1, 1), last=date(2020, 2, 19), digest="old")
EVENING = datetime(2020, 2, 18, 17, tzinfo=UTC)


def record(day: int, *, read_to: datetime | None = EVENING, since: str = "") -> EditionRecord:
    """An edition of unit a that came out."""
    edition = Edition(
        office="o", bulletin="daily", notebook="10_a.ipynb", unit="a", date=date(2020, 2, day), locale="en"
    )
    receipt = Receipt(
        office="o", unit="a", date=edition.date, locale="en", slices=(PART,), received_to=read_to, digest="d"
    )
    return EditionRecord(edition=edition, state="made", receipt=receipt, since=since)


def moment(tmp_path: Path, before: EditionRecord | None, digest: str = "old", **more: str) -> str:
    """What the notebook of 19 February is told."""
    folder = tmp_path / "o" / "2020-02-19"
    parameters = {"date": "2020-02-19", **({"since": ""} | more)}
    nothing: Any = None
    job = Job(
        record(19).edition, nothing, "", tmp_path, parameters, "UTC", nothing, 1, "f", before, folder, tmp_path, {}, ""
    )
    found = all_dated([job], {PART: digest})
    return found[0].parameters["since"]


def test_a_first_edition_compares_with_nothing(tmp_path: Path) -> None:
    """No record of this date or an earlier one."""
    assert moment(tmp_path, None) == ""


def test_a_first_edition_of_a_date_compares_with_the_last_earlier_one(tmp_path: Path) -> None:
    """Not with a later one, and not with one that had read nothing."""
    for one in (record(10, read_to=EVENING.replace(day=10)), record(12), record(17, read_to=None), record(21)):
        publish_edition(tmp_path / "o" / one.edition.date.isoformat(), one, {})

    assert moment(tmp_path, None) == "2020-02-18T17:00:00+00:00"


def test_a_revision_from_other_reports_compares_with_the_edition_before_it(tmp_path: Path) -> None:
    """It says what has come since that one."""
    assert moment(tmp_path, record(19, since="2020-02-17T00:00:00+00:00"), "new") == EVENING.isoformat()


def test_an_edition_made_again_from_the_same_reports_says_the_same(tmp_path: Path) -> None:
    """A new version of the program must not make “what changed” empty."""
    assert moment(tmp_path, record(19, since="2020-02-17T00:00:00+00:00")) == "2020-02-17T00:00:00+00:00"


def test_a_notebook_that_does_not_ask_is_told_nothing(tmp_path: Path) -> None:
    """Its fingerprint would otherwise say that something has changed."""
    job: Any = type("Plain", (), {"parameters": {"date": "2020-02-19"}})()

    assert all_dated([job], {}) == [job]
