"""Reminders in the outbox: what was asked for is known, what waits can be found, what is looked at can be written."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from support.letters import read
from support.silent import AT, DAY, UNTIL, awaited, person, reminded_office, silence
from thongbao.bulletin.outbox import State
from thongbao.bulletin.outbox_store import Scope, cancel, held
from thongbao.bulletin.reminding import Asked, asked_before, made, put_in, waiting, write_reminders
from thongbao.database import open_store, reading, writing

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.bulletin.reminding import Reminder

SCOPE = Scope("zhumadian", DAY)
ADDRESS = "xiping@zhumadian.example"


@pytest.fixture
def engine(store_url: str) -> Engine:
    return open_store(store_url, make=True)


def one(*forms: str, late: bool = False) -> Reminder:
    asked = silence(*(awaited(form) for form in forms or ("cases",)))
    return made(reminded_office(), asked, person(), AT, late=late)


def put(engine: Engine, *reminders: Reminder) -> list[Reminder]:
    with writing(engine) as connection:
        return put_in(connection, SCOPE, reminders, AT)


def test_a_reminder_is_put_in_with_what_it_asks_for(engine: Engine) -> None:
    """By unit, person, form, day and cut-off, whatever the case of the address; other days know nothing of it."""
    both = one("cases", "duty_rota")
    assert put(engine, both) == [both]

    with reading(engine) as connection:
        asked = asked_before(connection, SCOPE)
        (there,) = waiting(connection, SCOPE)
        assert not asked_before(connection, Scope("zhumadian", DAY + timedelta(1)))
        assert not waiting(connection, Scope("zhumadian", DAY, bulletins=("county_daily",)))
    assert asked == {Asked("411721", ADDRESS, form, DAY, UNTIL, False) for form in ("cases", "duty_rota")}
    assert set(there.asked) == asked
    assert there.locale == "zh_Hans"


def test_what_was_asked_for_is_not_asked_for_again(engine: Engine) -> None:
    """Not even together with something new; a late letter is another one."""
    first = one()

    assert put(engine, first) == [first]
    assert put(engine, first) == []
    assert put(engine, one("cases", "duty_rota")) == []
    assert len(put(engine, one("duty_rota"), one(late=True))) == 2


def test_a_reminder_that_was_called_off_can_wait_again(engine: Engine) -> None:
    """As the same letter, with its line for each report once."""
    first = one()
    put(engine, first)
    with writing(engine) as connection:
        cancel(connection, {1: "a slip"}, AT)
        assert not asked_before(connection, SCOPE)

    assert put(engine, first) == [first]
    with reading(engine) as connection:
        assert list(held(connection, SCOPE).values()) == [(1, State.QUEUED)]
        assert len(waiting(connection, SCOPE)) == 1


def test_reminders_are_written_as_they_would_be_sent(tmp_path: Path) -> None:
    """A file each, whose name tells no address."""
    assert (
        write_reminders(tmp_path / "l", DAY, [one(), made(reminded_office(), silence(), person(), AT, late=True)]) == 2
    )
    files = sorted((tmp_path / "l").iterdir())

    assert len(files) == 2
    assert all(read(path.read_bytes())["To"].addresses[0].addr_spec == ADDRESS for path in files)
    assert not [path for path in files if "@" in path.name or "xiping" in path.name]
