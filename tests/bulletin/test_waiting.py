"""What waits, looked at from outside: called off when its approval goes, written to files as it will be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, update

from support.editions import office_params
from support.outboxes import AT, DAY, SCOPE, letter, outbox_of, rows, states
from thongbao.bulletin.approval import approve, withdraw
from thongbao.bulletin.waiting import watch, write_waiting
from thongbao.database import writing
from thongbao.database.mailing import outbox

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

COUNT = 5


def subject(number: int) -> str:
    one = letter(number)
    return f"{DAY}/{one.unit}/{one.bulletin}.{one.locale}"


@pytest.fixture
def engine(store_url: str) -> Engine:
    """Five approved letters; the first is sent, the second marked, the third claimed, two wait."""
    made = outbox_of(store_url, COUNT)
    with writing(made) as connection:
        approve(connection, SCOPE.office, DAY, {subject(n): "d" for n in range(COUNT)}, by="director")
        from thongbao.bulletin import outbox_sender as steps

        sender = steps.begin(connection, SCOPE.office, AT)
        for number, state in ((1, "sent"), (2, "sending"), (3, "claimed")):
            connection.execute(update(outbox).where(outbox.c.id == number).values(state=state, sender=sender))
    return made


def test_what_was_withdrawn_is_called_off_as_long_as_it_can_be(engine: Engine) -> None:
    """Also what a sender has claimed; what may have gone out stays what it is."""
    look = watch(engine, office_params(), SCOPE, lambda: AT)
    look()
    assert states(engine) == ["sent", "sending", "claimed", "queued", "queued"]

    with writing(engine) as connection:
        withdraw(connection, SCOPE.office, DAY, [subject(n) for n in range(COUNT - 1)], by="director")
    look()

    assert states(engine) == ["sent", "sending", "cancelled", "cancelled", "queued"]
    assert rows(engine)[3].said == "its approval was withdrawn"


def test_a_look_without_news_writes_nothing(engine: Engine) -> None:
    """It is asked once a second while letters go out."""
    look = watch(engine, office_params(), SCOPE, lambda: AT)
    look()
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda _c, _k, statement, *_: said.append(statement))
    look()

    assert [words.split(" ")[0] for words in said if words != "BEGIN"] == ["SELECT"]


def test_what_waits_is_written_as_it_is_sent(engine: Engine, tmp_path: Path) -> None:
    """Byte by byte; what went out, or may have, is not among it."""
    count = write_waiting(engine, SCOPE, tmp_path / "letters")
    found = {path.name: path.read_bytes() for path in (tmp_path / "letters").iterdir()}

    assert count == 3
    assert found == {
        f"{DAY}.{letter(n).unit}.county_daily.zh_Hans.{n + 1}.eml": letter(n).content for n in range(2, COUNT)
    }
