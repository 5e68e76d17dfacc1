"""Duty rotas, declarations and allowances; persons are roles."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pandas as pd
import pytest

from thongbao.data import rota

DAYS = pd.to_datetime(["2020-04-01", "2020-04-02", "2020-04-03"])


def a_rota(*lines: tuple[str, int, str, str], **more: list[bool]) -> pd.DataFrame:
    """Make a rota of unit, day (0 for 1 April 2020), role and place."""
    rows = [(unit, DAYS[day], role, place) for unit, day, role, place in lines]
    return pd.DataFrame(rows, columns=["unit", "day", "role", "place"]).assign(**more)


WEEK = a_rota(
    ("a", 0, "head", "on_site"),
    ("a", 0, "deputy", "remote"),
    ("a", 2, "deputy", "on_site"),
    ("a", 2, "head", "remote"),
    ("b", 0, "clerk", "on_site"),
    ("b", 2, "head", "remote"),
)
WORKING = pd.DataFrame({"unit": ["a", "a", "b", "b"], "day": [DAYS[0], DAYS[2]] * 2})
"""Thursday 2 April 2020 was Hùng Kings' day."""


def test_a_unit_is_covered_where_its_head_or_a_deputy_is_on_site() -> None:
    """A clerk does not lead, and remote is not on site."""
    found = rota.leadership_coverage(WEEK, WORKING)

    assert found.loc["a", ["n", "of", "share"]].tolist() == [2, 2, 1]
    assert found.loc["b", ["n", "of", "share"]].tolist() == [0, 2, 0]
    assert found["uncovered"].tolist() == [(), (DAYS[0], DAYS[2])]


def test_exempt_roles_are_not_counted_among_the_remote() -> None:
    """Guards and clerks work on site as usual."""
    exempt = WEEK.assign(exempt=[False, False, False, False, True, False])

    assert rota.remote_share(WEEK)[:2] == (3, 6)
    assert rota.remote_share(exempt)[:2] == (3, 5)


def test_head_and_deputies_share_the_days() -> None:
    """Two deputies on one day are one deputy day."""
    more = pd.concat([WEEK, a_rota(("a", 2, "deputy", "on_site"), ("a", 1, "deputy", "on_site"))])
    found = rota.balance(more)

    assert found.loc["a"].tolist() == [1, 2, 1]
    assert found.loc["b"].tolist() == [0, 0, 0]


def test_conflicts_are_named_each_with_its_reason() -> None:
    """Isolated on duty, one role in two places, on duty on a holiday."""
    lines = a_rota(
        ("a", 0, "head", "on_site"),
        ("a", 1, "head", "on_site"),
        ("b", 0, "deputy", "on_site"),
        ("b", 0, "deputy", "remote"),
        ("b", 1, "guard", "on_site"),
        isolated=[True, False, False, False, False],
        exempt=[False, False, False, False, True],
    )
    found = rota.conflicts(lines, [date(2020, 4, 2)])

    assert list(zip(found["unit"], found["role"], found["why"], strict=True)) == [
        ("a", "head", "isolated"),
        ("a", "head", "holiday"),
        ("b", "deputy", "two_places"),
    ]
    assert rota.conflicts(lines.iloc[[1]]).empty


def test_a_rota_is_draft_submitted_or_approved_and_in_time_or_not() -> None:
    """The director approves by Friday; a draft is in time for nothing."""
    friday, later = datetime(2020, 4, 3, 9, tzinfo=UTC), datetime(2020, 4, 3, 12, tzinfo=UTC)
    rotas = pd.DataFrame(
        {
            "unit": ["a", "b", "c"],
            "submitted_at": pd.to_datetime([friday, later, None], utc=True),
            "approved_at": pd.to_datetime([friday, None, None], utc=True),
        }
    )
    found = rota.punctuality(rotas, friday, friday)

    assert found["state"].tolist() == ["approved", "submitted", "draft"]
    assert found["submitted_in_time"].tolist() == [True, False, False]
    assert found["approved_in_time"].tolist() == [True, False, False]


def test_declarations_are_of_the_staff_and_flags_of_the_declarations() -> None:
    """More declared than there are staff is flagged."""
    frame = pd.DataFrame(
        {"staff": [50.0, 10], "declared": [40.0, 12], "flagged": [2.0, 0], "checked": [25.0, 10]}, index=["a", "b"]
    )
    found = rota.declarations(frame)

    assert found["share"].tolist() == [0.8, 1.2]
    assert found["over"].tolist() == [False, True]
    assert found["flagged_share"].tolist() == [0.05, 0]
    assert found["checked_share"].tolist() == [0.5, 1]


def test_money_is_whole_and_proposed_until_it_is_approved() -> None:
    """Ten days at 100,000 đồng; one unit is approved, with another amount."""
    found = rota.allowances(pd.Series({"a": 10, "b": 3}), 100_000, pd.Series({"b": 250_000}))

    assert found["proposed"].tolist() == [1_000_000, 300_000]
    assert found["approved"].fillna(-1).tolist() == [-1, 250_000]
    assert found["state"].tolist() == ["proposed", "approved"]
    assert found["proposed"].dtype == "int64"


@pytest.mark.parametrize(("days", "rate"), [(1, 0.5), (1, -1), (-1, 100), (0.5, 100), (1, True)])
def test_amounts_that_cannot_be_are_refused(days: float, rate: float) -> None:
    """A rounding of money would be ours, not the office's."""
    with pytest.raises(ValueError, match="whole"):
        rota.allowances(pd.Series([days]), rate)
