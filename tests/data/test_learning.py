"""Devices, participation, modes and deliveries, with figures that were published."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data import learning
from thongbao.data.indicators import total

NAN = float("nan")
HAI_DUONG = {
    "Kinh Môn": 195,
    "Thanh Miện": 124,
    "Nam Sách": 115,
    "Bình Giang": 89,
    "Ninh Giang": 62,
    "Thanh Hà": 57,
    "Tứ Kỳ": 56,
    "TP Hải Dương": 53,
    "Gia Lộc": 48,
    "Cẩm Giàng": 24,
    "Chí Linh": 0,
    "Kim Thành": 0,
}
"""Reported by Hải Dương's twelve units for 3 March 2022."""


def test_hai_duongs_twelve_units_add_up_to_823_with_two_true_zeros() -> None:
    """A zero is stated and counts among the twelve; a silent unit would not."""
    figures = pd.Series(HAI_DUONG, dtype=float)

    assert total(figures, HAI_DUONG) == (823, 12, 12)
    assert total(figures.replace(0, NAN), HAI_DUONG) == (823, 10, 12)


def test_the_national_gap_depends_on_its_denominator() -> None:
    """1,509,889 pupils without a device were called 24.81 %: neither denominator that was named gives that."""
    lacking = pd.Series([1_509_889.0] * 2, index=["all pupils", "pupils due online"])
    found = learning.device_gap(lacking, pd.Series([7_350_000.0, 6_070_626.0], index=lacking.index))

    assert (found["share"] * 100).round(2).tolist() == [20.54, 24.87]
    assert 24.81 not in (found["share"] * 100).round(2).tolist()
    assert found["of"].tolist() == [7_350_000, 6_070_626]


def test_the_household_groups_are_a_part_of_the_gap() -> None:
    """Poor, near-poor and others make 808,965, which is 53.6 % of the pupils without a device."""
    found = learning.device_gap(pd.Series([250_879.0 + 213_317 + 344_769]), pd.Series([1_509_889.0]))

    assert found.loc[0, "n"] == 808_965
    assert round(found.loc[0, "share"] * 100, 1) == 53.6


def test_quynh_phu_had_a_fifth_of_thai_binhs_need() -> None:
    """3,071 of 15,168; one school of 246."""
    found = learning.device_gap(pd.Series([3_071.0, 246.0]), pd.Series([15_168.0] * 2))

    assert (found["share"] * 100).round(1).tolist() == [20.2, 1.6]


def test_a_pupil_who_lacks_both_is_counted_once() -> None:
    """Device and line are two conditions."""
    assert learning.lacking_any(pd.Series([10.0]), pd.Series([7.0]), pd.Series([4.0])).tolist() == [13]


def test_pledged_is_not_delivered() -> None:
    """And more than needed is shown as such."""
    found = learning.coverage(pd.Series([100.0, 100, 50]), pd.Series([80.0, 10, 50]), pd.Series([30.0, 40, 60]))

    assert found["share"].tolist() == [0.3, 0.4, 1.2]
    assert found["over"].tolist() == [False, False, True]
    assert found["remaining"].tolist() == [70, 60, 0]
    assert found["open_pledges"].tolist() == [50, 0, 0]
    assert found["uncovered"].tolist() == [20, 60, 0]


@given(st.lists(st.integers(0, 50), min_size=3, max_size=3), st.integers(0, 200))
def test_the_poor_are_helped_first_and_nothing_is_lost(needs: list[int], supply: int) -> None:
    """A group gets anything only when those before it have all."""
    lines = pd.DataFrame({"household": ["other", "poor", "near_poor"], "need": needs})
    found = learning.allotted(lines, supply)

    assert found["household"].tolist() == ["poor", "near_poor", "other"]
    assert found["allotted"].sum() == min(supply, sum(needs))
    met = found["remaining"].eq(0)
    assert all(met.iloc[:at].all() for at in range(3) if found["allotted"].iloc[at] > 0)


def test_mean_viewers_are_over_the_days_that_were_stated() -> None:
    """57,000 a day, with no word about the days that are lacking; no enrolment, no share."""
    daily = pd.DataFrame({"g12": [56_000, None, 58_000], "g9": [155_000, None, None]}, dtype=float)
    found = learning.viewers(daily, pd.Series({"g12": 60_000.0}))

    assert found.loc["g12", ["days", "of_days", "mean", "share"]].tolist() == [2, 3, 57_000, 0.95]
    assert found.loc["g9", "days"] == 1
    assert pd.isna(found.loc["g9", "share"])


def test_shares_of_modes_add_up_to_one() -> None:
    """Hours without teaching are a mode; hours taught are held against the plan."""
    hours = pd.DataFrame({"live": [6.0, 0, 3], "recorded": [2.0, 0, NAN], "none": [2.0, 0, 0]})
    found = learning.mode_shares(hours, pd.Series([10.0, 5, 5]))

    assert found[["live", "recorded", "none"]].iloc[0].tolist() == [0.6, 0.2, 0.2]
    assert found[["live", "recorded", "none"]].iloc[1:].isna().all(axis=None)
    assert found["share"].fillna(-1).tolist() == [0.8, 0, -1]


def test_participation_above_all_is_flagged() -> None:
    """More took part than were expected."""
    assert learning.participation(pd.Series([31.0]), pd.Series([30.0]))["over"].tolist() == [True]


def test_books_that_have_come_do_not_wait() -> None:
    """Days of waiting are told where something is outstanding."""
    found = learning.outstanding(pd.Series([10.0, 10]), pd.Series([10.0, 4]), pd.Series([9.0, 5]))

    assert found["outstanding"].tolist() == [0, 6]
    assert found["waiting"].fillna(-1).tolist() == [-1, 5]
    assert found["share"].tolist() == pytest.approx([1, 0.4])
