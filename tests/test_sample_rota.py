"""The sample office's duty rota: submitted by its cut-off, approved by the end of that day, as everything else is."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from conftest import PROJECT
from thongbao.approvals import approve_reports
from thongbao.bulletin.approval import is_approved, report_subject, standing
from thongbao.cli import main
from thongbao.data.revisions import approve_by, newest
from thongbao.database import open_store, reading
from thongbao.params.calendar import calendar_of
from thongbao.params.office import read_office
from thongbao.settings import settings

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.data.revisions import Revision
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2020, 2, 14)
FESTIVAL = (date(2020, 1, 24), date(2020, 1, 31))
"""Two Fridays within the Spring Festival, which was extended to 2 February."""

LATE, SILENT = "411725", "411723"
Office = tuple["Settings", "Engine", "OfficeParams"]


@pytest.fixture
def office(sample_inbox: Path, tmp_path: Path, store_url: str, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The sample office with all its forms, and every rota that its units sent taken in."""
    home = tmp_path / "office"
    shutil.copytree(PROJECT / "params", home / "params")
    monkeypatch.setenv("THONGBAO_HOME", str(home))
    monkeypatch.setenv("THONGBAO_STORE", store_url)
    rotas_of(sample_inbox, home / "inbox")
    taken = CliRunner().invoke(main, ["intake", "--office", "zhumadian", "--backfill", str(home / "inbox")])
    assert taken.exit_code == 0, taken.output
    here = replace(settings(), store=store_url)
    return here, open_store(store_url), read_office(here.params, "zhumadian")


def rotas_of(source: Path, folder: Path) -> None:
    """Copy what the units sent of the form: lines of their CSVs, and the one workbook with when it came."""
    folder.mkdir()
    for path in sorted(source.glob("*其他报表*.csv")):
        head, *lines = csv.reader(path.read_text("utf-8-sig").splitlines())
        rota = [line for line in lines if line[0] == "duty_rota"]
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([head, *rota])
    (book,) = source.glob("*周报*.xlsx")
    shutil.copy(book, folder)
    shutil.copy(source / "received.csv", folder)


def reported(office: Office, day: date) -> dict[str, Revision]:
    with reading(office[1]) as connection:
        return newest(connection, "zhumadian", "duty_rota", day)


def approve(office: Office, day: date, at: datetime, **how: Any) -> None:
    asked = {"by": "director", "withdrawn": False, "why": "", "yes": True} | how
    approve_reports(office[1], office[2], "duty_rota", day, asked.pop("units", ()), now=at, **asked)


def not_approved(office: Office, day: date) -> set[str]:
    """The units whose rota, as it stands now, is not approved."""
    with reading(office[1]) as connection:
        given = standing(connection, "zhumadian", day)
    there = reported(office, day).items()
    return {unit for unit, one in there if not is_approved(given.get(report_subject(one.key), ()), one.digest)}


def deadline(office: Office, day: date) -> datetime:
    form = office[2].form("duty_rota")
    assert form is not None
    return approve_by(form, day, calendar_of(office[2]), ZONE)


def test_rotas_are_submitted_by_their_cut_off_and_approved_by_friday(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """Until midnight; who submitted late is said, and who was silent has nothing to approve."""
    there = reported(office, FRIDAY)
    assert set(there) == {unit.code for unit in office[2].reporting_units(FRIDAY)} - {SILENT}
    assert {unit for unit, one in there.items() if not one.on_time} == {LATE}
    assert deadline(office, FRIDAY) == datetime(2020, 2, 15, tzinfo=ZONE)

    approve(
        office, FRIDAY, datetime(2020, 2, 14, 23, 59, tzinfo=ZONE), units=tuple(unit for unit in there if unit != LATE)
    )
    friday = capsys.readouterr().out
    approve(office, FRIDAY, datetime(2020, 2, 15, tzinfo=ZONE))
    saturday = capsys.readouterr().out

    assert "10 reports, on time" in friday
    assert "1 report, late" in saturday
    assert "that day is over" in saturday
    assert not_approved(office, FRIDAY) == set()


def test_a_corrected_rota_is_approved_anew_and_a_withdrawn_one_too(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was approved is what it said; the trail tells each step."""
    evening = datetime(2020, 2, 14, 18, tzinfo=ZONE)
    approve(office, FRIDAY, evening)
    correct(office, "411722")
    assert not_approved(office, FRIDAY) == {"411722"}
    capsys.readouterr()
    approve(office, FRIDAY, evening + timedelta(hours=2), by="deputy_director", units=("411722",))
    anew = capsys.readouterr().out
    approve(office, FRIDAY, evening, units=("411721",), withdrawn=True, why="two on leave")

    assert not_approved(office, FRIDAY) == {"411721"}
    assert "411722: revision 2" in anew
    assert anew.endswith("Newly approved by deputy_director: 1 report, on time.\n")
    told = CliRunner().invoke(main, ["audit", str(FRIDAY), "--office", "zhumadian"]).output
    assert told.count("approved    director") == 11
    assert told.count("approved    deputy_director") == 1
    assert "two on leave" in told


def correct(office: Office, unit: str) -> None:
    """Send one more working at home on Monday, half an hour after the approval."""
    (path,) = (office[0].home / "inbox").glob(f"*其他报表_{unit}_*.csv")
    head, *lines = csv.reader(path.read_text("utf-8").splitlines())
    changed = []
    for line in lines:
        if line[2] == str(FRIDAY):
            more = int(line[3:5] == ["monday", "remote"])
            changed.append([*line[:5], str(int(line[5]) + 1) if more else line[5], "2020-02-14 18:30"])
    folder = office[0].home / "corrected"
    folder.mkdir()
    with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head, *changed])
    taken = CliRunner().invoke(main, ["intake", "--office", "zhumadian", "--backfill", str(folder)])
    assert taken.exit_code == 0, taken.output
    assert reported(office, FRIDAY)[unit].revision == 2


def test_over_the_festival_nobody_is_late_for_what_nobody_could_send(office: Office) -> None:
    """The first Friday is due on the Thursday before; the second, a week into the holiday, on its own day."""
    first, second = (reported(office, day) for day in FESTIVAL)

    assert [deadline(office, day) for day in FESTIVAL] == [
        datetime(2020, 1, 24, tzinfo=ZONE),
        datetime(2020, 2, 1, tzinfo=ZONE),
    ]
    assert {one.received_at.astimezone(ZONE).date() for one in first.values()} == {date(2020, 1, 23)}
    assert {one.received_at.astimezone(ZONE).date() for one in second.values()} == {date(2020, 1, 31)}
    assert len(first) == len(second) == 12
    assert all(one.on_time for one in (*first.values(), *second.values()))


def test_the_command_approves_the_rota_of_the_sample(office: Office) -> None:
    """As it is typed; a role that may not is refused before anything is shown."""
    typed = ["approve", str(FRIDAY), "--office", "zhumadian", "--form", "duty_rota", "--yes", "--by"]
    refused = CliRunner().invoke(main, [*typed, "clerk"])
    shown = CliRunner().invoke(main, [*typed, "director"])

    assert refused.exit_code == 2
    assert shown.exit_code == 0, shown.output
    assert "11 reports, late" in shown.output  # that Friday is long over
    assert not_approved(office, FRIDAY) == set()
