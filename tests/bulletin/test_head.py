"""What a page says about itself, from the settings of the office."""

from __future__ import annotations

from datetime import date

import pytest

from support.notebooks import edition
from support.sample import shipped
from thongbao.bulletin.head import head
from thongbao.records import Bulletin

PARAMS = shipped("zhumadian")


def of(day: date, cadence: str) -> tuple[date, date] | None:
    """The period of a bulletin of that cadence."""
    told = {"code": "county_daily", "cadence": cadence, "due_on": "friday" if cadence == "weekly" else None}
    kept = PARAMS.bulletins[0].model_dump() | told
    params = PARAMS.model_copy(update={"bulletins": (Bulletin.model_validate(kept),)})
    return head(params, edition(date=day)).period


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2020, 2, 21), date(2020, 2, 17)),
        (date(2020, 3, 1), date(2020, 2, 24)),
        (date(2021, 1, 1), date(2020, 12, 28)),
    ],
)
def test_a_weekly_bulletin_is_about_its_week_from_monday(day: date, first: date) -> None:
    """Over the ends of months and years, too."""
    assert of(day, "weekly") == (first, day)


@pytest.mark.parametrize("cadence", ["daily", "event"])
def test_others_are_about_their_day(cadence: str) -> None:
    """The date says it."""
    assert of(date(2020, 2, 19), cadence) is None


def test_a_unit_that_the_office_does_not_have_has_no_head() -> None:
    """A page never goes out without a unit."""
    with pytest.raises(ValueError, match="has no unit 999999"):
        head(PARAMS, edition(unit="999999"))
