"""What is wrong with a store, in words: whose fault it is and what to do."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DatabaseError, DBAPIError, OperationalError

from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

BUSY_SECONDS = 60
"""How long a write waits for another one."""

_BUSY = f"was in use by another process for {BUSY_SECONDS} seconds. Wait for it, then try again."
_FULL = "could not be written: the disk was full. Free space, then try again."

SQLITE = (
    ("not a database", "is not a store. Move it away, or name another file in THONGBAO_STORE."),
    (
        "malformed",
        "is damaged. Keep a copy of it, then restore a backup, or move it away and take the reports in again.",
    ),
    ("locked", _BUSY),
    ("unable to open", "could not be opened. Correct the path or the permissions, then try again."),
    ("readonly", "could not be written. Correct the permissions, then try again."),
    ("full", _FULL),
)
"""What SQLite says -> what to do. There is no code that tells these apart."""

POSTGRESQL = (
    ("42501", "could not be used: its account has not the right. GRANT it the schema and its tables, then try again."),
    ("25006", "could not be written: the server takes no changes now (a standby?). Name the main server."),
    ("53100", _FULL),
    ("53300", "could not be opened: the server has too many connections. Close some, or raise max_connections."),
    ("55P03", _BUSY),
    ("40P01", _BUSY),
    ("57P", "was closed by its server meanwhile. Wait until the server is up, then try again."),
    ("08", "could not be reached. Look whether the server is up, then try again."),
    ("XX001", "is damaged. Keep a copy of it, then restore a backup."),
    ("28", "could not be opened: name or password were refused. Correct THONGBAO_STORE or ~/.pgpass."),
    ("3D000", "does not exist. Make it with createdb, or correct THONGBAO_STORE."),
)
"""How PostgreSQL's code (SQLSTATE) begins -> what to do."""

POSTGRESQL_SAID = (
    ("does not exist", POSTGRESQL[-1][1]),  # before a connection stands there is no code
    ("password", POSTGRESQL[-2][1]),
    ("authentication", POSTGRESQL[-2][1]),
    ("too many", POSTGRESQL[3][1]),
    ("starting up", "could not be reached yet: its server is starting. Try again in a minute."),
    ("terminat", POSTGRESQL[6][1]),
    ("closed the connection", POSTGRESQL[6][1]),
    ("connection is lost", POSTGRESQL[6][1]),
    ("fail", "could not be reached. Look whether the server is up and THONGBAO_STORE names it, then try again."),
    ("resolve", "could not be reached: its host is not known. Correct THONGBAO_STORE."),
    ("timeout", "could not be reached in time. Look whether the server is up and THONGBAO_STORE names it."),
)
"""What PostgreSQL says where there is no code -> what to do."""


@contextmanager
def explained(engine: Engine) -> Iterator[None]:
    """Turn what a database says into what the operator can do; what the program did wrong is no fault of the store.

    Raises:
        StoreInvalid: in place of an error of the database that the operator can mend.
    """
    try:
        yield
    except DBAPIError as error:
        code = str(getattr(error.orig, "sqlstate", None) or "")
        by_code = next((advice for sign, advice in POSTGRESQL if code.startswith(sign)), None)
        if by_code is None and type(error) not in (DatabaseError, OperationalError):
            raise
        # Without its cause where that may repeat a password.
        raise StoreInvalid(f"{name_of(engine)} {by_code or _advice(engine, error)}") from (
            error if engine.dialect.name == "sqlite" else None
        )


def _advice(engine: Engine, error: DBAPIError) -> str:
    said = str(error.orig)
    signs = SQLITE if engine.dialect.name == "sqlite" else POSTGRESQL_SAID
    advice = next((advice for sign, advice in signs if sign in said), f"could not be used: {said}.")
    return advice.replace(str(engine.url.password), "***") if engine.url.password else advice


def name_of(engine: Engine) -> str:
    """Return what a store is called in messages."""
    if engine.dialect.name == "sqlite":
        return f"The store {engine.url.database}"
    return f"The store {engine.url.render_as_string(hide_password=True)}"
