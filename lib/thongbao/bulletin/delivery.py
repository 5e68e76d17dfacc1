"""Hand over one claimed letter after the other, each step kept before the next is taken.

The order is all that matters here: hand the letter over up to the end of its body; keep that it may go out from now on;
send the end; keep the answer.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from thongbao.bulletin import outbox_sender as steps
from thongbao.bulletin import smtp
from thongbao.bulletin.outbox import Event, about_the_login, broken, judge, wait
from thongbao.errors import LettersStopped, MailServerRefused

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable

    from sqlalchemy import Connection, Row

    from thongbao.bulletin.credentials import Secret
    from thongbao.bulletin.outbox import Answer
    from thongbao.bulletin.outbox_store import Scope
    from thongbao.records import Mail

CONNECT_WAITS = (1.0, 5.0)
"""Seconds before a connection that failed is tried again; then the run ends."""

ALL_REFUSED = 20
"""Letters refused one after the other before any was taken: then the run ends, for it is hardly about the letters."""

NO_USE = 3
"""Letters that broke the connection one after the other: then the run ends, before more are in doubt."""

LOOK_SECONDS = 1.0
"""Between two looks whether something was called off."""

ALIVE_SECONDS = 60.0
"""Between two signs of life for senders on other machines."""


@dataclass(frozen=True, slots=True)
class How:
    """How letters are sent.

    Attributes:
        mail: where to.
        secret: the password.
        ca_file: path of the authority's certificates; None for those that the system trusts.
        per_minute: letters a minute at most; 0 for as many as go.
        patience: seconds that a run waits in all for deferred letters.
    """

    mail: Mail
    secret: Secret
    ca_file: str | None = None
    per_minute: float = 0
    patience: float = 300


@dataclass(slots=True)
class Run:
    """What one run of a sender holds: nothing of it outlives the run, all that must is in the store.

    Attributes:
        stop: is set to end the run after the letter that is on its way.
        look: calls off what must not go out any more; asked about once a second.
        progress: called after each letter with what it met and how many were due when the run began.
        mark, settled: what is kept of a letter that all goes well with; see ``outbox_sender.quick``.
    """

    connection: Connection
    scope: Scope
    how: How
    sender: int
    stop: threading.Event
    look: Callable[[], None]
    progress: Callable[[Row[Any], Event, int], None]
    mark: Callable[[int, datetime], bool]
    settled: Callable[[int, Answer, datetime], bool]
    client: smtp.Client | None = None
    taken: int = 0
    total: int = 0
    refused_in_a_row: int = 0
    broken_in_a_row: int = 0
    waited: float = 0.0
    clocks: dict[str, float] = field(default_factory=dict)


def now() -> datetime:
    """Return the time, UTC."""
    return datetime.now(UTC)


def pause(run: Run, seconds: float) -> bool:
    """Wait, giving signs of life; True where the run is to end."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        _keep_alive(run)
        if run.stop.wait(min(left, ALIVE_SECONDS)):
            return True
    return run.stop.is_set()


def _due(run: Run, what: str, seconds: float) -> bool:
    """Say whether something that is done every so many seconds is to be done now."""
    moment = time.monotonic()
    if moment - run.clocks.get(what, -1e9) < seconds:
        return False
    run.clocks[what] = moment
    return True


def _keep_alive(run: Run) -> None:
    if _due(run, "alive", ALIVE_SECONDS):
        with run.connection.begin():
            steps.seen(run.connection, run.sender, now())


def deliver(run: Run, letter: Row[Any], content: bytes) -> None:
    """Hand one claimed letter over and keep what came of it."""
    if run.how.per_minute and pause(run, run.clocks.get("began", -1e9) + 60 / run.how.per_minute - time.monotonic()):
        return
    run.clocks["began"] = time.monotonic()
    _keep_alive(run)
    if _due(run, "look", LOOK_SECONDS):
        run.look()
    answer = _answer(run, letter, content)
    if answer is None:
        return
    event = judge(answer)
    if about_the_login(answer):
        raise MailServerRefused(f"The mail server asks for another login: {answer}. Correct mail.yml.", lasting=True)
    _settle(run, letter, answer, event)
    run.progress(letter, event, run.total)
    _after(run, answer, event)


def _answer(run: Run, letter: Row[Any], content: bytes) -> Answer | None:
    """Return the server's answer, None where the letter was called off; a connection that was worn out is replaced."""
    envelope = smtp.Envelope(letter.envelope_from, letter.recipient, content)
    answer: Answer | None = None
    for _ in range(2):
        fresh = run.client is None
        client = run.client = run.client or _connected(run)
        try:
            answer = smtp.hand_over(client, envelope, lambda: _mark(run, letter), run.how.secret, run.how.mail.seconds)
        except smtp.TakenBack:
            run.client = None
            return None
        if not broken(answer):
            return answer
        client.close()
        run.client = None
        # Servers end connections that were idle, or that brought many letters: that says nothing about this one.
        if fresh or answer.step not in ("mail", "rcpt", "data") or answer.code == -1:
            return answer
    return answer


def _mark(run: Run, letter: Row[Any]) -> None:
    """Keep that the letter may go out from now on."""
    if not run.mark(letter.id, now()):
        raise smtp.TakenBack


def _settle(run: Run, letter: Row[Any], answer: Answer, event: Event) -> None:
    moment = now()
    if event is Event.TAKEN:
        run.settled(letter.id, answer, moment)
        return
    tries = letter.attempts + 1
    # Chance spreads letters that were deferred together; nobody gains by guessing it.
    next_at = moment + wait(tries, random.random()) if event is Event.NOT_NOW else None  # noqa: S311
    with run.connection.begin():
        steps.settle(run.connection, letter.id, run.sender, answer, event, moment, next_at)


def _after(run: Run, answer: Answer, event: Event) -> None:
    """Make the connection ready for the next letter, and end a run in which nothing goes through."""
    run.taken += event is Event.TAKEN
    run.refused_in_a_row = run.refused_in_a_row + 1 if event is Event.NEVER else 0
    run.broken_in_a_row = run.broken_in_a_row + 1 if broken(answer) else 0
    if event is Event.TAKEN:
        return
    if run.client is not None and broken(smtp.begin_anew(run.client, run.how.secret)):
        run.client.close()
        run.client = None
    if run.broken_in_a_row >= NO_USE:
        raise LettersStopped(
            f"{NO_USE} letters one after the other had no answer of use; the last one: {answer}. The others wait. See "
            "whether the mail server is well, then send again."
        )
    if run.refused_in_a_row >= ALL_REFUSED and not run.taken:
        raise LettersStopped(
            f"The mail server refused {ALL_REFUSED} letters one after the other and took none; the last time with "
            f"{answer}. The others wait. Correct what it says, then `thongbao release NUMBER --again` those refused."
        )


def _connected(run: Run) -> smtp.Client:
    """Return a connection; one that fails for now is tried again a few times."""
    for seconds in (*CONNECT_WAITS, None):
        try:
            return smtp.connect(run.how.mail, run.how.secret, run.how.ca_file)
        except MailServerRefused as error:
            if error.lasting or seconds is None or pause(run, seconds * (0.75 + random.random() / 2)):  # noqa: S311
                raise
    raise AssertionError  # the last round returns or raises
