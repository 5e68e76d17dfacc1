"""`approve`, `audit` and `preview` as they are typed."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from support.arrivals import a_key, a_report
from thongbao.approvals import approve_reports
from thongbao.bulletin.audit import trail
from thongbao.cli import main
from thongbao.data import reports
from thongbao.database import open_store, reading, writing
from thongbao.errors import WrongUse
from thongbao.params.office import read_office
from thongbao.settings import settings

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from sqlalchemy import Engine

    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

DAY = "2020-02-19"
STEM = "411702/county_daily.zh_Hans"
KEY = a_key(unit="411702", office="zhumadian")


@pytest.fixture
def day(sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A copy of the sample office whose bulletins are made."""
    folder = tmp_path / "home"
    shutil.copytree(sample.home, folder, ignore=shutil.ignore_patterns("inbox", "intake"))
    monkeypatch.setenv("THONGBAO_HOME", str(folder))
    return settings()


def typed(*arguments: str, said: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=said)


def test_a_leader_sees_the_day_and_approves_it(day: Settings) -> None:
    """What changed, what is missing, what is odd; then the question; then who did it is told."""
    shown = typed("approve", DAY, "--by", "director", said="y\n")
    told = typed("audit", DAY)
    again = typed("approve", DAY, "--by", "director", "--yes")

    assert shown.exit_code == 0, shown.output
    assert "13 editions: 13 can be approved, 0 of them are approved already." in shown.output
    assert "Changed most since the last edition:" in shown.output
    assert "(longest name)" in shown.output
    assert "Newly approved by director: 13 editions." in shown.output
    assert len(list((day.outputs / "zhumadian" / "archive").rglob("*.html"))) == 13
    assert told.output.count("approved    director (") == 13
    assert f"{DAY}/{STEM}" in told.output
    assert "13 of them are approved already" in again.output
    assert "Newly approved by director: 0 editions." in again.output


def test_no_is_no(day: Settings) -> None:
    """Nothing is recorded, and the command did not do what it is for."""
    shown = typed("approve", DAY, "--by", "director", said="n\n")

    assert shown.exit_code == 1
    assert typed("audit").output == "Nothing yet.\n"


def test_an_edition_that_was_changed_on_disk_is_refused_and_the_rest_is_not(day: Settings) -> None:
    """What lies there is not what was made."""
    page = day.outputs / "zhumadian" / DAY / f"{STEM}.html"
    page.write_bytes(page.read_bytes() + b" ")

    shown = typed("approve", DAY, "--by", "director", "--yes")
    alone = typed("approve", DAY, "--unit", "411702", "--by", "director", "--yes")

    assert "Refused:" in shown.output
    assert f"1 × stale: its files were changed or removed: {STEM}" in shown.output
    assert "Newly approved by director: 12 editions." in shown.output
    assert alone.exit_code == 2
    assert "Nothing can be approved" in alone.output


def test_withdrawing_stops_one_and_needs_something_to_withdraw(day: Settings) -> None:
    """Nothing is deleted: the trail tells both."""
    nothing = typed("approve", DAY, "--unit", "411702", "--by", "director", "--withdraw")
    typed("approve", DAY, "--unit", "411702", "--by", "director", "--yes")
    back = typed("approve", DAY, "--unit", "411702", "--by", "deputy_director", "--withdraw", "--why", "wrong total")

    assert (nothing.exit_code, back.exit_code) == (2, 0)
    assert "there is nothing to withdraw" in nothing.output
    assert [line.split()[2] for line in typed("audit").output.splitlines()] == ["approved", "withdrawn"]
    assert "wrong total" in typed("audit").output


def test_a_role_that_may_not_approve_is_told_who_may(day: Settings) -> None:
    """Before anything is shown or asked."""
    refused = typed("approve", DAY, "--by", "clerk", "--yes")

    assert refused.exit_code == 2
    assert "director, deputy_director" in refused.output


def test_a_letter_is_previewed_from_what_was_made(day: Settings) -> None:
    """The page is written beside the edition, and named."""
    shown = typed("preview", DAY, "--unit", "411702", "--letter", "--no-open")
    missing = typed("preview", "2020-02-18", "--unit", "411702", "--letter", "--no-open")

    assert shown.exit_code == 0, shown.output
    assert "county_daily.zh_Hans.letter.html" in shown.output
    assert "iframe" in (day.outputs / "zhumadian" / DAY / f"{STEM}.letter.html").read_text(encoding="utf-8")
    assert missing.exit_code == 2
    assert "thongbao run 2020-02-18" in missing.output


@pytest.fixture
def desk(home: Settings) -> tuple[Engine, OfficeParams]:
    """A store with two reports of one form and day."""
    engine = open_store(home.store, make=True)
    with writing(engine) as connection:
        for unit in ("411702", "411721"):
            reports.append(connection, a_key(unit=unit, office="zhumadian"), a_report())
    return engine, read_office(home.params, "zhumadian")


def approving(desk: tuple[Engine, OfficeParams], **how: Any) -> list[tuple[str, str]]:
    engine, params = desk
    key = KEY
    asked = {"by": "director", "withdrawn": False, "why": "", "yes": True} | how
    approve_reports(engine, params, how.pop("form", key.form), key.day, asked.pop("units", ()), **asked)
    with reading(engine) as connection:
        return [(line.action, line.subject) for line in trail(connection, "zhumadian")]


def test_reports_are_approved_each_as_its_newest_revision(
    desk: tuple[Engine, OfficeParams], capsys: pytest.CaptureFixture[str]
) -> None:
    """The second time nothing is new; a correction must be approved anew."""
    key = KEY
    noon = datetime(2020, 2, 19, 4, tzinfo=UTC)

    assert len(approving(desk, now=noon)) == 2
    assert "2 reports, on time" in capsys.readouterr().out
    assert len(approving(desk, now=noon)) == 2
    with writing(desk[0]) as connection:
        reports.append(connection, key, a_report(2, hour=48))
    said = approving(desk, now=datetime(2020, 3, 10, tzinfo=UTC))
    out = capsys.readouterr().out

    assert said[2:] == [("approved", f"report/{key.form}/{key.day}/{key.unit}")]
    assert f"{key.unit}: revision 2" in out
    assert "1 report, late" in out
    assert "that day is over" in out


def test_an_approval_of_a_report_is_taken_back(desk: tuple[Engine, OfficeParams]) -> None:
    """By anybody who may approve."""
    approving(desk)

    assert approving(desk, units=("411702",), withdrawn=True)[-1][0] == "withdrawn"


@pytest.mark.parametrize(("units", "who"), [(("411702", "411799"), "411799"), (("nobody",), "nobody")])
def test_a_report_that_is_not_there_cannot_be_approved(
    desk: tuple[Engine, OfficeParams], units: tuple[str, ...], who: str
) -> None:
    """Nothing of the others either: whoever names a unit means it."""
    with pytest.raises(WrongUse, match=who):
        approving(desk, units=units)
    with reading(desk[0]) as connection:
        assert not trail(connection, "zhumadian")


def test_a_form_or_day_without_reports_is_said(desk: tuple[Engine, OfficeParams]) -> None:
    """With the forms there are."""
    engine, params = desk
    how: dict[str, Any] = {"by": "director", "withdrawn": False, "why": "", "yes": True}
    with pytest.raises(WrongUse, match="screening"):
        approve_reports(engine, params, "duty_rotas", date(2020, 2, 19), (), **how)
    with pytest.raises(WrongUse, match="any unit"):
        approve_reports(engine, params, "screening", date(2020, 1, 31), (), **how)
