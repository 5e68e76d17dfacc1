"""Working days, holidays and school days, held against the arrangements that were published."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.params import calendar as module
from thongbao.params.calendar import Calendar, country_day

MAKE_UP_2020 = [date(2020, *day) for day in ((1, 19), (4, 26), (5, 9), (6, 28), (9, 27), (10, 10))]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def test_the_spring_festival_of_2020_lasted_ten_days() -> None:
    """24 January to 2 February: first seven days, then extended by three."""
    off = [day for day in days(date(2020, 1, 20), date(2020, 2, 7)) if country_day("CN", day).holiday]

    assert off == days(date(2020, 1, 24), date(2020, 2, 2))


def test_make_up_saturdays_and_sundays_are_worked() -> None:
    """Those of 2020, and no other weekend."""
    worked = [day for day in days(date(2020, 1, 1), date(2020, 12, 31)) if country_day("CN", day).working]

    assert [day for day in worked if day.weekday() > 4] == MAKE_UP_2020
    assert not any(country_day("CN", day).holiday for day in MAKE_UP_2020)


def test_tet_and_hung_kings_day_of_2020() -> None:
    """Viet Nam: Tết from 23 to 29 January, the Hùng Kings on 2 April."""
    off = [day for day in days(date(2020, 1, 15), date(2020, 4, 15)) if country_day("VN", day).holiday]

    assert off == [*days(date(2020, 1, 23), date(2020, 1, 29)), date(2020, 4, 2)]


@given(st.dates(date(2010, 1, 1), date(2026, 12, 31)))
def test_two_independent_sources_agree_about_china(day: date) -> None:
    """chinesecalendar and holidays are kept by different people from the same notices."""
    assert country_day("CN", day).working == module._by_law("CN", day).working


def test_a_year_that_is_not_published_is_answered_by_law_and_said() -> None:
    """chinesecalendar raises for such years; the State Council publishes each November."""
    far = date(2038, 10, 1)

    assert country_day("CN", far) == (False, True, False)
    assert "2038" in Calendar("CN").note(date(2037, 12, 1), far)
    assert Calendar("CN").note(date(2020, 1, 1), date(2021, 1, 1)) == ""
    assert Calendar("VN").note(far, far) == ""


def test_the_office_stands_above_its_country() -> None:
    """It may close on a working day and work on a holiday."""
    own = Calendar("CN", {"closed": frozenset({date(2020, 2, 3)}), "working": frozenset({date(2020, 1, 25)})})

    assert own.is_working_day(date(2020, 1, 25))
    assert not own.is_holiday(date(2020, 1, 25))
    assert own.is_holiday(date(2020, 2, 3))
    assert own.moved(date(2020, 2, 3), "after") == date(2020, 2, 4)


def test_a_country_without_a_working_day_is_said_not_searched_forever() -> None:
    """Rather than the end of the calendar."""
    shut = Calendar(None, {"closed": frozenset(days(date(2020, 1, 1), date(2022, 1, 1)))})

    with pytest.raises(ValueError, match=r"calendar\.csv"):
        shut.moved(date(2020, 6, 1), "after")
