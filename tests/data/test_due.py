"""When a form is due and until when it is on time: cadence, reporting days, cut-off and holidays."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.arrivals import DAY, a_form
from thongbao.data.due import cut_off, due_day_near, due_days, due_days_until, earliest, is_due
from thongbao.params.calendar import Calendar

if TYPE_CHECKING:
    from thongbao.records import Form

CHINA, VIETNAM, NOWHERE = Calendar("CN"), Calendar("VN"), Calendar()
ZONE = ZoneInfo("Asia/Shanghai")
TERM = Calendar("CN", {"term": frozenset(date(2020, 2, 17) + timedelta(n) for n in range(14))})


def a(**changed: object) -> Form:
    return a_form("cases").model_copy(update=changed)


def until(form: Form, day: date, calendar: Calendar = CHINA) -> str:
    return cut_off(form, day, calendar, ZONE).strftime("%Y-%m-%d %H:%M")


def test_the_cut_off_is_of_the_day_in_the_zone_of_the_office() -> None:
    """A form that may come some days later has its cut-off then."""
    form, zone = a_form("cases"), ZoneInfo("Asia/Ho_Chi_Minh")
    later = form.model_copy(update={"cut_off_days": 2})

    assert cut_off(form, DAY, NOWHERE, zone) == datetime.combine(DAY, form.cut_off, tzinfo=zone)
    assert cut_off(later, DAY, NOWHERE, zone).day == DAY.day + 2


@pytest.mark.parametrize(
    ("reporting_days", "calendar", "days"),
    [
        ("all", CHINA, 31),
        ("weekdays", CHINA, 23),
        ("working_days", CHINA, 17),  # 19 January worked, 1, 24 and 27 to 31 January not, Saturdays and Sundays not
        ("working_days", VIETNAM, 17),  # Tết from 23 to 29 January
        ("working_days", NOWHERE, 23),
    ],
)
def test_january_2020_has_as_many_reporting_days_as_its_country_says(
    reporting_days: str, calendar: Calendar, days: int
) -> None:
    """An epidemic knows no weekend; a form about work follows the country's working days."""
    assert len(due_days(a(reporting_days=reporting_days), date(2020, 1, 1), date(2020, 1, 31), calendar)) == days


def test_school_days_are_working_days_within_a_term() -> None:
    """Outside the terms nothing is due, and a term does not open schools on a Sunday."""
    found = due_days(a(reporting_days="school_days"), date(2020, 2, 1), date(2020, 3, 31), TERM)

    assert found == [date(2020, 2, 17) + timedelta(n) for n in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11)]


@given(st.dates(date(2015, 1, 1), date(2026, 12, 1)), st.sampled_from(["monday", "friday", "sunday"]))
def test_a_weekly_form_is_due_once_in_any_seven_days(first: date, due_on: str) -> None:
    """Holidays move the cut-off and never make a week vanish or two weeks fall together."""
    form = a(cadence="weekly", due_on=due_on, holiday_rule="before")

    due = due_days(form, first, first + timedelta(6), CHINA)

    assert len(due) == 1
    assert due[0].strftime("%A").lower() == due_on
    assert due_day_near(form, due[0]) == due[0]


def test_a_form_on_event_is_never_owed() -> None:
    """It is on time all the same, or late, when it comes."""
    form = a(cadence="event", cut_off=time(9), cut_off_days=1)

    assert not any(is_due(form, DAY + timedelta(n), CHINA) for n in range(30))
    assert until(form, DAY) == "2020-02-20 09:00"


@pytest.mark.parametrize(
    ("rule", "moved"),
    [("same_day", "2020-04-02 16:00"), ("before", "2020-04-01 16:00"), ("after", "2020-04-03 16:00")],
)
def test_a_cut_off_on_hung_kings_day_goes_where_the_rule_says(rule: str, moved: str) -> None:
    """Thursday 2 April 2020 was a public holiday in Viet Nam and an ordinary Thursday in China."""
    form = a(cadence="weekly", due_on="thursday", cut_off=time(16), holiday_rule=rule)

    assert until(form, date(2020, 4, 2), VIETNAM) == moved
    assert until(form, date(2020, 4, 2), CHINA) == "2020-04-02 16:00"


@pytest.mark.parametrize(
    ("rule", "first", "second"),
    [
        ("before", "2020-01-23 17:00", "2020-01-31 17:00"),
        ("after", "2020-02-03 17:00", "2020-02-03 17:00"),
        ("same_day", "2020-01-24 17:00", "2020-01-31 17:00"),
    ],
)
def test_the_extended_spring_festival_of_2020_moves_its_two_fridays(rule: str, first: str, second: str) -> None:
    """From Friday 24 January to Sunday 2 February: nobody can report the second week before it begins."""
    form = a(cadence="weekly", due_on="friday", holiday_rule=rule)

    assert until(form, date(2020, 1, 24)) == first
    assert until(form, date(2020, 1, 31)) == second


@pytest.mark.parametrize("day", [date(2020, 1, 23), date(2020, 1, 24), date(2020, 1, 28), date(2020, 2, 1)])
def test_a_report_of_the_day_before_is_never_due_before_that_day_is_over(day: date) -> None:
    """Due at 9 the next morning: before and within the festival there is no working day between, so it stays there."""
    form = a(cut_off=time(9), cut_off_days=1, holiday_rule="before")

    assert until(form, day) == f"{day + timedelta(1)} 09:00"


def test_a_later_cut_off_goes_back_to_the_last_working_day_after_its_own() -> None:
    """Tuesday's report, due on Friday 1 May 2020, a holiday: on Thursday. Thursday's own, due on 3 May: it stays."""
    form = a(cut_off_days=3, holiday_rule="before")

    assert until(form, date(2020, 4, 28)) == "2020-04-30 17:00"
    assert until(form, date(2020, 4, 30)) == "2020-05-03 17:00"


def test_a_cut_off_before_may_fall_on_a_make_up_saturday() -> None:
    """Saturday 26 September 2021 was worked: what is moved goes to a working day, not to a weekday."""
    form = a(cadence="weekly", due_on="friday", holiday_rule="after")

    assert until(form, date(2021, 10, 1)) == "2021-10-08 17:00"
    assert until(a(cut_off_days=2, holiday_rule="after"), date(2021, 10, 5)) == "2021-10-08 17:00"
    assert CHINA.is_working_day(date(2021, 10, 9))  # a Saturday


def test_a_plain_sunday_moves_nothing() -> None:
    """The rule speaks of public holidays."""
    form = a(cadence="weekly", due_on="sunday", holiday_rule="before")

    assert until(form, date(2020, 2, 16)) == "2020-02-16 17:00"


@given(st.dates(date(2015, 1, 1), date(2026, 12, 1)), st.integers(0, 5), st.sampled_from(["before", "after"]))
def test_a_daily_cut_off_is_never_before_its_day_and_moved_ones_fall_on_working_days(
    day: date, days: int, rule: str
) -> None:
    """Nobody can report a day that has not come."""
    due = cut_off(a(cut_off_days=days, holiday_rule=rule), day, CHINA, ZONE).date()

    assert due >= day
    assert due == day + timedelta(days) or CHINA.is_working_day(due)


CLOSED = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 16)).map(
        lambda found: {date(2020, 3, 1) + timedelta(found[0] + n) for n in range(found[1])}
    ),
    max_size=2,
).map(lambda parts: Calendar(None, {"closed": frozenset().union(*parts)}))
FORMS = st.builds(
    lambda cadence, days, rule: a(
        cadence=cadence, due_on="friday" if cadence == "weekly" else None, cut_off_days=days, holiday_rule=rule
    ),
    st.sampled_from(["daily", "weekly", "event"]),
    st.integers(0, 9),
    st.sampled_from(["same_day", "before", "after"]),
)
DAYS = st.dates(date(2020, 2, 20), date(2020, 4, 30))


@given(FORMS, DAYS, CLOSED)
def test_a_cut_off_over_any_holiday_leaves_time_to_report(form: Form, day: date, calendar: Calendar) -> None:
    """Before: the last working day on which the report can be made; where there is none, no other day but the usual."""
    due, usual = cut_off(form, day, calendar, ZONE).date(), day + timedelta(form.cut_off_days)
    can = earliest(form, day)
    free = [can + timedelta(n) for n in range((usual - can).days) if calendar.is_working_day(can + timedelta(n))]

    assert due >= can
    assert can > day or not form.cut_off_days
    if not calendar.is_holiday(usual) or form.holiday_rule == "same_day":
        assert due == usual
    elif form.holiday_rule == "before":
        assert due == (free[-1] if free else usual)
    else:
        assert due > usual
        assert calendar.is_working_day(due)


@given(FORMS, DAYS, CLOSED)
def test_the_days_that_fall_due_on_a_day_are_those_whose_cut_off_it_is(
    form: Form, on: date, calendar: Calendar
) -> None:
    """However long the holidays around it are; nothing falls due twice or never."""
    around = due_days(form, on - timedelta(90), on + timedelta(90), calendar)

    found = due_days_until(form, on, calendar, ZONE)

    assert found == [day for day in around if cut_off(form, day, calendar, ZONE).date() == on]


def test_after_a_holiday_the_reports_of_all_its_days_fall_due_together() -> None:
    """And a Friday that is a holiday falls due on the Thursday."""
    daily, weekly = a(holiday_rule="after"), a(cadence="weekly", due_on="friday", holiday_rule="before")

    assert len(due_days_until(daily, date(2020, 2, 3), CHINA, ZONE)) == 11
    assert due_days_until(weekly, date(2020, 4, 30), CHINA, ZONE) == [date(2020, 5, 1)]
    assert due_days_until(weekly, date(2020, 5, 1), CHINA, ZONE) == []
