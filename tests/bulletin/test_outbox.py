"""The rules of the outbox: what moves a letter where, what an answer means, how long to wait."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.bulletin.outbox import LONGEST_WAIT, STEPS, Answer, Event, State, about_the_login, broken, judge, wait

BEFORE_THE_END = st.sampled_from(["mail", "rcpt", "data"])


def test_nothing_leads_out_of_sent() -> None:
    """What was sent is never queued, sent or cancelled again, whatever happens afterwards."""
    assert not [event for event, (sources, _) in STEPS.items() if State.SENT in sources]
    assert set(STEPS) == set(Event)


def test_only_a_person_leads_from_doubt_to_the_queue() -> None:
    """Of all that happens by itself only a late answer settles a doubt."""
    out = {event for event, (sources, _) in STEPS.items() if State.IN_DOUBT in sources}

    assert out == {Event.RELEASE_SENT, Event.RELEASE_AGAIN, Event.TAKEN, Event.NOT_NOW, Event.NEVER}


def test_a_marked_letter_never_waits_again_without_an_answer() -> None:
    """Every way from sending to a state in which it would be sent needs the server to have said no."""
    back = {
        event for event, (sources, to) in STEPS.items() if State.SENDING in sources and to in ("queued", "deferred")
    }

    assert back == {Event.NOT_NOW}


@given(st.integers(-1, 999))
def test_only_an_answer_to_the_end_says_that_a_letter_was_taken(code: int) -> None:
    """2xx to the end; 4xx and 5xx say that it was not; anything else leaves a doubt."""
    expected = {2: Event.TAKEN, 4: Event.NOT_NOW, 5: Event.NEVER}.get(code // 100, Event.NO_ANSWER)

    assert judge(Answer("end", code, "")) is expected


@given(BEFORE_THE_END, st.integers(-1, 999))
def test_before_the_end_nothing_was_taken(step: str, code: int) -> None:
    """A broken connection there is no doubt: nobody has the letter."""
    assert judge(Answer(step, code, "")) is (Event.NEVER if code // 100 == 5 else Event.NOT_NOW)


@pytest.mark.parametrize(
    ("code", "gone"), [(0, True), (-1, True), (421, True), (451, False), (550, False), (250, False)]
)
def test_a_connection_is_used_again_only_where_it_can_be(code: int, gone: bool) -> None:
    """After 421 the server closes it; after nonsense nobody knows which answer is to what."""
    assert broken(Answer("rcpt", code, "")) is gone


def test_an_answer_about_the_login_refuses_no_letter() -> None:
    """530 at MAIL is about us, 550 about the letter."""
    assert about_the_login(Answer("mail", 530, ""))
    assert not about_the_login(Answer("mail", 550, ""))


@given(st.integers(1, 1000), st.floats(0, 1))
def test_waiting_doubles_up_to_an_hour_with_a_quarter_of_chance(attempts: int, chance: float) -> None:
    """From one minute; letters deferred together do not come back together."""
    middle = min(timedelta(minutes=1) * 2 ** min(attempts - 1, 20), LONGEST_WAIT)

    assert 0.75 * middle <= wait(attempts, chance) <= 1.25 * middle
    assert wait(attempts, 0) < wait(attempts, 1)


def test_an_answer_says_itself_in_one_line() -> None:
    """As it stands in summaries."""
    assert str(Answer("rcpt", 550, "no such user")) == "550 to RCPT: no such user"
    assert str(Answer("end", 0, "timed out")) == "no answer to END: timed out"
    assert str(Answer("mail", -1, "")) == "an answer that is not SMTP to MAIL"
