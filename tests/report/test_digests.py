"""The digest of the week: how it was reported, how figures moved, what is missing; at most a thousand characters."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.days import CITY, FRIDAY, UNITS, Cells, Said, day_of
from support.weeks import devices, online
from thongbao import report
from thongbao.report import digests

ONE, TWO = UNITS[:2]
ZERO: Cells = {
    **{(row, "confirmed"): 0 for row in ("teachers", "students")},
    **{(row, "suspected"): 0 for row in ("teachers", "students", "relatives", "total")},
    ("total", "recovered"): 0,
    ("total", "excluded"): 0,
}


def cases(n: float) -> Cells:
    return ZERO | {("relatives", "confirmed"): n, ("total", "confirmed"): n}


def test_a_figure_is_compared_with_the_one_a_week_before() -> None:
    """Not with yesterday's: leaders read it once a week."""
    said = [Said("cases", ONE, FRIDAY - timedelta(days=back), cases(20 - back)) for back in range(10)]
    day = day_of(said, ONE)

    assert "Cases – confirmed now: 20; +7 since 14 Feb." in report.digest(day, day.cases.confirmed).text


def test_a_weekly_share_is_compared_with_the_report_before() -> None:
    """n and N stand beside the percent, and the form says of what."""
    said = [
        Said("online_learning", ONE, FRIDAY, online(1, 0.8)),
        Said("online_learning", ONE, FRIDAY - timedelta(days=7), online(1, 0.7)),
    ]
    day = day_of(said, ONE)
    text = report.digest(day, day.online_learning.attended.share_of.due_online).text

    assert "9,600/12,000 (80.0%); +10.0 percentage points since 14 Feb." in text


def test_units_of_which_reports_are_missing_are_named_with_how_many() -> None:
    """Those with the most first, and those that said nothing all week once more."""
    said = [Said("cases", ONE, FRIDAY - timedelta(days=back), cases(1)) for back in range(7)]
    day = day_of(said, CITY)
    text = report.digest(day, day.cases.confirmed).text

    assert "Silent all week: " in text
    assert "Xiping" in text.split("Silent all week: ")[1]
    assert "Yicheng" not in text.split("Silent all week: ")[1]


def test_corrections_of_the_week_are_counted() -> None:
    """A corrected figure is a figure that somebody may have passed on."""
    said = [Said("devices", ONE, FRIDAY, devices(1), hour=9), Said("devices", ONE, FRIDAY, devices(1, 601), hour=10)]
    day = day_of(said, ONE)

    assert "Figures corrected in the week: 1." in report.digest(day, day.devices.remaining).text


@pytest.mark.parametrize("locale", ["zh_Hans", "vi", "en"])
def test_it_is_never_longer_than_it_may_be(monkeypatch: pytest.MonkeyPatch, locale: str) -> None:
    """Where names would make it too long they are counted instead."""
    monkeypatch.setattr(digests, "LONGEST", 330)
    day = day_of([Said("cases", ONE, FRIDAY, cases(1))], CITY, locale)  # type: ignore[arg-type]

    assert len(report.digest(day, day.cases.confirmed).text) <= 330 + 20
