"""One connection for many small transactions: each is kept by itself, and the quick way keeps what the general does."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, select, text, update
from sqlalchemy.exc import StatementError

from support.outboxes import AT, outbox_of, rows
from thongbao.database import force_each, keeping, open_store, prepared, reading
from thongbao.database.mailing import outbox
from thongbao.database.tables import Utc
from thongbao.errors import StoreInvalid

CHANGE = (
    update(outbox)
    .where(outbox.c.id == bindparam("_letter"))
    .values(
        changed_at=bindparam("_now", type_=Utc), said=bindparam("_said", "as before"), attempts=outbox.c.attempts + 1
    )
)
LATER = datetime(2020, 2, 20, 1, 30, tzinfo=timezone(timedelta(hours=8)))


def test_each_transaction_is_seen_by_others_at_once(store_url: str) -> None:
    """Also while the connection stays open."""
    engine = outbox_of(store_url, 1)
    with keeping(engine) as connection:
        for said in ("first", "second"):
            with connection.begin():
                connection.execute(update(outbox).values(said=said))

            assert rows(engine)[0].said == said


def test_a_prepared_change_keeps_what_the_general_way_keeps(store_url: str) -> None:
    """Values are turned into what the column holds, one that has a default may be left out, and it is kept at once."""
    engine = outbox_of(store_url, 3)
    with keeping(engine) as connection:
        change = prepared(connection, CHANGE)
        counts = [change({"_letter": 1, "_now": LATER}), change({"_letter": 99, "_now": LATER})]
        seen_meanwhile = rows(engine)[0]
        change({"_letter": 2, "_now": LATER, "_said": "other"})
        with connection.begin():
            connection.execute(CHANGE, {"_letter": 3, "_now": LATER})
    first, second, third = rows(engine)

    assert counts == [1, 0]
    assert seen_meanwhile == first
    assert (first.changed_at, first.said, first.attempts) == (LATER, "as before", 1)
    assert (third.changed_at, third.said, third.attempts) == (LATER, "as before", 1)
    assert second.said == "other"


def test_a_value_that_is_missing_or_wrong_changes_nothing(store_url: str) -> None:
    """A moment without a zone is refused as everywhere."""
    engine = outbox_of(store_url, 1)
    with keeping(engine) as connection:
        change = prepared(connection, CHANGE)
        with pytest.raises((KeyError, StatementError)):
            change({"_letter": 1})
        with pytest.raises((ValueError, StatementError), match="no time zone"):
            change({"_letter": 1, "_now": LATER.replace(tzinfo=None)})

    assert rows(engine)[0].changed_at == AT


def test_a_store_that_cannot_be_written_is_explained(new_store: object) -> None:
    """The quick way, too, says what to do and not what the driver said."""
    engine = outbox_of(new_store("sqlite"), 1)  # type: ignore[operator]

    def refused() -> None:
        with keeping(engine) as connection:
            change = prepared(connection, CHANGE)
            connection.connection.dbapi_connection.execute("PRAGMA query_only = ON")  # type: ignore[union-attr]
            change({"_letter": 1, "_now": LATER})

    with pytest.raises(StoreInvalid, match="could not be written"):
        refused()

    assert rows(engine)[0].attempts == 0


def test_a_prepared_change_breaks_no_rule_of_the_table(new_store: object) -> None:
    """What a table refuses is refused; nothing of it is kept."""
    engine = outbox_of(new_store("sqlite"), 1)  # type: ignore[operator]
    wrong = update(outbox).where(outbox.c.id == bindparam("_letter")).values(state="lost")
    with pytest.raises(Exception, match="CHECK constraint"), keeping(engine) as connection:
        prepared(connection, wrong)({"_letter": 1})

    assert rows(engine)[0].state == "queued"


def test_what_is_forced_to_disk_is_chosen(store_url: str) -> None:
    """SQLite: FULL is 2, NORMAL is 1. PostgreSQL is left as it is."""
    engine = open_store(store_url, make=True)
    found = []
    with keeping(engine) as connection:
        for wanted in (True, False, True):
            force_each(connection, wanted)
            with connection.begin():
                asked = "PRAGMA synchronous" if store_url.startswith("sqlite") else "SHOW synchronous_commit"
                found.append(connection.execute(text(asked)).scalar())

    assert found == ([2, 1, 2] if store_url.startswith("sqlite") else [found[0]] * 3)
    with reading(engine) as connection:
        assert connection.execute(select(outbox)).all() == []
