"""Figures that were published, through the functions that bulletins are made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from thongbao.data import epidemic, indicators, rates
from thongbao.data.alarms import ears

if TYPE_CHECKING:
    from pathlib import Path

CITY = "411700"
SCREENED = {"teachers": (1_615, 1_451, 164), "students": (4_762, 4_424, 338), "relatives": (8_698, 7_876, 822)}
"""As of 19 February 2020: total, counties, municipal-direct schools."""


@pytest.fixture(scope="module")
def city(shared: Path) -> pd.DataFrame:
    """Zhumadian in the daily figures of Henan's cities: cumulative confirmed and cured, by day."""
    found = pd.read_csv(
        shared / "data" / "henan" / "henan_city_daily_2020.csv", dtype={"cityCode": str}, parse_dates=["date"]
    )
    mine = found[found["cityCode"] == CITY].set_index("date")[["confirmed", "cured"]].astype(float)
    return mine.reindex(pd.date_range(mine.index.min(), mine.index.max()))


def test_the_published_groups_add_up_to_15075() -> None:
    """Each total is its counties and its municipal-direct schools, and so are all."""
    figures = pd.DataFrame(SCREENED, index=["total", "counties", "direct"], dtype=float)
    sums = [indicators.total(line, SCREENED).value for _, line in figures.iterrows()]

    assert (figures.loc["total"] == figures.loc["counties"] + figures.loc["direct"]).all()
    assert sums == [15_075, 13_751, 1_324]


def test_confirmed_per_ten_thousand_screened_is_as_derived_by_hand() -> None:
    """17.2 of all; teachers 6.2, students 4.2, relatives 26.4; one and two cases are withheld."""
    cases = pd.Series({"all": 26.0, "teachers": 1, "students": 2, "relatives": 23})
    screened = pd.Series({"all": 15_075.0} | {group: total for group, (total, _, _) in SCREENED.items()})
    found = rates.incidence(cases, screened)

    assert found["rate"].round(1).tolist() == [17.2, 6.2, 4.2, 26.4]
    assert found["withheld"].tolist() == [False, True, True, False]


def test_the_education_figures_fit_into_the_citys_139_cases(city: pd.DataFrame) -> None:
    """26 confirmed are 18.7 % of the city's 139 on 19 February, and 6 recovered are not more than its 82."""
    assert city.loc["2020-02-19"].tolist() == [139, 82]
    found = epidemic.reconciled(
        pd.Series({"confirmed": 26.0, "recovered": 6}), pd.Series([139.0, 82], ["confirmed", "recovered"])
    )

    assert round(found.loc["confirmed", "share"] * 100, 1) == 18.7
    assert found["difference"].tolist() == [-113, -76]
    assert not found["over"].any()


def test_the_new_cases_of_the_city_are_read_off_its_cumulative_figures(city: pd.DataFrame) -> None:
    """From 24 January; 7 February brought none, on the day on which the source changed."""
    growth = indicators.new_cases(city[["confirmed"]])
    new = indicators.daily_flow(growth)["confirmed"].iloc[1:24].tolist()

    assert new == [5, 2, 1, 6, 9, 5, 10, 6, 12, 14, 10, 16, 8, 0, 7, 3, 7, 3, 2, 6, 3, 1, 0]


def test_ears_finds_the_two_days_of_the_city(city: pd.DataFrame) -> None:
    """The first day's cumulative figure is its new cases: the series begins with it."""
    flow = indicators.daily_flow(indicators.new_cases(city[["confirmed"]]))
    flow.iloc[0] = city["confirmed"].iloc[0]
    found = ears(flow)
    alarms = found.alarms()["confirmed"]

    assert found.c3["confirmed"]["2020-02-04"] == pytest.approx(3.672, abs=5e-4)
    assert [str(day.date()) for day in alarms.index[alarms & (alarms.index < "2020-02-14")]] == [
        "2020-02-04",
        "2020-02-05",
    ]
