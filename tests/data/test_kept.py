"""What is kept of a file knows whether it was on time, by its form's cadence and the office's holidays."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from support.inbox_files import long_csv, screening
from support.officefiles import edit
from thongbao.data.intake import intake
from thongbao.data.reports import read
from thongbao.database import open_store
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

FRIDAY = date(2020, 1, 31)
"""Within the Spring Festival, which was extended from 30 January to 2 February."""


@pytest.mark.parametrize(
    ("rule", "arrived", "on_time"),
    [
        ("same_day", "2020-01-31 17:00", True),
        ("same_day", "2020-01-31 17:01", False),
        ("after", "2020-02-03 17:00", True),
        ("after", "2020-02-03 17:01", False),
        ("before", "2020-01-31 17:00", True),  # the last working day before was the 23rd, a week too early to report
        ("before", "2020-01-31 17:01", False),
    ],
)
def test_a_weekly_report_of_a_friday_in_the_spring_festival_of_2020(
    rule: str, arrived: str, on_time: bool, home: Settings, tmp_path: Path
) -> None:
    """The cut-off moves over all ten days, or stays; the report stays that of its Friday."""
    edit(home, "forms/screening.yml", "cadence: daily", f"cadence: weekly\ndue_on: friday\nholiday_rule: {rule}")
    params = read_office(home.params, "zhumadian")
    (tmp_path / "a.csv").write_text(long_csv(screening(), day=FRIDAY), encoding="utf-8")
    came = datetime.fromisoformat(arrived).replace(tzinfo=ZoneInfo("Asia/Shanghai"))

    summary = intake(home, params, [tmp_path / "a.csv"], now=came)
    kept = read(open_store(home.store), "zhumadian", ["screening"], ["411702"], FRIDAY, FRIDAY).reports

    assert summary.new == 1, summary.text()
    assert kept["on_time"].tolist() == [on_time]
