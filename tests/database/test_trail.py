# ruff: noqa: S608 -- the names of our tables
"""The database itself keeps approvals and the audit trail as they were written."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DatabaseError

from thongbao.database import approvals, audit, open_store, writing
from thongbao.errors import StoreInvalid

MOMENT = datetime(2020, 2, 19, tzinfo=UTC)
LINES = (
    (
        approvals,
        {"office": "o", "day": date(2020, 2, 19), "subject": "s", "digest": "d", "verdict": "approved", "role": "r"}
        | {"needs": 1, "at": MOMENT},
    ),
    (
        audit,
        {"at": MOMENT, "office": "o", "action": "sent", "actor": "r", "account": "", "subject": "s", "digest": ""}
        | {"detail": ""},
    ),
)


def test_a_line_is_never_changed_deleted_or_replaced(store_url: str) -> None:
    """Whoever has the store open in any tool is refused; only new lines are taken."""
    engine = open_store(store_url, make=True)
    for table, line in LINES:
        with writing(engine) as connection:
            connection.execute(insert(table), line)
        tried = [f"UPDATE {table} SET office = 'x'", f"DELETE FROM {table}", f"UPDATE {table} SET id = id"]
        if engine.dialect.name == "sqlite":
            columns = ", ".join(column.name for column in table.columns if column.name != "id")
            tried.append(f"INSERT OR REPLACE INTO {table} (id, {columns}) SELECT id, {columns} FROM {table}")
        else:
            tried.append(f"TRUNCATE {table}")
        for statement in tried:
            with pytest.raises((DatabaseError, StoreInvalid), match="append-only"), writing(engine) as connection:
                connection.execute(text(statement))
        with writing(engine) as connection:
            connection.execute(insert(table), line)
            assert connection.execute(select(func.count()).select_from(table)).scalar() == 2
            assert set(connection.execute(select(table.c.office)).scalars()) == {"o"}


@pytest.mark.parametrize("wrong", [{"verdict": "maybe"}, {"digest": ""}, {"verdict": "withdrawn"}, {"needs": 0}])
def test_an_approval_is_of_a_content_and_a_withdrawal_of_none(store_url: str, wrong: dict[str, object]) -> None:
    """An approval without a digest would hold for anything."""
    engine = open_store(store_url, make=True)
    table, line = LINES[0]

    with pytest.raises((DatabaseError, StoreInvalid)), writing(engine) as connection:
        connection.execute(insert(table), {**line, **wrong})
