"""`thongbao send`, `release` and `bounces` as an operator meets them."""

from __future__ import annotations

import os
import signal
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from support.approved import approved, made, mail_settings
from support.editions import DAY
from support.mailserver import Script, mail_server
from thongbao.bulletin import delivery
from thongbao.bulletin.approval import withdraw
from thongbao.bulletin.audit import trail
from thongbao.cli import main
from thongbao.database import open_store, reading, writing

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

ONLY = ("--unit", "411702", "--unit", "411721", "--bulletin", "county_daily")


@pytest.fixture(autouse=True)
def _not_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """The editions here were written without a run, so nothing but a run could say that they stand."""
    monkeypatch.setattr("thongbao.flow.standing", lambda *_: [])
    monkeypatch.setattr(delivery, "CONNECT_WAITS", (0.0, 0.0))


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def send(*more: str) -> Result:
    return invoke("send", DAY.isoformat(), *ONLY, "--wait", "0", *more)


def test_nothing_is_sent_that_was_not_approved(home: Settings) -> None:
    """And what was not is named."""
    made(home)
    script = Script()
    with mail_server(script) as port:
        mail_settings(home, port)
        result = send()

    assert result.exit_code == 1
    assert not script.taken
    assert "not approved: 411702/county_daily.zh_Hans: not approved" in result.output


def test_approved_letters_go_once_and_to_whom_they_are_for(home: Settings) -> None:
    """However often the command is called; the letter says that it is approved."""
    approved(home, made(home))
    script = Script()
    with mail_server(script) as port:
        mail_settings(home, port)
        dry = send("--dry-run")
        first = send()
        second = send()

    assert (dry.exit_code, first.exit_code, second.exit_code) == (0, 0, 0), first.output
    assert "2 letters would go out" in dry.output
    assert "2 letters newly queued" in first.output
    assert "0 letters newly queued" in second.output
    assert [to for _, to, _ in script.taken] == ["yicheng@zhumadian.example", "xiping@zhumadian.example"]
    read = [message_from_bytes(content, policy=policy.default) for *_, content in script.taken]
    assert [message["To"].addresses[0].addr_spec for message in read] == [to for _, to, _ in script.taken]
    with reading(open_store(home.store)) as connection:
        actions = [line.action for line in trail(connection, "zhumadian", DAY)]
    assert "queued" in actions
    assert "sent" in actions


def test_one_changed_edition_is_called_off_and_the_next_refers_to_the_last(home: Settings, tmp_path: Path) -> None:
    """What waits of the old content never goes; what was sent of it is what the new letter corrects."""
    approved(home, made(home))
    script = Script(fault=lambda step, times: "4xx" if (step, times) == ("rcpt", 2) else "")
    with mail_server(script) as port:
        mail_settings(home, port)
        assert send().exit_code == 1
        changed = made(home, revision=2)
        called_off = send()
        approved(home, changed)
        last = send()

    assert (
        "called off: letter 2, 411721/county_daily.zh_Hans to xiping@zhumadian.example: changed since it was approved"
        in (called_off.output)
    )
    assert last.exit_code == 0, last.output
    first, second, third = [message_from_bytes(content) for *_, content in script.taken]
    assert second["References"] == first["Message-ID"]
    assert third["References"] is None


def test_a_withdrawn_approval_stops_what_waits(home: Settings) -> None:
    """And approving it again lets the same letter go, once."""
    records = made(home)
    approved(home, records)
    script = Script(fault=lambda step, times: "4xx" if step == "mail" and times <= 2 else "")
    with mail_server(script) as port:
        mail_settings(home, port)
        send()
        with writing(open_store(home.store)) as connection:
            subjects = [f"{DAY}/{record.edition.stem}" for record in records]
            withdraw(connection, "zhumadian", DAY, subjects, by="director")
        stopped = send()
        assert not script.taken
        approved(home, records)
        again = send()

    assert stopped.output.count("called off") == 2
    assert again.exit_code == 0, again.output
    assert len(script.taken) == len(script.ids()) == 2


def test_letters_are_written_to_files_as_they_will_be_sent(home: Settings, tmp_path: Path) -> None:
    """Byte by byte, and they still wait."""
    approved(home, made(home))
    script = Script()
    assert send("--to-file", str(tmp_path / "l")).exit_code == 0
    files = [path.read_bytes() for path in sorted((tmp_path / "l").iterdir())]
    with mail_server(script) as port:
        mail_settings(home, port)
        send()

    assert files == [content for *_, content in script.taken]
    assert len(files) == 2


def test_an_edition_that_lacks_a_second_role_is_not_called_changed(home: Settings) -> None:
    """Who approved it already is named, and how many are lacking."""
    bulletins = home.params / "zhumadian" / "bulletins.yml"
    text = bulletins.read_text(encoding="utf-8")
    bulletins.write_text(text.replace("- code: county_daily\n", "- code: county_daily\n  approvals: 2\n"))
    records = made(home)
    approved(home, records)
    first = send("--dry-run")
    approved(home, records, by="deputy")
    second = send("--dry-run")

    assert first.exit_code == 1
    assert (
        "not approved: 411702/county_daily.zh_Hans: approved by director; 1 more role must approve it" in first.output
    )
    assert "changed" not in first.output.replace("Nothing was changed", "")
    assert second.exit_code == 0, second.output
    assert "2 letters would go out" in second.output


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_run_after_the_letter_on_its_way(home: Settings, number: signal.Signals) -> None:
    """Nothing is lost or in doubt; the exit code says that letters wait, and the next run sends the rest."""
    approved(home, made(home))
    script = Script()

    def ask(step: str, times: int) -> str:
        if (step, times) == ("data", 1):
            os.kill(os.getpid(), number)
        return ""

    script.fault = ask
    with mail_server(script) as port:
        mail_settings(home, port)
        stopped = send()
        assert len(script.taken) == 1
        rest = send()

    assert stopped.exit_code == 130
    assert "Stopped. What was sent is sent" in stopped.output
    assert rest.exit_code == 0, rest.output
    assert list(script.ids().values()) == [1, 1]


def test_an_approval_withdrawn_during_a_run_stops_what_has_not_gone(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letter on its way arrives, the next is called off; the trail says that it was."""
    monkeypatch.setattr(delivery, "LOOK_SECONDS", 0)
    records = made(home)
    approved(home, records)
    script = Script()

    def take_back(step: str, times: int) -> str:
        if (step, times) == ("end", 1):
            with writing(open_store(home.store)) as connection:
                withdraw(connection, "zhumadian", DAY, [f"{DAY}/{records[1].edition.stem}"], by="director")
        return ""

    script.fault = take_back
    with mail_server(script) as port:
        mail_settings(home, port)
        result = send()
        again = send()

    assert [to for _, to, _ in script.taken] == ["yicheng@zhumadian.example"]
    counts = [int(word) for word in result.output.splitlines()[-1].split()]
    assert counts == [1, 0, 0, 0, 0, 1]
    assert again.exit_code == 1
    assert "not approved: 411721/county_daily.zh_Hans: not approved" in again.output


def test_a_letter_in_doubt_is_named_and_waits_for_a_person(home: Settings) -> None:
    """Exit code 3 until somebody decides; --again sends the same Message-ID, --sent never again."""
    approved(home, made(home))
    script = Script(fault=lambda step, times: "drop" if step == "end" and times <= 2 else "", takes=False)
    with mail_server(script) as port:
        mail_settings(home, port)
        doubtful = send()
        still = send()
        unknown = invoke("release", "99", "--sent", "--by", "director")
        undecided = invoke("release", "1", "--by", "director")
        sent = invoke("release", "1", "--sent", "--by", "director")
        again = invoke("release", "2", "--again", "--by", "director")
        twice = invoke("release", "1", "--again", "--by", "director")
        last = send()

    assert (doubtful.exit_code, still.exit_code) == (3, 3)
    assert "in doubt: letter 1, 411702/county_daily.zh_Hans to yicheng@zhumadian.example (<" in still.output
    assert (unknown.exit_code, undecided.exit_code, twice.exit_code) == (2, 2, 2)
    assert "nothing to release" in twice.output
    assert (sent.exit_code, again.exit_code, last.exit_code) == (0, 0, 0), last.output
    assert [to for _, to, _ in script.taken] == ["xiping@zhumadian.example"]
    with reading(open_store(home.store)) as connection:
        lines = [(line.action, line.actor) for line in trail(connection, "zhumadian", DAY)]
    assert ("release_sent", "director") in lines
    assert ("release_again", "director") in lines


def test_a_server_that_is_not_there_leaves_all_waiting(home: Settings) -> None:
    """Nothing counts as sent for a connection that failed."""
    approved(home, made(home))
    mail_settings(home, 1)

    result = send()

    assert result.exit_code == 1
    assert "could not be reached at CONNECT" in result.output
    assert "Traceback" not in result.output


def test_a_server_that_refuses_everything_ends_the_run(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before all letters of a day are refused for good because of one wrong setting."""
    monkeypatch.setattr(delivery, "ALL_REFUSED", 1)
    approved(home, made(home))
    script = Script(fault=lambda step, _times: "5xx" if step == "rcpt" else "")
    with mail_server(script) as port:
        mail_settings(home, port)
        result = send()

    assert result.exit_code == 1
    assert "took none" in result.output
    assert script.reached["rcpt"] == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--wait", "-1"), "--wait"),
        (("--rate", "1/s"), "is not a rate"),
        (("--rate", "0"), "is not a rate"),
        (("--rate", "-1/min"), "is not a rate"),
    ],
)
def test_wrong_use_is_said(home: Settings, arguments: tuple[str, ...], said: str) -> None:
    """Exit code 2."""
    result = send(*arguments)

    assert result.exit_code == 2
    assert said in result.output


def test_an_office_without_a_mail_server_is_said(home: Settings) -> None:
    """Exit code 2, and nothing is queued; writing letters to files needs no server."""
    approved(home, made(home))
    (home.params / "zhumadian" / "mail.yml").unlink()

    assert "mail.yml does not exist" in send().output
    assert send().exit_code == 2
    assert "no server yet" in send("--dry-run").output


def test_a_user_without_a_password_is_said(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anything is connected to."""
    monkeypatch.delenv("THONGBAO_SMTP_PASSWORD", raising=False)
    monkeypatch.setattr("thongbao.bulletin.credentials._from_keyring", lambda _user: "")
    approved(home, made(home))
    mail_settings(home, 1, user="office")

    result = send()

    assert result.exit_code == 2
    assert "THONGBAO_SMTP_PASSWORD" in result.output
