"""Open the store, read it, write it, and say in words what is wrong with it.

A write takes the store's one writing place when it begins, so what it has read is still so when it writes.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from thongbao.database.causes import BUSY_SECONDS, explained, name_of
from thongbao.database.upgrade import SCHEMA, migrate, version
from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

DRIVER = "postgresql+psycopg"
POSTGRESQL = ("postgresql", "postgres")
"""How an address may begin that leaves the driver to us."""

INSTALL = "pip install 'thongbao[postgresql]'"
CONNECT_SECONDS = 10
"""Until a server that does not answer is given up."""

WRITER_LOCK = 20200219
"""PostgreSQL's advisory lock that stands for SQLite's one writer."""


def open_store(url: str, *, make: bool = False) -> Engine:
    """Open the store, bringing it to this program's schema first where needed.

    Safe when several processes open it at once; quick when there is nothing to do.

    Args:
        url: a SQLAlchemy URL; SQLite must name a file.
        make: make the tables, and the file of SQLite, where there are none; else a mistyped address would read as an
            office without reports.

    Raises:
        StoreInvalid: it is no store, is damaged, cannot be reached, or is of a newer schema; nothing was changed. Or
            it is not there and was not to be made.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        _file(Path(str(address.database)), make=make)
    engine = _engine(address, os.getpid())
    with reading(engine) as connection:
        held = version(connection)
        empty = held is None and not inspect(connection).get_table_names()
    if empty and not make:
        raise StoreInvalid(f"{name_of(engine)} is empty. Take reports in first, or correct THONGBAO_STORE.")
    if held != SCHEMA:
        with writing(engine) as connection:
            migrate(connection, name_of(engine))
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the store and hinders nobody."""
    one_moment = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with explained(engine), engine.connect().execution_options(reading=True, **one_moment) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection that is alone in writing: all of the block is kept, or nothing of it."""
    with explained(engine), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SET LOCAL lock_timeout = {BUSY_SECONDS * 1000:.0f}"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITER_LOCK})
        yield connection


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        host = address.host or ""
    except (ArgumentError, ValueError):  # said without its cause: that may repeat the address, and so a password
        raise StoreInvalid(
            "The address of the store could not be read. Write it as sqlite:///folder/store.sqlite or postgresql+psycopg://host/name."
        ) from None
    if "@" in host:  # the rest of a password, which would be said as the name of a host
        raise StoreInvalid("The address of the store has two @. Write an @ in the password as %40.")
    if address.drivername in POSTGRESQL:
        address = address.set(drivername=DRIVER)
    if address.drivername == DRIVER:
        return address
    if address.get_backend_name() != "sqlite":
        named = address.drivername
        raise StoreInvalid(
            f"A store cannot be kept in {named}. Write sqlite:///folder/store.sqlite or {DRIVER}://host/name."
        )
    if address.database in (None, "", ":memory:"):
        raise StoreInvalid("The store has no file: nothing would be kept. Write sqlite:///folder/store.sqlite.")
    return address.set(database=str(Path(str(address.database)).absolute()))


def _file(path: Path, *, make: bool) -> None:
    """Make the folder of a store that may be made; else hold its file to be there."""
    try:
        if make:
            path.parent.mkdir(parents=True, exist_ok=True)
        else:
            path.stat()
    except ValueError as error:
        raise StoreInvalid("The address of the store has a character that no file name has. Correct it.") from error
    except OSError as error:
        if make:
            said = f"The folder of the store could not be made: {path.parent}: {error.strerror}."
            raise StoreInvalid(said) from error
        if isinstance(error, FileNotFoundError | NotADirectoryError):
            said = f"The store {path} does not exist. Take reports in first, or correct THONGBAO_STORE."
            raise StoreInvalid(said) from error


@cache
def _engine(address: URL, _process: int) -> Engine:
    """Return one engine per address and process: a forked child never uses its parent's connections."""
    if address.get_backend_name() != "sqlite":
        # What a server sends by default depends on how it was set up; what is hashed must not.
        usual = {"connect_timeout": CONNECT_SECONDS, "options": "-c datestyle=ISO,YMD -c timezone=UTC"}
        given = {name: value for name, value in usual.items() if name not in address.query}
        try:
            return create_engine(address, pool_pre_ping=True, connect_args=given)
        except ImportError as error:
            raise StoreInvalid(
                f"The store is in PostgreSQL, and its driver could not be loaded ({error}). Install it: {INSTALL}."
            ) from error
        except (ArgumentError, TypeError, ValueError):  # without its cause: see _address
            raise StoreInvalid("The address of the store could not be used. Correct its options.") from None
    engine = create_engine(address, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _set_up_sqlite(connection: Any, record: object) -> None:  # noqa: ARG001
    connection.isolation_level = None  # transactions are begun by us, not guessed by the driver
    with suppress(sqlite3.Error):  # what is wrong with the file is said at the first question to it
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA journal_mode = WAL")


def _begin_sqlite(connection: Connection) -> None:
    deferred = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if deferred else "BEGIN IMMEDIATE")
