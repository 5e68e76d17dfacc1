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

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from thongbao.database.upgrade import SCHEMA, migrate, version
from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import URL, Connection, Engine

BUSY_SECONDS = 60
WRITER_LOCK = 20200219
"""PostgreSQL's advisory lock that stands for SQLite's one writer."""

CAUSES = (
    ("not a database", "is not a store. Move it away, or name another file in THONGBAO_STORE."),
    (
        "malformed",
        "is damaged. Keep a copy of it, then restore a backup, or move it away and take the reports in again.",
    ),
    ("locked", f"was in use by another process for {BUSY_SECONDS} seconds. Wait for it, then try again."),
    ("unable to open", "could not be opened. Correct the path or the permissions, then try again."),
    ("readonly", "could not be written. Correct the permissions, then try again."),
    ("full", "could not be written: the disk was full. Free space, then try again."),
)


def open_store(url: str, *, make: bool = False) -> Engine:
    """Open the store, bringing it to this program's schema first where needed.

    Safe when several processes open it at once; quick when there is nothing to do.

    Args:
        url: a SQLAlchemy URL; SQLite must name a file.
        make: make a SQLite file that is not there; else a mistyped address would read as an office without reports.

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
    if held != SCHEMA:
        with writing(engine) as connection:
            migrate(connection, _name(engine))
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the store and hinders nobody."""
    with _explained(engine), engine.connect().execution_options(reading=True) as connection:
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection that is alone in writing: all of the block is kept, or nothing of it."""
    with _explained(engine), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
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
    if address.get_backend_name() != "sqlite":
        return address
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
        try:
            return create_engine(address, pool_pre_ping=True)
        except (ImportError, NoSuchModuleError) as error:
            raise StoreInvalid(f"No driver is installed for {address.drivername}. Install it, e.g. psycopg.") from error
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


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        if type(error) not in (DatabaseError, OperationalError):  # what the program did wrong is no fault of the store
            raise
        said = str(error.orig)
        advice = next((advice for sign, advice in CAUSES if sign in said), f"could not be used: {said}.")
        if engine.url.password:
            advice = advice.replace(str(engine.url.password), "***")
        raise StoreInvalid(f"{_name(engine)} {advice}") from (error if engine.dialect.name == "sqlite" else None)


def _name(engine: Engine) -> str:
    if engine.dialect.name == "sqlite":
        return f"The store {engine.url.database}"
    return f"The store {engine.url.render_as_string(hide_password=True)}"
