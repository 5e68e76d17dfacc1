"""Who is reminded of a unit's reports belongs to the office, is named once, and reports for a unit that there is."""

from __future__ import annotations

from typing import Any

import pytest

from params.test_recipients import BULLETINS, FILE, OFFICE, UNITS, recipient
from thongbao.params.entries import Entry
from thongbao.params.recipients import check_recipients
from thongbao.records import REMINDERS, Letters, Recipient

ONLY: dict[str, Any] = {"units": [], "bulletins": [], "reports_for": ["01"]}


def person(**changes: Any) -> Recipient:
    return recipient(**changes)


def codes(*people: Recipient, units: dict[str, str] | None = None) -> list[str]:
    entries = [Entry(one, FILE, (place,)) for place, one in enumerate(people)]
    found = check_recipients(entries, OFFICE, BULLETINS, BULLETINS, UNITS if units is None else units)
    return [finding.code for finding in found]


def test_whoever_reports_needs_no_bulletin_and_may_get_some() -> None:
    """One entry for both, or one for reminders alone; for one unit or several."""
    assert codes(person(**ONLY)) == []
    assert codes(person(reports_for=["01", "02"])) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"units": []}, "missing-key"),
        ({"bulletins": []}, "missing-key"),
        ({"units": [], "bulletins": []}, "missing-key"),
        (ONLY | {"reports_for": ["77"]}, "unknown-unit"),
        (ONLY | {"audience": "public"}, "audience-not-entitled"),
        (ONLY | {"delivery": "archive", "address": ""}, "key-without-meaning"),
        (ONLY | {"reports_for": ["01", "01"]}, "duplicate-recipient"),
    ],
)
def test_an_entry_that_cannot_be_meant_is_found(changes: dict[str, Any], found: str) -> None:
    """Before anybody waits for a letter that never comes, or gets one that is not for them."""
    assert codes(person(**changes)) == [found]


def test_an_address_is_reminded_of_a_unit_once() -> None:
    """Whatever its case; whoever opted out may be followed by another role."""
    assert codes(person(**ONLY), person(**ONLY, address="A@x.example")) == ["duplicate-recipient"]
    assert codes(person(**ONLY), person(**ONLY, address="b@x.example")) == []
    assert codes(person(**ONLY, opted_out="2020-02-18"), person(**ONLY)) == []


def test_a_units_csv_that_could_not_be_read_is_not_blamed_on_recipients() -> None:
    """It has a fault of its own."""
    assert codes(person(**ONLY | {"reports_for": ["77"]}), units={}) == []


def test_reminders_go_to_the_offices_own_domains_only() -> None:
    """A reminder says what a unit has not reported."""
    office = OFFICE.model_copy(update={"letters": Letters(internal_domains=("x.example",))})
    outside = Entry(person(**ONLY, address="a@freemail.example"), FILE, (0,))

    found = check_recipients([outside], office, BULLETINS, BULLETINS, UNITS)

    assert [finding.code for finding in found] == ["address-outside"]


def test_no_bulletin_takes_the_name_of_reminders() -> None:
    """It would be mixed up with them where letters are chosen by their bulletin."""
    from thongbao.params.bulletins import check_bulletins

    taken = BULLETINS["city"].model_copy(update={"code": REMINDERS})
    right, found = check_bulletins([Entry(taken, FILE, (0,))], UNITS.values())

    assert [finding.code for finding in found] == ["reserved-code"]
    assert not right
