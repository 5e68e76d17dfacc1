"""A letter that came back ends letters to its address until somebody clears it; a forged report ends nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from support.approved import approved, made, mail_settings
from support.dsn import exchange, postfix
from support.editions import DAY
from support.mailserver import Script, mail_server
from support.outboxes import AT, SCOPE, outbox_of, rows
from thongbao.bulletin.bounced import clear, failed_addresses, known_addresses, take_in
from thongbao.cli import main
from thongbao.database import reading, writing
from thongbao.database.mailing import outbox
from thongbao.errors import WrongUse

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.bulletin.bounced import Read
    from thongbao.settings import Settings

OFFICE = SCOPE.office


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    """Two letters that were sent, one that waits."""
    engine = outbox_of(f"sqlite:///{tmp_path / 'store.sqlite'}", 3)
    with writing(engine) as connection:
        connection.execute(outbox.update().where(outbox.c.id < 3).values(state="sent"))
    (tmp_path / "mail").mkdir()
    return engine


def read(engine: Engine, folder: Path, *contents: bytes) -> Read:
    for number, content in enumerate(contents):
        (folder / f"{number}.eml").write_bytes(content)
    with writing(engine) as connection:
        return take_in(connection, OFFICE, folder, AT)


def known(engine: Engine) -> dict[str, str]:
    with reading(engine) as connection:
        return {row.address: row.state for row in known_addresses(connection, OFFICE)}


def test_reports_change_the_state_of_their_addresses_once(engine: Engine, tmp_path: Path) -> None:
    """Failed, noted; the same report again changes nothing."""
    first, second, _ = rows(engine)
    folder = tmp_path / "mail"
    told = read(
        engine,
        folder,
        postfix(first.message_id, first.recipient),
        exchange(second.message_id, second.recipient, action="delayed", status="4.4.1"),
    )
    with writing(engine) as connection:
        again = take_in(connection, OFFICE, folder, AT)

    assert (len(told.failed), len(told.noted), again.before) == (1, 1, 2)
    assert known(engine) == {first.recipient: "failed", second.recipient: "noted"}
    assert not again.failed


def test_a_delay_does_not_soften_a_failure(engine: Engine, tmp_path: Path) -> None:
    """Reports come in any order."""
    first = rows(engine)[0]
    read(
        engine,
        tmp_path / "mail",
        postfix(first.message_id, first.recipient),
        postfix(first.message_id, first.recipient, action="delayed", status="4.4.1"),
    )

    assert known(engine) == {first.recipient: "failed"}


def test_a_report_that_cannot_be_ours_changes_nothing(engine: Engine, tmp_path: Path) -> None:
    """An unknown letter, a letter that was not sent, another's address: anybody can write such a report."""
    first, second, waiting = rows(engine)
    told = read(
        engine,
        tmp_path / "mail",
        postfix("<guessed@zhumadian.example>", first.recipient),
        postfix(first.message_id, second.recipient),
        postfix(waiting.message_id, waiting.recipient),
        b"Subject: hello\r\n\r\nhello",
    )

    assert known(engine) == {}
    assert len(told.unknown) == 4


def test_a_maildir_is_read_where_its_messages_are(engine: Engine, tmp_path: Path) -> None:
    """In new and cur, not in tmp; links and long files are passed over."""
    first, second, _ = rows(engine)
    for name, content in {
        "new/1": postfix(first.message_id, first.recipient),
        "cur/2:2,S": exchange(second.message_id, second.recipient),
        "tmp/3": b"half",
        "new/4": b"x" * 5_000_001,
    }.items():
        path = tmp_path / "mail" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "mail" / "new" / "5").symlink_to("/etc/hostname")
    told = read(engine, tmp_path / "mail")

    assert set(known(engine).values()) == {"failed"}
    assert told.unreadable == ["4"]
    with pytest.raises(WrongUse, match="is no folder"):
        read(engine, tmp_path / "none")


def test_a_cleared_address_is_good_again(engine: Engine, tmp_path: Path) -> None:
    """By somebody, and only where something was known."""
    first = rows(engine)[0]
    read(engine, tmp_path / "mail", postfix(first.message_id, first.recipient))
    with writing(engine) as connection:
        clear(connection, OFFICE, first.recipient.upper(), "director", AT)
        assert not failed_addresses(connection, OFFICE)
        with pytest.raises(WrongUse, match="Nothing is known"):
            clear(connection, OFFICE, "other@county.example", "director", AT)


def test_an_address_that_failed_gets_no_letters_and_that_is_said(
    home: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the report to the withheld letter to the cleared address."""
    monkeypatch.setattr("thongbao.flow.standing", lambda *_: [])
    run = CliRunner().invoke
    send = ["send", DAY.isoformat(), "--unit", "411702", "--bulletin", "county_daily", "--wait", "0"]
    approved(home, made(home, units=("411702",)))
    script = Script()
    (tmp_path / "back").mkdir()
    with mail_server(script) as port:
        mail_settings(home, port)
        assert run(main, send).exit_code == 0
        report = postfix(next(iter(script.ids())), "yicheng@zhumadian.example")
        (tmp_path / "back" / "1").write_bytes(report)
        back = run(main, ["bounces", str(tmp_path / "back")])
        approved(home, made(home, units=("411702",), revision=2))
        withheld = run(main, send)
        nobody = run(main, ["bounces", "--clear", "yicheng@zhumadian.example"])
        cleared = run(main, ["bounces", "--clear", "yicheng@zhumadian.example", "--by", "director"])
        sent = run(main, send)

    assert back.exit_code == 1
    assert "failed: yicheng@zhumadian.example" in back.output
    assert withheld.exit_code == 1
    assert "letters to this address came back" in withheld.output
    assert (nobody.exit_code, cleared.exit_code, sent.exit_code) == (2, 0, 0), sent.output
    assert len(script.taken) == 2
