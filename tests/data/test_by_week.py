"""Weeks side by side: what is in both, and what is in neither."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data import by_week

NAN = float("nan")


def grid(**units: list[float]) -> pd.DataFrame:
    """Return days x units from 1 February 2020 on."""
    days = pd.date_range("2020-02-01", periods=len(next(iter(units.values()))), unit="s")
    return pd.DataFrame(units, index=days)


def test_a_share_of_a_week_is_over_the_units_that_stated_both() -> None:
    """A part without its whole is in neither sum."""
    found = by_week.shares_by_week(grid(a=[8, 9, NAN], b=[5, NAN, NAN]), grid(a=[10, 10, 10], b=[NAN, 7, NAN]))

    assert found[["n", "of"]].to_numpy().tolist()[:2] == [[8, 10], [9, 10]]
    assert found["n"].isna().tolist() == [False, False, True]
    assert found["units"].tolist() == [1, 1, 0]


def test_two_weeks_need_all_fourteen_days() -> None:
    """One silent day would make a fall; the unit is left out and counted."""
    whole, silent = [1.0] * 7 + [3.0] * 7, [1.0] * 13 + [NAN]
    found = by_week.two_weeks(grid(a=whole, b=silent))

    assert (found.now, found.before, found.units, found.of) == (21, 7, 1, 2)
    assert found.growth == 3


def test_of_nothing_before_no_growth_is_told() -> None:
    """Neither of zero nor of too few days."""
    assert by_week.two_weeks(grid(a=[0.0] * 7 + [1.0] * 7)).growth is None
    assert by_week.two_weeks(grid(a=[1.0] * 7)) == by_week.Weeks(None, None, 0, 1)
    assert by_week.two_states(grid(a=[NAN] * 9)).now is None


def test_states_are_compared_with_the_same_day_of_the_week_before() -> None:
    """Day 8 with day 1."""
    assert by_week.two_states(grid(a=[float(n) for n in range(8)]))[:2] == (7, 0)


@given(st.lists(st.lists(st.none() | st.integers(0, 50), min_size=14, max_size=14), min_size=1, max_size=4))
def test_the_weeks_of_a_sum_are_the_sums_of_the_weeks(units: list[list[int | None]]) -> None:
    """Whichever units lack a day, the others are added up as if they were alone."""
    flow = grid(**{f"u{n}": [NAN if v is None else float(v) for v in line] for n, line in enumerate(units)})
    alone = [by_week.two_weeks(flow[[name]]) for name in flow]
    held = [one for one in alone if one.units]
    found = by_week.two_weeks(flow)

    assert found.units == len(held) == int((~np.isnan(flow.to_numpy())).all(axis=0).sum())
    assert found.now == (sum(one.now or 0 for one in held) if held else None)
    assert found.before == (sum(one.before or 0 for one in held) if held else None)
