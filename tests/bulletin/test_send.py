"""One run of a sender: it keeps its pace, ends when asked, and lets go of what was called off meanwhile."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from support.mailserver import Script, mail_server
from support.outboxes import AT, SCOPE, how, letter, outbox_of, states
from thongbao.bulletin import delivery
from thongbao.bulletin import outbox_sender as steps
from thongbao.bulletin.outbox import Event
from thongbao.bulletin.outbox_store import cancel
from thongbao.bulletin.send import send_letters
from thongbao.bulletin.senders import LEASE
from thongbao.database import writing
from thongbao.errors import LettersStopped

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Clock(threading.Event):
    """A clock that goes on only where somebody waits, and notes for how long."""

    def __init__(self) -> None:
        super().__init__()
        self.moment = 1000.0
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waits.append(timeout)
        self.moment += timeout
        return self.is_set()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(delivery, "time", SimpleNamespace(monotonic=lambda: made.moment))
    return made


def test_letters_go_no_faster_than_asked(store_url: str, clock: Clock) -> None:
    """Thirty a minute: one every two seconds, the first at once."""
    engine, script = outbox_of(store_url, 4), Script()
    began: list[float] = []
    script.fault = lambda step, _times: began.append(clock.moment) or "" if step == "mail" else ""
    with mail_server(script) as port:
        send_letters(engine, SCOPE, how(port, per_minute=30.0), clock)

    assert began == pytest.approx([1000, 1002, 1004, 1006])
    assert clock.waits == pytest.approx([2, 2, 2])


def test_a_letter_that_took_longer_than_its_turn_is_waited_for_no_more(store_url: str, clock: Clock) -> None:
    """A slow server is not slowed down further; what it lost is not made up for in a burst either."""
    engine, script = outbox_of(store_url, 4), Script()
    began: list[float] = []

    def slow(step: str, times: int) -> str:
        if step == "mail":
            began.append(clock.moment)
        if (step, times) == ("end", 2):
            clock.moment += 5
        return ""

    script.fault = slow
    with mail_server(script) as port:
        send_letters(engine, SCOPE, how(port, per_minute=30.0), clock)

    assert began == pytest.approx([1000, 1002, 1007, 1009])


def test_a_slow_pace_still_gives_signs_of_life(store_url: str, clock: Clock) -> None:
    """One letter in five minutes: it never waits longer than others wait for it to say that it lives."""
    engine = outbox_of(store_url, 2)
    with mail_server(Script()) as port:
        send_letters(engine, SCOPE, how(port, per_minute=0.2), clock)

    assert states(engine) == ["sent", "sent"]
    assert sum(clock.waits) == pytest.approx(300)
    assert max(clock.waits) <= delivery.ALIVE_SECONDS


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "end"])
def test_a_run_that_is_asked_to_end_ends_after_the_letter_on_its_way(store_url: str, step: str) -> None:
    """That one is sent and kept; the others wait, and nothing is in doubt."""
    engine, script, stop = outbox_of(store_url, 3), Script(), threading.Event()

    def ask(here: str, times: int) -> str:
        if (here, times) == (step, 2):
            stop.set()
        return ""

    script.fault = ask
    with mail_server(script) as port:
        send_letters(engine, SCOPE, how(port), stop)
        assert states(engine) == ["sent", "sent", "queued"]
        send_letters(engine, SCOPE, how(port))

    assert states(engine) == ["sent"] * 3
    assert list(script.ids().values()) == [1, 1, 1]


def test_a_run_that_is_asked_to_end_while_it_waits_for_its_turn_ends(store_url: str, clock: Clock) -> None:
    """The next letter does not go out first."""
    engine, script = outbox_of(store_url, 3), Script()
    script.fault = lambda step, _times: clock.set() or "" if step == "end" else ""
    with mail_server(script) as port:
        send_letters(engine, SCOPE, how(port, per_minute=30.0), clock)

    assert states(engine) == ["sent", "queued", "queued"]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_a_letter_called_off_on_its_way_does_not_arrive(store_url: str, step: str) -> None:
    """Up to the last moment before its end goes out; the next goes over a new connection."""
    engine, script = outbox_of(store_url, 3), Script()

    def call_off(here: str, times: int) -> str:
        if (here, times) == (step, 2):
            with writing(engine) as connection:
                assert cancel(connection, {2: "its approval was withdrawn"}, AT) == 1
        return ""

    script.fault = call_off
    with mail_server(script) as port:
        send_letters(engine, SCOPE, how(port))

    assert states(engine) == ["sent", "cancelled", "sent"]
    assert letter(1).message_id not in script.ids()
    assert script.connections == 2


def given_up(engine: Engine) -> None:
    """Let the store believe that every sender is dead."""
    with writing(engine) as connection:
        for number in (1, 2):
            steps.end(connection, number, AT + LEASE)


def test_a_sender_that_was_given_up_for_dead_sends_nothing_more(
    store_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it would claim nobody would ever take back from it; its letters are another's now."""
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    engine, script = outbox_of(store_url, 5), Script()
    script.fault = lambda step, times: given_up(engine) or "" if (step, times) == ("mail", 2) else ""
    with mail_server(script) as port:
        with pytest.raises(LettersStopped, match="given up for dead"):
            send_letters(engine, SCOPE, how(port))
        assert states(engine) == ["sent", *["queued"] * 4]
        send_letters(engine, SCOPE, how(port))

    assert states(engine) == ["sent"] * 5
    assert list(script.ids().values()) == [1] * 5


def test_every_letter_is_told_with_what_it_met(store_url: str) -> None:
    """For the bar: what happened, and how many there are in all."""
    engine, told = outbox_of(store_url, 3), []
    script = Script(fault=lambda step, times: "4xx" if (step, times) == ("rcpt", 2) else "")
    with mail_server(script) as port:
        send_letters(engine, SCOPE, how(port), progress=lambda row, event, total: told.append((row.id, event, total)))

    assert told == [(1, Event.TAKEN, 3), (2, Event.NOT_NOW, 3), (3, Event.TAKEN, 3)]
