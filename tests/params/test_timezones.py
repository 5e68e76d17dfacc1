"""A time zone that is not one is answered with the one that was meant."""

from __future__ import annotations

import pytest

from thongbao.params.timezones import timezone_problem


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
