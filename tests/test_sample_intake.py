from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from support.sample import PROJECT, make_sample, small_params
from thongbao.data import completeness
from thongbao.data.intake import intake
from thongbao.data.reports import Reports, read
from thongbao.database import open_store
from thongbao.params.office import read_office
from thongbao.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.data.summary import Summary
    from thongbao.records import OfficeParams

FIRST, LAST = date(2020, 1, 23), date(2020, 2, 19)
EVENING = datetime(2020, 2, 19, 12, tzinfo=UTC)
FORMS = ["screening", "isolation", "cases"]


@pytest.fixture(scope="module")
def params() -> OfficeParams:
    return read_office(PROJECT / "params", "zhumadian")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    home = tmp_path_factory.mktemp("home") / "thông báo 通报"
    make_sample(home / "data" / "zhumadian" / "inbox")
    return Settings(home=home, store=f"sqlite:///{home / 'data' / 'store.sqlite'}")


@pytest.fixture(scope="module")
def summary(settings: Settings, params: OfficeParams) -> Summary:
    return intake(settings, params, [inbox(settings)], backfill=True, now=EVENING)


@pytest.fixture(scope="module")
def reports(settings: Settings, params: OfficeParams, summary: Summary) -> Reports:
    units = [unit.code for unit in params.units]
    return read(open_store(settings.store), "zhumadian", FORMS, units, FIRST, LAST)


def inbox(settings: Settings) -> Path:
    return settings.data / "zhumadian" / "inbox"


def test_all_but_the_wrong_files_is_taken_in(summary: Summary) -> None:
    """Whatever is right is accepted, and of a partly wrong workbook the right sheets."""
    refused = {file.name: file.outcome for file in summary.files if file.refused}

    assert refused == {
        "2020-02-13_411771_驻马店经济开发区.xlsx": "refused",
        "2020-02-16_411728_遂平县.xlsx": "partly",
        "2020-01-23至2020-02-19_其他报表_411771_驻马店经济开发区.csv": "partly",
    }
    epidemic, daily = 28 * 36 - 3 * 3, 2 * 28 * 12
    # How the duty was kept is told from the second week on. One unit sent one form of ten in a week, and another one's
    # training of teachers was refused.
    weekly = (4 * 9 + 3) * 12 - 9 - 1
    events = 9 * 12
    # A correction brings the whole day again: two forms of each of the three say what was known already.
    counts = (epidemic + daily + weekly + events, 3, 3 * 2, 6)
    assert (summary.new, summary.revised, summary.same, summary.refused) == counts


def test_the_refusals_say_what_is_wrong(summary: Summary) -> None:
    """The faults are the ones that were put in, and no others."""
    found = {
        file.name[11:17]: sorted({fault.code for fault in file.faults if fault.severity == "error"})
        for file in summary.files
        if file.refused
    }

    assert found["411728"] == ["screened-adds-up"]
    assert {"screened-adds-up", "confirmed-adds-up"} < set(found["411771"])


def test_a_second_intake_finds_nothing_new(settings: Settings, params: OfficeParams, summary: Summary) -> None:
    """The same inbox again changes nothing; the refused files are looked at again."""
    again = intake(settings, params, [inbox(settings)], backfill=True, now=EVENING)

    assert (again.new, again.revised) == (0, 0)
    assert again.skipped == len(again.files) - 3


def test_the_store_adds_up_to_what_was_published(reports: Reports) -> None:
    """The sums over the units of the last day, as the roll-up will print them."""
    last = reports.figures[reports.figures["day"] == str(LAST)]
    sums = last.groupby(["column", "row"])["value"].sum()

    assert sums["screened"].to_dict() == {"teachers": 1615, "students": 4762, "relatives": 8698, "total": 15075}
    assert sums["confirmed"].to_dict() == {"teachers": 1, "students": 2, "relatives": 23, "total": 26}
    assert sums["suspected"].to_dict() == {"students": 1, "relatives": 5, "total": 6}
    stocks = ["hospital_now", "hospital_released", "home_now", "home_released", "recovered", "excluded"]
    assert [sums[column, "total"] for column in stocks] == [36, 38, 8054, 9567, 6, 4]


def test_on_the_last_day_all_units_reported_and_one_was_late(reports: Reports) -> None:
    """12 of 12 units, 11 on time."""
    found = completeness.reporting(completeness.expected(small_params(), LAST, LAST), reports.reports, reports.refusals)
    days = completeness.by_day(found)

    assert (days["received"] == days["expected"]).all()
    assert dict(days["state"].value_counts()) == {"on_time": 11, "late": 1}


def test_the_earlier_days_show_every_state(reports: Reports) -> None:
    """What happens in an office in four weeks can be seen in the pages of the sample."""
    due = completeness.expected(small_params(), FIRST, LAST)
    found = completeness.reporting(due, reports.reports, reports.refusals)

    assert set(found["state"]) == {"on_time", "late", "zero", "missing", "refused"}
    assert len(reports.revisions) == 3  # two figures of the screening, one of the isolation
    assert set(zip(reports.revisions["unit"], reports.revisions["form"], strict=True)) == {
        ("411727", "screening"),
        ("411721", "isolation"),
    }
