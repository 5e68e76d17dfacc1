"""The plan: which editions a date needs, and which of them are stale."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from conftest import PROJECT
from thongbao.bulletin.plan import Wish, plan, why_stale
from thongbao.errors import WrongUse
from thongbao.params.office import read_office
from thongbao.records import Edition, EditionRecord, Receipt, Slice

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

DAY = date(2020, 2, 19)


@pytest.fixture(scope="module")
def params() -> OfficeParams:
    return read_office(PROJECT / "params", "zhumadian")


def test_every_county_gets_its_bulletin_and_the_office_one(params: OfficeParams) -> None:
    """Twelve units and the roll-up, which comes last because it tells of the others."""
    editions = plan(params, DAY)

    assert [e.unit for e in editions][-1] == "411700"
    assert len({e.unit for e in editions}) == len(editions) == 13


def test_a_wish_narrows_the_batch(params: OfficeParams) -> None:
    """By unit, bulletin and language."""
    editions = plan(params, DAY, Wish(units=("411702",), locale="vi"))

    assert [e.stem for e in editions] == ["411702/county_daily.vi"]


def test_a_unit_that_no_longer_exists_gets_no_bulletin(params: OfficeParams) -> None:
    """Units carry the days on which they exist."""
    units = tuple(
        u.model_copy(update={"valid_to": date(2020, 2, 18)}) if u.code == "411702" else u for u in params.units
    )

    editions = plan(params.model_copy(update={"units": units}), DAY)

    assert "411702" not in {e.unit for e in editions}


@pytest.mark.parametrize(
    "wish", [Wish(units=("nowhere",)), Wish(bulletins=("weekly",)), Wish(("411700",), ("county_daily",))]
)
def test_what_the_office_does_not_have_is_refused(params: OfficeParams, wish: Wish) -> None:
    """An empty batch is a mistake, not a success."""
    with pytest.raises(WrongUse):
        plan(params, DAY, wish)


def test_a_weekly_bulletin_is_made_on_its_day_or_when_it_is_named(params: OfficeParams) -> None:
    """Fridays; on a Wednesday only by name. One on event is made only by name."""
    friday = date(2020, 2, 14)
    on_event = tuple(
        b.model_copy(update={"cadence": "event", "due_on": None}) if b.code == "weekly_digest" else b
        for b in params.bulletins
    )

    assert {e.bulletin for e in plan(params, DAY)} == {"county_daily", "city_rollup"}
    assert {e.bulletin for e in plan(params, friday)} == {b.code for b in params.bulletins}
    assert [e.stem for e in plan(params, DAY, Wish(bulletins=("weekly_digest",)))] == ["411700/weekly_digest.zh_Hans"]
    assert "weekly_digest" not in {e.bulletin for e in plan(params.model_copy(update={"bulletins": on_event}), friday)}


def test_weekly_bulletins_are_numbered_by_the_week(params: OfficeParams) -> None:
    """One number a day or a week from the first."""
    daily, weekly = (next(b for b in params.bulletins if b.code == c) for c in ("county_daily", "weekly_digest"))

    assert [b.number(date(2020, 2, 14)) for b in (daily, weekly)] == [23, 4]
    assert [b.number(date(2020, 1, 1)) for b in (daily, weekly)] == [0, 0]


def record_of(state: str = "made", digest: str = "a", fingerprint: str = "f") -> EditionRecord:
    part = Slice(form="cases", units=("411702",), first=DAY, last=DAY, digest=digest)
    edition = Edition(office="o", bulletin="b", notebook="10_b.ipynb", unit="411702", date=DAY, locale="en")
    receipt = Receipt(
        office="o", unit="411702", date=DAY, locale="en", slices=(part,), received_to=None, digest="whole"
    )
    return EditionRecord.model_validate(
        {"edition": edition, "state": state, "fingerprint": fingerprint, "receipt": receipt}
    )


def reason(record: EditionRecord | None, *, now: str = "a", fingerprint: str = "f", intact: bool = True) -> str:
    slices = record.receipt.slices if record and record.receipt else ()
    return why_stale(record, fingerprint, dict.fromkeys(slices, now), lambda _: intact)


def test_an_edition_stands_when_nothing_it_was_made_from_has_changed() -> None:
    """Same fingerprint, same reports, same files."""
    assert reason(record_of()) == ""


def test_each_change_is_a_reason_of_its_own() -> None:
    """The operator can ask why."""
    reasons = [
        reason(None),
        reason(record_of("failed")),
        reason(record_of(), fingerprint="another"),
        reason(record_of(), now="b"),
        reason(record_of(), intact=False),
    ]

    assert "" not in reasons
    assert len(set(reasons)) == 5
