"""Weekly sums, growth, active cases and the balance of isolation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data import epidemic

if TYPE_CHECKING:
    from collections.abc import Sequence

CITY = [2, 5, 2, 1, 6, 9, 5, 10, 6, 12, 14, 10, 16, 8, 0, 7, 3, 7, 3, 2, 6, 3, 1, 0]
NAN = float("nan")


def grid(values: Sequence[float | None]) -> pd.DataFrame:
    return pd.DataFrame({"a": values}, index=pd.date_range("2020-01-24", periods=len(values), unit="s"), dtype=float)


def test_a_weekly_sum_is_whole_or_marked_partial() -> None:
    """Six stated days are no week."""
    found = epidemic.seven_day_sum(grid([1, 1, None, 1, 1, 1, 1, 1, 1, 1]))

    assert found.total["a"].tolist() == [1, 2, 2, 3, 4, 5, 6, 6, 6, 7]
    assert found.days["a"].tolist() == [1, 2, 2, 3, 4, 5, 6, 6, 6, 7]
    assert found.partial["a"].tolist() == [True] * 9 + [False]
    assert not epidemic.seven_day_sum(grid([None])).partial.any(axis=None)


def test_growth_is_this_week_over_the_week_before() -> None:
    """Fourteen stated days, and something to grow from."""
    assert epidemic.growth(grid(CITY))["a"].iloc[13] == pytest.approx(76 / 30)
    assert epidemic.growth(grid([*CITY[:5], None, *CITY[6:14]])).isna().all(axis=None)
    assert epidemic.growth(grid([0] * 14)).isna().all(axis=None)


def test_active_and_pending_follow_the_published_figures() -> None:
    """If 26 confirmed were cumulative, 20 would be active; if 6 suspected were, 2 pending."""
    assert epidemic.active(grid([26]), grid([6])).loc["2020-01-24", "a"] == 20
    assert epidemic.active(grid([26]), grid([6]), grid([1])).loc["2020-01-24", "a"] == 19
    assert epidemic.pending(grid([6]), grid([4]), grid([0])).loc["2020-01-24", "a"] == 2


def test_isolation_exceeds_screening_by_2620() -> None:
    """36 + 38 + 8,054 + 9,567 people against 15,075 screened: said, not repaired."""
    stock, released = grid([36 + 8_054]), grid([38 + 9_567])

    assert epidemic.isolation_excess(stock, released, grid([15_075])).loc["2020-01-24", "a"] == 2_620


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=40), st.integers(1, 14))
def test_the_balance_of_isolation_gives_back_who_came_and_who_is_overdue(
    course: list[tuple[int, int]], days: int
) -> None:
    """Simulate people who leave in the order in which they came; the formulas must find them again."""
    queue: list[int] = []
    stock, gone, overdue, released = [], [], [], 0
    for day, (come, leave) in enumerate(course):
        queue += [day] * come
        released += min(leave, len(queue))
        queue = queue[min(leave, len(queue)) :]
        stock.append(len(queue))
        gone.append(released)
        overdue.append(sum(day - since >= days for since in queue))
    found = epidemic.isolated_anew(grid(stock), grid(gone))["a"]

    assert found.tolist()[1:] == [come for come, _ in course][1:]
    assert epidemic.overdue(grid(stock), grid(gone), days)["a"].tolist()[days:] == overdue[days:]


def test_a_contradiction_between_stock_and_releases_stays_negative() -> None:
    """Nobody can have come in as minus three."""
    assert epidemic.isolated_anew(grid([10, 7]), grid([5, 5]))["a"].tolist()[1:] == [-3]
    assert epidemic.isolated_anew(grid([10, None, 7]), grid([5, 5, 5]))["a"].isna().all()
