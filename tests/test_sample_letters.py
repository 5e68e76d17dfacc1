"""The sample office's day as docs/operations.md walks through it: approved, sent to a server, nothing twice."""

from __future__ import annotations

import shutil
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from support.approved import mail_settings
from support.mailboxes import mailbox
from thongbao.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from thongbao.settings import Settings

DAY = "2020-02-19"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """A mail server that keeps each letter in a file."""
    with mailbox(tmp_path / "received") as port:
        yield port, tmp_path / "received"


@pytest.fixture
def office(sample: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the sample office with its bulletins made."""
    home = tmp_path / "office"
    shutil.copytree(sample.home, home)
    monkeypatch.setenv("THONGBAO_HOME", str(home))
    return home


def call(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def test_an_approved_day_is_sent_once_and_a_changed_settings_file_makes_it_stale(
    office: Path, sample: Settings, server: tuple[int, Path]
) -> None:
    """Whether an edition still says what is known is asked for real, of its fingerprint and its reports."""
    from thongbao.settings import settings

    port, received = server
    mail_settings(settings(office), port)
    before = call("send", DAY, "--dry-run")
    approved = call("approve", DAY, "--by", "director", "--yes")
    dry = call("send", DAY, "--dry-run")
    first = call("send", DAY)
    letters = list((received / "new").iterdir())
    second = call("send", DAY)

    assert before.exit_code == 1
    assert "0 letters would go out" in before.output
    assert approved.exit_code == 0, approved.output
    assert (dry.exit_code, first.exit_code, second.exit_code) == (0, 0, 0), dry.output + first.output + second.output
    assert "11 letters would go out" in dry.output
    assert "11 letters newly queued" in first.output
    assert "0 letters newly queued" in second.output
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in letters]
    assert len(read) == len({message["Message-ID"] for message in read}) == 11
    assert all(message["X-RcptTo"] == message["To"].addresses[0].addr_spec for message in read)
    assert sum(1 for _ in (received / "new").iterdir()) == 11

    notebook = office / "notebooks" / "10_county_daily.ipynb"
    text = notebook.read_text(encoding="utf-8")
    notebook.write_text(text.replace("report.sign(day)", "report.sign( day )", 1), encoding="utf-8")
    changed = call("send", DAY, "--bulletin", "county_daily")

    assert changed.exit_code == 1
    assert changed.output.count("it is stale: ") == 3
    assert sum(1 for _ in (received / "new").iterdir()) == 11
