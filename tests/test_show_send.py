"""What sending prints: everything that did not go is named, and the exit code says the worst of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from support.editions import office_params
from support.outboxes import AT, DAY, SCOPE, outbox_of, rows
from thongbao.bulletin.bounced import Read
from thongbao.bulletin.outbox import Event
from thongbao.bulletin.queueing import Queued
from thongbao.database import writing
from thongbao.database.mailing import outbox
from thongbao.errors import LettersStopped
from thongbao.show_send import EVERY, NAMED, Progress, show_bounces, show_dry_run, show_queued, show_sent

if TYPE_CHECKING:
    from sqlalchemy import Engine


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return outbox_of(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.sqlite'}", 4)


def put(engine: Engine, *states: str) -> None:
    with writing(engine) as connection:
        for number, state in enumerate(states, start=1):
            due = AT + timedelta(minutes=1) if state == "deferred" else None
            values = {"state": state, "said": f"why {state}", "next_at": due, "sender": None, "day": DAY}
            connection.execute(update(outbox).where(outbox.c.id == number).values(values))


@pytest.mark.parametrize(
    ("states", "stopped", "trouble", "code"),
    [
        (("sent",) * 4, False, False, 0),
        (("sent", "sent", "cancelled", "cancelled"), False, False, 0),
        (("sent",) * 4, True, False, 0),
        (("sent", "sent", "sent", "queued"), False, False, 1),
        (("sent", "sent", "sent", "deferred"), False, False, 1),
        (("sent", "sent", "sent", "refused"), False, False, 1),
        (("sent",) * 4, False, True, 1),
        (("sent", "sent", "sent", "queued"), True, False, 130),
        (("sent", "refused", "queued", "in_doubt"), True, True, 3),
    ],
)
def test_the_exit_code_says_the_worst(
    engine: Engine, states: tuple[str, ...], stopped: bool, trouble: bool, code: int
) -> None:
    """A doubt before all else; a stop only where something still waits."""
    put(engine, *states)

    found = show_sent(engine, office_params(), SCOPE, LettersStopped("x") if trouble else None, stopped=stopped)

    assert found == code


def test_every_letter_that_did_not_go_is_named_with_its_reason(
    engine: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """Number, recipient, Message-ID, what was said, and when it is tried again; trouble goes to the standard error."""
    put(engine, "sent", "deferred", "refused", "in_doubt")
    show_sent(engine, office_params(), SCOPE, LettersStopped("the server is gone"), stopped=False)
    said, errors = capsys.readouterr()

    assert [line.split() for line in said.splitlines()[2:4]] == [
        ["sent", "deferred", "refused", "in", "doubt", "waiting", "cancelled"],
        ["1", "1", "1", "1", "0", "0"],
    ]
    about = "u000{0}/county_daily.zh_Hans to to{0}@county.example (<000{0}.d@zhumadian.example>): why {1}"
    assert f"deferred: letter 2, {about.format(1, 'deferred')}, tried again from 2020-02-19 12:01 UTC" in said
    assert f"refused: letter 3, {about.format(2, 'refused')}\n" in said
    assert f"in doubt: letter 4, {about.format(3, 'in_doubt')}\n" in said
    assert "thongbao release NUMBER" in said
    assert errors == "thongbao: the server is gone\n"


def test_letters_of_other_days_that_wait_are_not_forgotten(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """With the command that sends them."""
    put(engine, "sent", "queued", "queued", "sent")
    with writing(engine) as connection:
        connection.execute(update(outbox).where(outbox.c.id == 2).values(day=DAY - timedelta(days=1)))
    show_sent(engine, office_params(), SCOPE, None, stopped=False)

    assert "1 letter of 2020-02-18 to be sent: thongbao send 2020-02-18" in capsys.readouterr().out


def test_a_dry_run_counts_what_would_go(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """What waits and what is fresh, without what would be called off; a doubt is named."""
    put(engine, "sent", "queued", "deferred", "in_doubt")
    codes = [
        show_dry_run(engine, office_params(), SCOPE, Queued(fresh=5, called_off=["letter 2"])),
        show_dry_run(engine, office_params(), SCOPE, Queued()),
    ]
    put(engine, "sent", "queued", "deferred", "sent")
    codes.append(show_dry_run(engine, office_params(), SCOPE, Queued()))
    codes.append(show_dry_run(engine, office_params(), SCOPE, Queued(withheld=["x"])))
    said = capsys.readouterr().out

    assert codes == [3, 3, 0, 1]
    assert [line.split(" ")[0] for line in said.splitlines() if "would go out" in line] == ["6", "2", "2", "2"]
    assert "in doubt: letter 4" in said


def test_of_very_many_only_the_number_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """A screen, not a thousand lines."""
    show_queued(Queued(withheld=[f"letter {n}" for n in range(NAMED + 7)]))
    lines = capsys.readouterr().out.splitlines()

    assert len(lines) == 1 + NAMED + 1
    assert lines[-1] == "  withheld: 7 more"


def test_without_a_terminal_progress_is_plain_lines(engine: Engine, capsys: pytest.CaptureFixture[str]) -> None:
    """Each letter that was not taken, and a count now and then."""
    row = rows(engine)[0]
    with Progress(engine, SCOPE) as progress:
        for number in range(EVERY):
            progress.step(row, Event.NEVER if number == 3 else Event.TAKEN, EVERY)
    said, errors = capsys.readouterr()

    assert said == ""
    assert errors.splitlines() == ["letter 1, u0000/county_daily.zh_Hans: refused", f"{EVERY} letters done"]


def test_on_a_terminal_there_is_a_bar(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With how many were not taken."""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with Progress(engine, SCOPE) as progress:
        for event in (Event.TAKEN, Event.NOT_NOW):
            progress.step(rows(engine)[0], event, 7)
        progress._bar.refresh()
    errors = capsys.readouterr().err

    assert "2/7" in errors
    assert "1 not taken" in errors


def test_reports_of_non_delivery_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1 where an address failed or a file could not be read."""
    assert show_bounces(None, []) == 0
    assert show_bounces(Read(before=3), []) == 0
    assert show_bounces(Read(noted=["b"]), []) == 0
    assert show_bounces(Read(failed=["a"]), []) == 1
    assert show_bounces(Read(unreadable=["f"]), []) == 1
    assert "could not be read: f" in capsys.readouterr().out
