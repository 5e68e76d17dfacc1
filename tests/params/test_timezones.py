"""A time zone that is not one is answered with the one that was meant."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from thongbao.params.timezones import moment_in, timezone_problem


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Asia/Hanoi", "Asia/Ho_Chi_Minh"),
        ("Asia/Hà Nội", "Asia/Ho_Chi_Minh"),
        ("Asia/HoChiMinh", "Asia/Ho_Chi_Minh"),
        ("Asia/Beijing", "Asia/Shanghai"),
        ("Shanghai", "Asia/Shanghai"),
        ("Asia/Shangai", "Asia/Shanghai"),
        ("asia/bangkock", "Asia/Bangkok"),
    ],
)
def test_the_zone_that_was_meant_is_named(name: str, near: str) -> None:
    """People write the name of their own city."""
    assert f"Did you mean {near}?" in timezone_problem(name)


@pytest.mark.parametrize("name", ["UTC+8", "CST ", "Asia/Nowhere", "", "../../etc/passwd"])
def test_nothing_is_guessed_where_nothing_is_near(name: str) -> None:
    """The two zones of our readers are named all the same."""
    said = timezone_problem(name)

    assert "Did you mean" not in said
    assert "Asia/Shanghai or Asia/Ho_Chi_Minh" in said


def test_a_time_zone_is_no_problem() -> None:
    """Also under an older name."""
    assert timezone_problem("Asia/Saigon") == timezone_problem("Asia/Shanghai") == ""


@pytest.mark.parametrize(
    ("written", "hours"),
    [
        ("2020-02-19 17:00", 9.0),
        ("2020-02-19T17:00:00", 9.0),
        ("2020-02-19 17:00+07:00", 10.0),
        ("2020-02-19T17:00Z", 17.0),
        ("2020-02-19", 15.999999),
    ],
)
def test_a_moment_is_of_the_office_unless_it_says_otherwise(written: str, hours: float) -> None:
    """A day alone is its end: all that came on it was known."""
    moment = moment_in(written, ZoneInfo("Asia/Shanghai"))

    assert (moment - datetime(2020, 2, 19, tzinfo=UTC)).total_seconds() / 3600 == pytest.approx(hours)


@pytest.mark.parametrize("written", ["", "2020", "19.2.2020", "2020-02-30", "2020-02-19 25:00", "2020-02-19 17", "now"])
def test_what_is_no_moment_is_refused(written: str) -> None:
    """With how to write one."""
    with pytest.raises(ValueError, match="2020-02-19 17:00"):
        moment_in(written, ZoneInfo("Asia/Shanghai"))
