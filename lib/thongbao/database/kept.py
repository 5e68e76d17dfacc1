"""One connection kept for many small transactions, and which of them must be on disk at once."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from thongbao.database.causes import explained

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sqlalchemy import Connection, Engine
    from sqlalchemy.sql.expression import UpdateBase


@contextmanager
def keeping(engine: Engine) -> Iterator[Connection]:
    """Give one connection for many small transactions, each begun with ``connection.begin()``.

    Opening SQLite for each of them would cost more than the transaction. On PostgreSQL such a transaction is not alone
    in writing: what decides a change must stand in the statement that makes it.
    """
    with explained(engine), engine.connect() as connection:
        driver = connection.connection.dbapi_connection
        if connection.dialect.name == "sqlite" and driver is not None:
            # Copying the log back is forced to disk each time: some thousand pages at once, not one thousand.
            driver.execute("PRAGMA wal_autocheckpoint = 8000")
        yield connection


def force_each(connection: Connection, wanted: bool) -> None:
    """Choose whether each further commit is forced to disk, or only together with the next one that is.

    A commit that was not forced outlives the process, but not always a power cut. It is SQLite's choice only;
    PostgreSQL forces each.

    Args:
        connection: from ``keeping``, between two transactions.
        wanted: whether each is forced.
    """
    driver = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite" and driver is not None:
        driver.execute(f"PRAGMA synchronous = {'FULL' if wanted else 'NORMAL'}")


def prepared(connection: Connection, change: UpdateBase) -> Callable[[Mapping[str, Any]], int]:
    """Return a change as a function that is a transaction of its own: values by name -> rows that it changed.

    For the few changes that are made for every letter: going through the general way costs SQLite three times what
    the change itself does.

    Args:
        connection: from ``keeping``; the function is called between two transactions.
        change: one statement, its values bound by name.
    """
    driver = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or driver is None:
        return lambda values: _changed(connection, change, values)
    dialect = connection.dialect
    made: Any = change.compile(dialect=dialect)
    turned = [
        (name, made.binds[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in made.positiontup or ()
    ]
    fixed, text = {name: bind.value for name, bind in made.binds.items() if not bind.required}, str(made)

    def run(values: Mapping[str, Any]) -> int:
        given = {**fixed, **values}
        try:
            # Without BEGIN a statement of SQLite is a transaction.
            rows = driver.execute(text, [turn(given[name]) if turn else given[name] for name, turn in turned])
            return int(rows.rowcount)
        except sqlite3.Error as error:
            raise DBAPIError.instance(text, None, error, sqlite3.Error, dialect=dialect) from error

    return run


def _changed(connection: Connection, change: UpdateBase, values: Mapping[str, Any]) -> int:
    with connection.begin():
        return int(connection.execute(change, values).rowcount)
