"""What is removed when its time is over, and what never is."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select, update

from support.outboxes import SCOPE, letter
from thongbao.bulletin.audit import note
from thongbao.bulletin.outbox import State
from thongbao.bulletin.outbox_store import enqueue
from thongbao.database import audit, mailing, open_store, reading, writing
from thongbao.errors import RunBusy
from thongbao.files import only_one
from thongbao.retention import find_old, remove

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.settings import Settings

BEFORE = datetime(2020, 2, 1, tzinfo=UTC)


def put(path: Path, at: datetime) -> Path:
    """Write a file that was last changed then."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


@pytest.fixture
def full(home: Settings) -> Settings:
    """A home with something old and something new of everything."""
    office, data = home.outputs / "zhumadian", home.data / "zhumadian"
    old, new = BEFORE - timedelta(days=1), BEFORE + timedelta(days=1)
    for at in (old, new):
        put(office / at.date().isoformat() / "411702" / "county_daily.zh_Hans.html", at)
        put(data / "logs" / f"{at.date()}.jsonl", at)
        put(data / "intake" / f"{at.date()}.faults.txt", at)
        put(data / "inbox" / f"{at.date()}.xlsx", at)
        put(office / "archive" / f"{at.date()}.html", at)
    return home


def letters_of(home: Settings) -> Engine:
    """Four letters that changed long ago, in four states."""
    engine = open_store(home.store)
    old = BEFORE - timedelta(days=9)
    with writing(engine) as connection:
        enqueue(connection, SCOPE, [letter(n) for n in range(4)], old)
        for n, state in enumerate((State.SENT, State.REFUSED, State.QUEUED, State.CANCELLED), start=1):
            connection.execute(update(mailing.outbox).where(mailing.outbox.c.id == n).values(state=state))
        note(connection, office="zhumadian", day=SCOPE.day, action="sent", actor="", at=old)
    return engine


def there(home: Settings) -> set[str]:
    found = {path.relative_to(home.home).as_posix() for path in home.home.rglob("*") if path.is_file()}
    return {name for name in found if name.startswith(("outputs/zhumadian/", "data/zhumadian/"))} - {
        "outputs/zhumadian/.lock"
    }


def test_exactly_what_is_old_is_found_and_removed(full: Settings) -> None:
    """Editions, texts about refused files and logs; never the inbox and the archive."""
    before = there(full)
    old = find_old(full, "zhumadian", BEFORE)

    assert there(full) == before
    remove(full, "zhumadian", old, BEFORE)
    assert before - there(full) == {
        "outputs/zhumadian/2020-01-31/411702/county_daily.zh_Hans.html",
        "data/zhumadian/logs/2020-01-31.jsonl",
        "data/zhumadian/intake/2020-01-31.faults.txt",
    }


def test_letters_that_ended_lose_their_bytes_and_nothing_else(full: Settings) -> None:
    """That they were, what became of them, and who did what, stays; a letter that waits keeps its bytes."""
    engine = letters_of(full)
    old = find_old(full, "zhumadian", BEFORE)
    removed = remove(full, "zhumadian", old, BEFORE)

    with reading(engine) as connection:
        kept = connection.scalars(select(mailing.letters.c.letter)).all()
        letters = connection.scalar(select(func.count()).select_from(mailing.outbox))
        trail = connection.scalar(select(func.count()).select_from(audit))

    assert old.letters == removed == 3
    assert kept == [3]
    assert (letters, trail) == (4, 1)


def test_links_are_not_followed(full: Settings, tmp_path: Path) -> None:
    """What somebody linked into a folder is not ours to remove."""
    treasure = put(tmp_path / "treasure" / "kept.txt", BEFORE - timedelta(days=9))
    (full.outputs / "zhumadian" / "2019-12-31").symlink_to(treasure.parent)
    (full.data / "zhumadian" / "logs" / "linked.jsonl").symlink_to(treasure)

    old = find_old(full, "zhumadian", BEFORE)
    remove(full, "zhumadian", old, BEFORE)

    assert treasure.is_file()
    assert not [path for path in old.files if path.is_symlink()]


def test_nothing_is_removed_while_bulletins_are_made(full: Settings) -> None:
    """A run may be comparing with a date that is about to go."""
    before = there(full)
    old = find_old(full, "zhumadian", BEFORE)
    with only_one(full.outputs / "zhumadian" / ".lock", "making bulletins"), pytest.raises(RunBusy):
        remove(full, "zhumadian", old, BEFORE)

    assert there(full) == before
