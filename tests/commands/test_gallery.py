"""`thongbao gallery`, and the gallery after each step: it shows what is known at that moment."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from support.approved import made, mail_settings
from support.editions import DAY
from support.mailserver import Script, mail_server
from thongbao.bulletin import delivery
from thongbao.bulletin.job import Job
from thongbao.cli import main
from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from thongbao.settings import Settings

ONE = ("--unit", "411702", "--bulletin", "county_daily")


def invoke(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def counts(home: Settings) -> dict[str, int]:
    """The stages that the page of the date shows."""
    read: dict[str, Any] = json.loads(
        (home.outputs / "zhumadian" / DAY.isoformat() / "index.json").read_text(encoding="utf-8")
    )
    return {stage: count for stage, count in read["counts"].items() if count and stage != "missing"}


@pytest.fixture
def records(home: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Two editions that stand, written without a run."""
    found = made(home)

    def standing(*_: Any, **__: Any) -> list[tuple[Any, str]]:
        jobs = [Job.__new__(Job) for _ in found]
        for one, record in zip(jobs, found, strict=True):
            object.__setattr__(one, "edition", record.edition)
            object.__setattr__(one, "before", record)
        return [(one, "") for one in jobs]

    monkeypatch.setattr("thongbao.flow.standing", standing)
    monkeypatch.setattr("thongbao.approvals.standing_of_day", lambda *_: standing()[:1])
    monkeypatch.setattr(delivery, "CONNECT_WAITS", (0.0, 0.0))
    return found


def test_after_approving_sending_and_withdrawing_it_shows_what_is(home: Settings, records: list[Any]) -> None:
    """Made, approved, sent: each as soon as it is."""
    invoke("gallery", DAY.isoformat())
    assert counts(home) == {"made": 2}

    invoke("approve", DAY.isoformat(), "--by", "director", "--yes", *ONE)
    assert counts(home) == {"made": 1, "approved": 1}

    with mail_server(Script()) as port:
        mail_settings(home, port)
        invoke("send", DAY.isoformat(), *ONE, "--wait", "0")
    assert counts(home) == {"made": 1, "sent": 1}


def test_a_letter_in_doubt_is_shown_until_somebody_decides(home: Settings, records: list[Any]) -> None:
    """The page says so before anybody looks into the store; and how it was released."""
    invoke("approve", DAY.isoformat(), "--by", "director", "--yes", *ONE)
    with mail_server(Script(fault=lambda step, _: "drop" if step == "end" else "")) as port:
        mail_settings(home, port)
        result = invoke("send", DAY.isoformat(), *ONE, "--wait", "0")
    assert result.exit_code == 3
    assert counts(home)["doubt"] == 1

    invoke("release", "1", "--sent", "--by", "director")
    assert counts(home) == {"made": 1, "sent": 1}


def test_a_gallery_that_cannot_be_written_does_not_undo_what_was_done(
    home: Settings, records: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The approval stands, the exit code is that of the approval, and how to mend the page is said."""

    def fails(*_: Any, **__: Any) -> None:
        raise StoreInvalid("It did not answer.")

    monkeypatch.setattr("thongbao.snapshots.seen_of", fails)
    result = invoke("approve", DAY.isoformat(), "--by", "director", "--yes", *ONE)

    assert result.exit_code == 0
    assert "Newly approved by director: 1 edition." in result.output
    assert "thongbao gallery 2020-02-19" in result.output
