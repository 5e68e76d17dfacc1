"""What is due on which day, by cadence and calendar."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from thongbao.duties import can_be_meant, days_since, due_bulletins, today_in
from thongbao.errors import WrongUse
from thongbao.params.office import read_office
from thongbao.records import CalendarEntry, OfficeParams

if TYPE_CHECKING:
    from thongbao.settings import Settings

WEDNESDAY, SATURDAY = date(2020, 2, 19), date(2020, 2, 22)


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The sample office with two daily bulletins, one of them made weekly and one on event besides."""
    read = read_office(home.params, "zhumadian")
    daily, rollup = read.bulletins
    weekly = rollup.model_copy(update={"code": "weekly", "cadence": "weekly", "due_on": "wednesday"})
    event = daily.model_copy(update={"code": "on_event", "cadence": "event"})
    return read.model_copy(update={"bulletins": (daily, weekly, event)})


def with_forms(params: OfficeParams, **changes: Any) -> OfficeParams:
    forms = tuple(form.model_copy(update=changes) for form in params.forms)
    return params.model_copy(update={"forms": forms})


def test_a_daily_bulletin_is_due_daily_a_weekly_on_its_day_and_one_on_event_never(params: OfficeParams) -> None:
    """By the cadence of each."""
    assert due_bulletins(params, WEDNESDAY) == ("county_daily", "weekly")
    assert due_bulletins(params, SATURDAY) == ("county_daily",)


def test_on_a_day_that_no_form_reports_no_daily_bulletin_is_due(params: OfficeParams) -> None:
    """Weekends, holidays and days that the office closed; a make-up Saturday is a working day."""
    working = with_forms(params, reporting_days="working_days")
    closed = CalendarEntry(first=WEDNESDAY, status="closed")

    assert due_bulletins(working, SATURDAY) == ()
    assert due_bulletins(working, date(2020, 4, 26)) == ("county_daily",)  # the Sunday worked for Labour Day
    assert due_bulletins(working, date(2020, 5, 1)) == ()
    assert due_bulletins(working.model_copy(update={"calendar": (closed,)}), WEDNESDAY) == ("weekly",)


def test_one_form_that_reports_is_enough(params: OfficeParams) -> None:
    """A weekly form makes its day one on which there is something to tell."""
    weekly = with_forms(params, cadence="weekly", due_on="saturday")

    assert due_bulletins(weekly, SATURDAY) == ("county_daily",)
    assert due_bulletins(weekly, SATURDAY + timedelta(days=1)) == ()


def test_nothing_is_due_before_the_office_starts(params: OfficeParams) -> None:
    """Catching up from a day before the first begins with the first."""
    first = params.office.starts
    assert first is not None

    assert due_bulletins(params, first - timedelta(days=7)) == ()
    assert days_since(params, first - timedelta(days=2), first + timedelta(days=1)) == [
        first,
        first + timedelta(days=1),
    ]


def test_days_are_the_last_one_or_all_from_the_one_named(params: OfficeParams) -> None:
    """The oldest first: a roll-up compares with the day before."""
    assert days_since(params, None, WEDNESDAY) == [WEDNESDAY]
    assert days_since(params, WEDNESDAY - timedelta(days=2), WEDNESDAY) == [date(2020, 2, d) for d in (17, 18, 19)]


@pytest.mark.parametrize(("since", "said"), [(date(2020, 2, 20), "is after"), (date(2020, 1, 1), "more than 31 days")])
def test_a_catch_up_that_cannot_be_meant_is_refused(params: OfficeParams, since: date, said: str) -> None:
    """A year of bulletins is not made by a slip."""
    with pytest.raises(WrongUse, match=said):
        days_since(params, since, WEDNESDAY)


def test_days_that_have_not_come_or_were_before_the_first_are_refused(params: OfficeParams) -> None:
    """In the time zone of the office."""
    with pytest.raises(WrongUse, match="has not come yet"):
        can_be_meant(params, today_in(params) + timedelta(days=1))
    with pytest.raises(WrongUse, match="starts"):
        can_be_meant(params, date(2019, 1, 1))
    can_be_meant(params, WEDNESDAY)
