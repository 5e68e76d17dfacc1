"""What may become of a letter: its states, the events that move it, and what a server's answer means. Pure.

SMTP cannot say "exactly once". What can be had is that nothing is sent twice unknowingly and nothing is lost: a letter
is marked ``sending`` before the end of its body goes out, and only an answer takes it out of that state. One that is
found in it without a living sender is in doubt, and a person decides.

A mark outlives its process at once; to outlive a power cut it must be forced to disk, which takes longer than sending.
So only claims are forced, AT_ONCE letters together, and after a power cut all that its sender had claimed is in doubt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a letter is.

    ``queued`` waits; ``claimed`` belongs to one sender, nothing decisive has gone out; ``sending`` may have gone out;
    ``sent`` was taken by the server; ``deferred`` was not, and is tried again at its time; ``refused`` was not, for
    good; ``in_doubt`` may have been taken, nobody knows; ``cancelled`` must not go out any more.
    """

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"
    CANCELLED = "cancelled"


class Event(StrEnum):
    """What moves a letter."""

    CLAIM = "claim"
    GIVE_BACK = "give_back"
    MARK = "mark"
    TAKEN = "taken"
    NOT_NOW = "not_now"
    NEVER = "never"
    NO_ANSWER = "no_answer"
    POWER_CUT = "power_cut"
    CANCEL = "cancel"
    REQUEUE = "requeue"
    RELEASE_SENT = "release_sent"
    RELEASE_AGAIN = "release_again"


STEPS: dict[Event, tuple[frozenset[State], State]] = {
    Event.CLAIM: (frozenset({State.QUEUED, State.DEFERRED}), State.CLAIMED),
    Event.GIVE_BACK: (frozenset({State.CLAIMED}), State.QUEUED),
    Event.MARK: (frozenset({State.CLAIMED}), State.SENDING),
    # An answer that comes after its sender was given up for dead still settles the doubt.
    Event.TAKEN: (frozenset({State.SENDING, State.IN_DOUBT}), State.SENT),
    Event.NOT_NOW: (frozenset({State.CLAIMED, State.SENDING, State.IN_DOUBT}), State.DEFERRED),
    Event.NEVER: (frozenset({State.CLAIMED, State.SENDING, State.IN_DOUBT}), State.REFUSED),
    Event.NO_ANSWER: (frozenset({State.SENDING}), State.IN_DOUBT),
    # What was kept last may be lost with the power, the mark among it.
    Event.POWER_CUT: (frozenset({State.CLAIMED, State.SENDING}), State.IN_DOUBT),
    Event.CANCEL: (frozenset({State.QUEUED, State.DEFERRED, State.CLAIMED}), State.CANCELLED),
    Event.REQUEUE: (frozenset({State.CANCELLED}), State.QUEUED),
    Event.RELEASE_SENT: (frozenset({State.IN_DOUBT}), State.SENT),
    Event.RELEASE_AGAIN: (frozenset({State.IN_DOUBT, State.REFUSED}), State.QUEUED),
}
"""Event -> the states it may meet, and the state it leads to. No event leads out of ``sent``."""

WAITING = frozenset({State.QUEUED, State.DEFERRED})
"""May still be cancelled, and are claimed by the next sender."""

ENDING = "end"
"""The step at which the end of the body was sent: from here on the server may have taken the letter."""

AT_ONCE = 50
"""Letters claimed together: so many may be in doubt after a power cut. After a kill it is one."""

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)

LOGIN_CODES = frozenset({530, 534, 535, 538})
"""Answers that are about the login, whatever the step: no letter is refused for them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to a step.

    Attributes:
        step: connect, ehlo, starttls, auth, mail, rcpt, data, end, rset or quit.
        code: 200 to 599; 0 where none came, -1 where it was not SMTP.
        said: its words, or why none came; one line, no secrets.
    """

    step: str
    code: int
    said: str

    def __str__(self) -> str:
        shown = {0: "no answer", -1: "an answer that is not SMTP"}.get(self.code, str(self.code))
        return f"{shown} to {self.step.upper()}: {self.said}".rstrip(": ")


def judge(answer: Answer) -> Event:
    """Say what an answer to a letter's step means for it.

    A connection that broke never counts as sent: before the end of the body it is tried again, after it the letter is
    in doubt.
    """
    kind = answer.code // 100
    if answer.step == ENDING:
        return {2: Event.TAKEN, 4: Event.NOT_NOW, 5: Event.NEVER}.get(kind, Event.NO_ANSWER)
    return Event.NEVER if kind == 5 else Event.NOT_NOW


def broken(answer: Answer) -> bool:
    """Say whether the connection is of no more use after an answer."""
    return answer.code in (0, -1, 421) or answer.code // 100 in (1, 3)


def about_the_login(answer: Answer) -> bool:
    """Say whether the server wants another login rather than not this letter."""
    return answer.code in LOGIN_CODES


def wait(attempts: int, chance: float) -> timedelta:
    """Return how long to wait before a letter is tried again: doubling, with a quarter more or less by chance.

    Args:
        attempts: made so far, 1 or more.
        chance: 0 to 1; spreads letters that were deferred together.
    """
    doubled = FIRST_WAIT * 2 ** min(attempts - 1, 10)
    seconds = min(doubled, LONGEST_WAIT).total_seconds()
    return timedelta(seconds=seconds * (0.75 + chance / 2))
