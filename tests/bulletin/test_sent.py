"""After a run: the audit trail says how the letters stand, and old bytes go."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from support.outboxes import AT, DAY, SCOPE, outbox_of
from thongbao.bulletin.audit import trail
from thongbao.bulletin.sent import KEPT, close
from thongbao.database import reading, writing
from thongbao.database.mailing import letters, outbox

STATES = ("sent", "refused", "cancelled", "queued", "in_doubt")


def test_the_trail_says_how_the_letters_of_the_day_stand(store_url: str) -> None:
    """Only states that letters are in; a day without letters says so."""
    engine = outbox_of(store_url, 5)
    with writing(engine) as connection:
        connection.execute(update(outbox).where(outbox.c.id <= 3).values(state="sent"))
    close(engine, SCOPE, AT)
    with writing(engine) as connection:
        connection.execute(update(outbox).values(day=DAY - timedelta(days=1)))
    close(engine, SCOPE, AT + timedelta(minutes=1))
    with reading(engine) as connection:
        lines = [(line.action, line.detail) for line in trail(connection, SCOPE.office, DAY)]

    assert sorted(lines) == [("sent", "2 queued, 3 sent"), ("sent", "no letters")]


def test_only_the_bytes_of_letters_that_ended_long_ago_go(store_url: str) -> None:
    """What may still go out, and what is in doubt, keeps them however old it is; the rows stay all."""
    engine = outbox_of(store_url, 2 * len(STATES))
    with writing(engine) as connection:
        for number, state in enumerate(STATES * 2, start=1):
            changed = AT - KEPT + timedelta(seconds=1 if number > len(STATES) else -1)
            connection.execute(update(outbox).where(outbox.c.id == number).values(state=state, changed_at=changed))
    close(engine, SCOPE, AT)
    with reading(engine) as connection:
        kept = set(connection.execute(select(letters.c.letter)).scalars())
        there = connection.execute(select(outbox.c.id)).scalars().all()

    assert kept == {4, 5, 6, 7, 8, 9, 10}
    assert len(there) == 10
