"""What figures come to, marked as derived: allowances and isolation."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.content import content
from support.days import CITY, FRIDAY, UNITS, Said, day_of
from thongbao import report
from thongbao.errors import NotebookInvalid

ONE = UNITS[0]


def lines(text: str) -> list[str]:
    """Return the lines of a block's text, without double spaces."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_an_amount_is_days_times_rate_and_its_state_is_told() -> None:
    """Approved and proposed are added up apart: a proposal is no money."""
    day = content()
    money = day.allowances
    told = lines(report.amounts(day, money.eligible_days, money.rate, money.state).text)

    assert "Yicheng 100 20 2,000 d Approved" in told
    assert "Xiping 200 20 4,000 d Proposed" in told
    assert "Development zone x x x –" in told
    assert "All units 500 – 10,000 d i Proposed" in told
    assert "All units 100 – 2,000 d i Approved" in told


def test_amounts_of_mixed_forms_are_refused() -> None:
    """Days of one form and rates of another make no money."""
    day = content()

    with pytest.raises(NotebookInvalid, match="one form"):
        report.amounts(day, day.cases.confirmed, day.allowances.rate, day.allowances.state)
    with pytest.raises(NotebookInvalid, match="one form"):
        report.amounts(day, day.allowances.eligible_days, day.allowances.state, day.allowances.rate)


def test_isolation_is_balanced_by_entries_and_releases() -> None:
    """50 at home each day, 2 released a day: 2 came in; 62 had entered 14 days before, 40 are released: 22 overdue."""
    day = content(ONE)
    home = day.isolation
    told = lines(report.isolation_balance(day, home.home_now, home.home_released).text)

    assert "In home isolation now 50 40 2 d 22 d" in told


def test_a_balance_lacks_units_that_lack_a_day() -> None:
    """A unit that never reported is in no sum, and the mark says so."""
    day = content()
    home = day.isolation
    told = lines(report.isolation_balance(day, home.home_now, home.home_released).text)

    assert "In home isolation now 150 i 120 i 6 d i 66 d i" in told


def test_a_contradiction_is_shown_as_it_is() -> None:
    """Fewer in isolation and nobody released: minus three came in."""

    def isolation(home: int) -> dict[tuple[str, str], float | str]:
        return {("total", "hospital_now"): 0, ("total", "hospital_released"): 0, ("total", "home_now"): home,
                ("total", "home_released"): 5}  # fmt: skip

    said = [Said("isolation", ONE, FRIDAY - timedelta(1), isolation(10)), Said("isolation", ONE, FRIDAY, isolation(7))]
    day = day_of(said, ONE)
    told = lines(report.isolation_balance(day, day.isolation.home_now, day.isolation.home_released).text)

    assert "In home isolation now 7 5 -3 d x" in told


def test_what_is_no_pair_is_refused_and_the_public_sees_none() -> None:
    """Stock and cumulative, in this order."""
    day = content()

    with pytest.raises(NotebookInvalid, match="pairs"):
        report.isolation_balance(day, day.isolation.home_released, day.isolation.home_now)
    open_day = content(public=True)
    assert (
        report.isolation_balance(open_day, open_day.isolation.home_now, open_day.isolation.home_released).kind == "note"
    )
    money = open_day.allowances
    assert report.amounts(open_day, money.eligible_days, money.rate, money.state).kind == "note"


def test_no_allowance_is_said_in_a_sentence() -> None:
    """No empty table."""
    day = day_of([], CITY)

    assert report.amounts(day, day.allowances.eligible_days, day.allowances.rate, day.allowances.state).kind == "note"
