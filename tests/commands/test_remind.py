"""`thongbao remind` as an operator meets it, and its letters as they arrive."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result

from support.approved import approved, made, mail_settings
from support.filled import put_published, put_refused
from support.mailboxes import mailbox
from support.mailserver import Script, mail_server
from thongbao.bulletin import delivery
from thongbao.bulletin.audit import trail
from thongbao.bulletin.mailheaders import unsubscribe_token
from thongbao.bulletin.outbox_store import Scope
from thongbao.cli import main
from thongbao.database import open_store, reading
from thongbao.params.office import read_office
from thongbao.reminders import call_off

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from pathlib import Path

    from thongbao.settings import Settings

DAY = "2020-02-19"
FOUR = datetime(2020, 2, 19, 16, tzinfo=ZoneInfo("Asia/Shanghai"))
ONLY = ("--bulletin", "reminders", "--wait", "0")
SILENT = ("411721", "411722")


class Clock:
    """The time of day, set by a test."""

    at = FOUR


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is four in the afternoon, an hour before the cut-off."""
    clock = Clock()
    monkeypatch.setattr(delivery, "now", lambda: clock.at)
    monkeypatch.setattr("thongbao.flow.standing", lambda *_: [])
    return clock


@pytest.fixture
def office(home: Settings) -> Settings:
    """All but two counties have reported; a form of one of the two was refused."""
    put_published(home, without=SILENT)
    put_refused(home, "411721", date(2020, 2, 19), "cases", "write a number")
    return home


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A mail server that keeps each letter in a file."""
    with mailbox(tmp_path / "received") as port:
        yield port, tmp_path / "received"


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def arrived(received: Path) -> list[Message]:
    files = sorted((received / "new").iterdir())
    return [message_from_bytes(path.read_bytes(), policy=policy.default) for path in files]


def test_the_silent_are_reminded_once_and_nobody_else(office: Settings, server: tuple[int, Path]) -> None:
    """From the reports in the store to a mail server: the right people, what lacks, the very headers; sent once."""
    port, received = server
    mail_settings(office, port)

    first, sent = call("remind", DAY), call("send", DAY, *ONLY)
    again, nothing = call("remind", DAY), call("send", DAY, *ONLY)

    assert (first.exit_code, sent.exit_code, again.exit_code, nothing.exit_code) == (0, 0, 0, 0), first.output
    assert "2 units to be reminded" in first.output
    assert "411721 西平县 by 19 Feb 2020, 17:00: screening, isolation, cases (refused)" in first.output
    assert "2 reminders newly queued" in first.output
    assert f"thongbao send {DAY} --bulletin reminders" in first.output
    assert "0 reminders newly queued" in again.output
    assert "2 not written again" in again.output
    there = {str(message["X-RcptTo"]): message for message in arrived(received)}
    assert set(there) == {"xiping@zhumadian.example", "shangcai@zhumadian.example"}
    assert len(arrived(received)) == 2
    for address, message in there.items():
        assert message["To"].addresses[0].addr_spec == address
        assert message["Auto-Submitted"] == "auto-generated"
    text = there["xiping@zhumadian.example"].get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "2020年2月19日 17:00" in text
    assert "退回" in text
    assert "write a number" in text
    with reading(open_store(office.store)) as connection:
        told = [(line.action, line.detail) for line in trail(connection, "zhumadian", date(2020, 2, 19))]
    assert told == [("queued", "2 reminders queued"), ("sent", "2 sent"), ("sent", "2 sent")]


def test_whoever_reports_before_the_letter_goes_gets_none(office: Settings, server: tuple[int, Path]) -> None:
    """It is looked at again when it is sent."""
    port, received = server
    mail_settings(office, port)
    call("remind", DAY)
    put_published(office, without=[unit for unit in _units(office) if unit != "411722"])

    dry = call("send", DAY, *ONLY, "--dry-run")
    sent = call("send", DAY, *ONLY)

    assert "1 letter would go out" in dry.output
    assert "called off: letter 2, 411722/reminders to shangcai@zhumadian.example: reported meanwhile" in dry.output
    assert "reported meanwhile" in sent.output
    assert [message["X-RcptTo"] for message in arrived(received)] == ["xiping@zhumadian.example"]


def _units(home: Settings) -> list[str]:
    return [unit.code for unit in read_office(home.params, "zhumadian").units]


def test_a_report_that_comes_during_a_run_stops_its_letter(office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter on its way arrives, the next is called off."""
    monkeypatch.setattr(delivery, "LOOK_SECONDS", 0)
    call("remind", DAY)
    script = Script()

    def report(step: str, times: int) -> str:
        if (step, times) == ("end", 1):
            put_published(office, without=[unit for unit in _units(office) if unit != "411722"])
        return ""

    script.fault = report
    with mail_server(script) as port:
        mail_settings(office, port)
        call("send", DAY, *ONLY)

    assert [to for _, to, _ in script.taken] == ["xiping@zhumadian.example"]


def test_bulletins_and_reminders_go_together_or_apart(office: Settings) -> None:
    """`send` alone sends both; reminders need no approval, and bulletins still do."""
    records = made(office)
    call("remind", DAY)
    script = Script()
    with mail_server(script) as port:
        mail_settings(office, port)
        unapproved = call("send", DAY, "--bulletin", "county_daily", "--wait", "0")
        assert not script.taken
        approved(office, records)
        both = call("send", DAY, "--bulletin", "county_daily", "--bulletin", "reminders", "--wait", "0")

    assert unapproved.exit_code == 1
    assert both.exit_code == 1  # editions of other counties were not made
    assert sorted(to.split("@")[0] for _, to, _ in script.taken) == ["shangcai", "xiping", "xiping", "yicheng"]
    assert list(script.ids().values()) == [1] * 4


def test_after_the_cut_off_it_is_too_late_and_said_what_to_do(office: Settings, clock: Clock) -> None:
    """Exit code 1; late letters on request, in other words; what waited is not sent any more."""
    call("remind", DAY, "--unit", "411721")
    clock.at = FOUR + timedelta(hours=2)

    late, asked = call("remind", DAY), call("remind", DAY, "--late")
    engine = open_store(office.store)
    gone = call_off(engine, read_office(office.params, "zhumadian"), Scope("zhumadian", date(2020, 2, 19)), clock.at)

    assert late.exit_code == 1
    assert "Too late for 2 units" in late.output
    assert f"thongbao remind {DAY} --late" in late.output
    assert asked.exit_code == 0, asked.output
    assert "2 reminders newly queued" in asked.output
    assert [line.split(":")[0] for line in gone] == ["letter 1, 411721/reminders to xiping@zhumadian.example"]


def test_a_look_changes_nothing(office: Settings, tmp_path: Path, clock: Clock) -> None:
    """Who would be written to, and the letters as files, also of another moment."""
    dry = call("remind", DAY, "--dry-run", "--form", "cases")
    files = call("remind", DAY, "--to-file", str(tmp_path / "l"))
    clock.at = FOUR + timedelta(days=900)
    then = call("remind", DAY, "--as-of", "2020-02-19T00:30", "--dry-run")
    real = call("remind", DAY, "--as-of", "2020-02-19T00:30")

    assert "2 reminders would be queued. Nothing was changed." in dry.output
    assert "isolation" not in dry.output
    assert sorted(path.name.split(".")[1] for path in (tmp_path / "l").iterdir()) == list(SILENT)
    assert "None was queued" in files.output
    assert then.exit_code == 0, then.output
    assert "12 units to be reminded" in then.output
    assert real.exit_code == 2
    with reading(open_store(office.store)) as connection:
        assert not trail(connection, "zhumadian")


def test_a_unit_that_nobody_reports_for_is_named(office: Settings) -> None:
    """With the line to write; so is an address that opted out. Exit code 1."""
    path = office.params / "zhumadian" / "recipients.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("  reports_for: [411722]\n", "  reports_for: [411723]\n", 1).replace(
        "  reports_for: [411721]\n", "  reports_for: [411721]\n  opted_out: 2020-02-18\n"
    )
    path.write_text(text.replace("shangcai@", "other@"), encoding="utf-8")

    result = call("remind", DAY)

    assert result.exit_code == 1
    assert "nobody to write to: 411722 上蔡县. Write reports_for: [411722]" in result.output
    assert "withheld: 411721 to xiping@zhumadian.example: the address opted out" in result.output


def test_the_log_has_ids_and_numbers_only(office: Settings, tmp_path: Path) -> None:
    """A line for each letter and one for all; no address, no name of a file."""
    call("remind", DAY, "--log", str(tmp_path / "log"))
    text = (tmp_path / "log").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]

    assert [line["unit"] for line in lines if line["event"] == "reminder"] == list(SILENT)
    assert [(line["new"], line["day"]) for line in lines if line["event"] == "reminders"] == [(2, DAY)]
    assert "@" not in text
    assert "xlsx" not in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("2020-02-20",), "has not come yet"),
        (("2020-01-01",), "days ago"),
        ((DAY, "--form", "case"), "has no form"),
        ((DAY, "--unit", "41172"), "has no unit"),
    ],
)
def test_wrong_use_is_said(office: Settings, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2."""
    result = call("remind", *arguments)

    assert result.exit_code == 2
    assert said in result.output


def test_on_a_day_without_anything_due_nobody_is_written_to(home: Settings) -> None:
    """Exit code 0: a timer runs on all days."""
    office = home.params / "zhumadian" / "office.yml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("starts: 2020-01-23", "starts: 2020-02-20"), encoding="utf-8")

    result = call("remind", DAY)

    assert result.exit_code == 0, result.output
    assert "0 units to be reminded" in result.output


def test_the_token_of_a_reminder_says_what_to_do(office: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever gets bulletins, too, may keep them."""
    monkeypatch.setenv("THONGBAO_UNSUBSCRIBE_KEY", "key")
    token = unsubscribe_token(b"key", "zhumadian", "reminders", "xiping@zhumadian.example")

    result = call("unsubscribe", token)

    assert result.exit_code == 0, result.output
    assert "wants no more reminders" in result.output
    assert "remove reports_for; they still get county_daily" in result.output
