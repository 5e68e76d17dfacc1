"""The outbox as a state machine: whatever is queued, claimed, killed, released or cancelled in whatever order."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import create_engine, select
from sqlalchemy.pool import StaticPool

from support.outboxes import AT, SCOPE, letter
from thongbao.bulletin import outbox_sender as steps
from thongbao.bulletin.outbox import AT_ONCE, Answer, Event, State, judge, wait
from thongbao.bulletin.outbox_store import cancel, enqueue, held, purge, release, revive
from thongbao.bulletin.senders import LEASE, Process
from thongbao.database import metadata
from thongbao.database.mailing import answers, letters, outbox, senders
from thongbao.errors import LettersStopped, RunBusy, WrongUse

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINE = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
metadata.create_all(ENGINE)
ROWS = select(outbox, letters.c.letter).join(letters, isouter=True)
OUT = ("connect", "mail", "rcpt", "data")


@dataclass
class Sender:
    """A sender of the model: what it holds, and how far the letter in its hand is."""

    number: int
    process: Process
    claimed: list[Any] = field(default_factory=list)
    hand: Any = None
    answer: Answer | None = None


class Outbox(RuleBasedStateMachine):
    """Real statements against a model of the mail server and of the processes."""

    def __init__(self) -> None:
        super().__init__()
        with ENGINE.begin() as connection:
            for table in (answers, letters, outbox, senders):
                connection.execute(table.delete())
        self.now = AT
        self.put_in: set[str] = set()
        self.server: Counter[str] = Counter()  # Message-ID -> times the server took it
        self.resent: Counter[str] = Counter()  # Message-ID -> times a person let it go again
        self.senders: list[Sender] = []
        self.alive: set[int] = set()
        self.pids = 100
        self.boots = Counter[str]()

    @contextmanager
    def store(self) -> Iterator[Any]:
        with ENGINE.begin() as connection:
            yield connection

    def lives(self, other: Process, seen_at: Any, here: Process, now: Any) -> bool:
        if other.machine != here.machine:
            return bool(abs(now - seen_at) < LEASE)
        return other.boot == here.boot and other.pid in self.alive

    def here(self) -> Process:
        return Process("m", str(self.boots["m"]), 0, "")

    @rule(first=st.integers(0, 8), count=st.integers(1, 4), digest=st.sampled_from("ab"))
    def enqueue(self, first: int, count: int, digest: str) -> None:
        wanted = [letter(n, digest) for n in range(first, first + count)]
        with self.store() as connection:
            new = enqueue(connection, SCOPE, wanted, self.now)
            assert enqueue(connection, SCOPE, wanted, self.now) == 0
        fresh = {one.message_id for one in wanted} - self.put_in
        assert new == len(fresh)
        self.put_in |= fresh

    @rule(number=st.integers(0, 8), digest=st.sampled_from("ab"))
    def cancel_or_revive(self, number: int, digest: str) -> None:
        one = letter(number, digest)
        with self.store() as connection:
            steps.sweep(connection, SCOPE.office, self.now, self.here())
            at, state = held(connection, SCOPE).get(one.key, (0, None))
            if state is State.CANCELLED:
                assert revive(connection, at, one, self.now)
            elif state is not None:
                assert cancel(connection, {at: "withdrawn"}, self.now) == (state in ("queued", "deferred", "claimed"))

    @rule(busy=st.booleans(), machine=st.sampled_from(["m", "m", "n"]))
    def begin(self, busy: bool, machine: str) -> None:
        self.pids += 1
        process = Process(machine, str(self.boots[machine]), self.pids, "")
        with self.store() as connection:
            if busy:  # two that begin at the very same moment on a database without one writer
                number = steps.enlist(connection, SCOPE.office, self.now, process)
            else:
                try:
                    number = steps.begin(connection, SCOPE.office, self.now, process)
                except RunBusy:
                    return
        self.alive.add(self.pids)
        self.senders.append(Sender(number, process))

    def any_sender(self, data: Any) -> Sender | None:
        there = [sender for sender in self.senders if sender.process.pid in self.alive]
        return data.draw(st.sampled_from(there)) if there else None

    @rule(data=st.data())
    @precondition(lambda self: self.alive)
    def work(self, data: Any) -> None:
        """Let a sender do its next step: claim, mark, hand over the end, settle."""
        sender = self.any_sender(data)
        assert sender
        with self.store() as connection:
            if sender.hand is None:
                if not sender.claimed:
                    try:
                        found = steps.claim(connection, SCOPE, sender.number, self.now)
                    except LettersStopped:  # it was given up for dead: it slept, or the clock jumped
                        ended = connection.execute(select(senders.c.ended_at).where(senders.c.id == sender.number))
                        assert ended.scalar() is not None
                        self.alive.discard(sender.process.pid)
                        return
                    assert len(found) <= AT_ONCE
                    sender.claimed = list(found)
                    return
                sender.hand = sender.claimed.pop(0)
                if data.draw(st.integers(0, 4)) == 0:  # a fault before the end of the body
                    step, code = data.draw(st.sampled_from(OUT)), data.draw(st.sampled_from([0, -1, 421, 451, 550]))
                    self.settle(connection, sender, Answer(step, code, "said"))
                elif not steps.mark(connection, sender.hand.id, sender.number, self.now):
                    sender.hand = None  # it was called off or taken back: the end does not go out
            elif sender.answer is None:
                took = data.draw(st.booleans())
                code = (
                    data.draw(st.sampled_from([250, 250, 0, -1])) if took else data.draw(st.sampled_from([451, 554, 0]))
                )
                self.server[sender.hand.message_id] += took
                sender.answer = Answer("end", code, "said")
            else:
                self.settle(connection, sender, sender.answer)

    def settle(self, connection: Any, sender: Sender, answer: Answer) -> None:
        event = judge(answer)
        next_at = self.now + wait(1, 0.5) if event is Event.NOT_NOW else None
        steps.settle(connection, sender.hand.id, sender.number, answer, event, self.now, next_at)
        sender.hand = sender.answer = None

    @rule(data=st.data(), orderly=st.booleans())
    @precondition(lambda self: self.alive)
    def end(self, data: Any, orderly: bool) -> None:
        """A sender ends, or is killed and swept up by whoever comes next."""
        sender = self.any_sender(data)
        assert sender
        self.alive.discard(sender.process.pid)
        with self.store() as connection:
            if orderly:
                steps.end(connection, sender.number, self.now)

    @rule()
    def power_cut(self) -> None:
        """All processes of the machine end; marks and answers since the last forced commit may be gone."""
        held_by = {sender.number: sender for sender in self.senders if sender.process.pid in self.alive}
        held_by = {number: sender for number, sender in held_by.items() if sender.process.machine == "m"}
        with self.store() as connection:
            marked = outbox.c.state.in_(["sending"]) & outbox.c.sender.in_(held_by)
            connection.execute(outbox.update().where(marked).values(state="claimed"))
        self.alive -= {sender.process.pid for sender in held_by.values()}
        self.boots["m"] += 1

    @rule(minutes=st.sampled_from([-600, 1, 10, 40, 600]))
    def clock(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(number=st.integers(1, 30), again=st.booleans())
    def release(self, number: int, again: bool) -> None:
        event = Event.RELEASE_AGAIN if again else Event.RELEASE_SENT
        with self.store() as connection:
            steps.sweep(connection, SCOPE.office, self.now, self.here())
            row = connection.execute(select(outbox).where(outbox.c.id == number)).first()
            try:
                release(connection, SCOPE.office, number, event, "director", self.now)
            except WrongUse:
                may = row is not None and (row.state == "in_doubt" or (again and row.state == "refused"))
                kept = connection.execute(select(letters).where(letters.c.letter == number)).first()
                assert not may or (again and kept is None)
            else:
                self.resent[row.message_id] += again

    @rule()
    def purge(self) -> None:
        with self.store() as connection:
            purge(connection, SCOPE.office, self.now - timedelta(hours=5))

    @invariant()
    def nothing_is_lost_and_nothing_is_sent_twice_unknowingly(self) -> None:
        with self.store() as connection:
            rows = connection.execute(ROWS).all()
        assert {row.message_id for row in rows} == self.put_in
        working = {sender.number for sender in self.senders if sender.process.pid in self.alive}
        for row in rows:
            assert self.server[row.message_id] <= 1 + self.resent[row.message_id]
            # What a dead sender claimed waits for the next one, who looks first how that one died.
            at_work = row.state == "claimed" and row.sender in working
            if (at_work or row.state in ("queued", "deferred", "cancelled")) and not row.resends:
                assert self.server[row.message_id] == 0, "it was taken, and would be sent again"
            if row.state == "sent" and "released" not in row.said:
                assert self.server[row.message_id] >= 1
            if row.state in ("queued", "claimed", "sending", "deferred", "in_doubt"):
                assert row.letter is not None, "its bytes are gone"

    def teardown(self) -> None:
        """In the end everything that may go out does, exactly once or knowingly twice."""
        self.alive.clear()
        self.now += LEASE + timedelta(days=1)
        process = Process("m", str(self.boots["m"]), 1, "")
        with self.store() as connection:
            number = steps.begin(connection, SCOPE.office, self.now, process)
            for one in steps.claim(connection, SCOPE, number, self.now):
                assert steps.mark(connection, one.id, number, self.now)
                self.server[one.message_id] += 1
                steps.settle(connection, one.id, number, Answer("end", 250, ""), Event.TAKEN, self.now)
            steps.end(connection, number, self.now)
            left = set(connection.execute(select(outbox.c.state)).scalars())
        assert left <= {"sent", "refused", "in_doubt", "cancelled"}
        self.nothing_is_lost_and_nothing_is_sent_twice_unknowingly()


def run(monkeypatch: pytest.MonkeyPatch, examples: int, length: int) -> None:
    machine: list[Outbox] = []

    class Patched(Outbox):
        def __init__(self) -> None:
            super().__init__()
            machine[:] = [self]

    monkeypatch.setattr(steps, "lives", lambda *args: machine[0].lives(*args))
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Patched,
        settings=settings(
            max_examples=examples, stateful_step_count=length, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


@pytest.mark.parametrize("_part", range(3))
def test_the_outbox_loses_nothing_and_sends_nothing_twice(monkeypatch: pytest.MonkeyPatch, _part: int) -> None:
    """300 histories of 30 steps, in three parts that can run side by side."""
    run(monkeypatch, 100, 30)


@pytest.mark.faults
@pytest.mark.timeout(3600)
def test_long_histories_of_the_outbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """10,000 histories of 50 steps."""
    run(monkeypatch, 10_000, 50)
