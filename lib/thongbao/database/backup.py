"""Back a store up while others use it, and put a backup back.

A backup is one SQLite file, whichever database the store is in: any Thongbao opens it by naming it in THONGBAO_STORE,
and it is also the way from SQLite to PostgreSQL.
"""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sqlalchemy import func, insert, make_url, select, text

from thongbao.database.opening import open_store, reading, writing
from thongbao.database.tables import metadata
from thongbao.errors import StoreInvalid, WrongUse
from thongbao.files import aside

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

AT_ONCE = 5_000
"""Lines that are held in memory while a store is copied."""

PRIVATE = 0o600
"""Permissions of a backup: it holds addresses, and figures that not everybody may see."""

Counts = dict[str, int]
"""Table -> its lines."""


def back_up(url: str, to: Path) -> Counts:
    """Write a backup of the store, as it is at one moment; others go on reading and writing.

    It is written beside ``to``, looked through, and only then given its name.

    Args:
        to: a file that is not there yet.

    Returns:
        How many lines of each table are in it.

    Raises:
        WrongUse: the file is there already.
        StoreInvalid: the store could not be read, or the backup was not what the store holds.
        OutputUnwritable: the file could not be written.
    """
    if to.exists():
        raise WrongUse(f"{to} is there already. Name another file: a backup is never overwritten.")
    engine = open_store(url) if make_url(url).get_backend_name() != "sqlite" else None
    with aside(to, over=False, mode=PRIVATE) as beside:
        counts = _copied_file(_file_of(url), beside) if engine is None else _copied(engine, _sqlite(beside))
        _look_through(beside, counts)
    return counts


def restore(backup: Path, url: str) -> Counts:
    """Put a backup into an empty store; one that an older program made is brought to this program's schema.

    Raises:
        WrongUse: there is no such backup, or the store holds something already; nothing was changed.
        StoreInvalid: it is no backup, or is of a newer program; or the store could not be used.
    """
    if not backup.is_file():
        raise WrongUse(f"{backup} is not there. Name a file that `thongbao backup` has written.")
    with tempfile.TemporaryDirectory(prefix="thongbao-restore-") as folder:
        copy = Path(folder) / "store.sqlite"
        _copied_file(backup, copy)  # the backup itself stays as it was
        return _copied(open_store(_sqlite(copy)), url)


def _sqlite(path: Path) -> str:
    return f"sqlite:///{quote(str(path.absolute()))}"


def _file_of(url: str) -> Path:
    path = Path(str(make_url(url).database))
    if not path.is_file():
        raise StoreInvalid(f"The store {path} does not exist. Correct THONGBAO_STORE.")
    return path


def _copied_file(source: Path, target: Path) -> Counts:
    """Copy a SQLite store page by page, as it is at one moment (SQLite's online backup)."""
    try:
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)) as old:
            old.execute("BEGIN")
            counts = _counts(old)
            if "alembic_version" not in counts:
                raise StoreInvalid(f"{source} is not a store of Thongbao. Name another file.")
            with closing(sqlite3.connect(target)) as new:
                old.backup(new)
                new.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it to be lost
    except sqlite3.Error as error:
        raise StoreInvalid(f"{source} could not be copied: {error}.") from error
    return counts


def _look_through(path: Path, expected: Counts) -> None:
    try:
        with closing(sqlite3.connect(path)) as backup:
            found = [line for (line,) in backup.execute("PRAGMA integrity_check")]
            lost = list(backup.execute("PRAGMA foreign_key_check"))
            there = _counts(backup)
    except sqlite3.Error as error:
        found, lost, there = [str(error)], [], {}
    if found != ["ok"] or lost or {name: there.get(name) for name in expected} != expected:
        said = found[0] if found != ["ok"] else "lines are missing"
        raise StoreInvalid(f"The backup was not what the store holds ({said}). The store may be damaged: keep a copy.")


def _counts(connection: sqlite3.Connection) -> Counts:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608 -- names of the store's own tables


def _copied(source: Engine, url: str) -> Counts:
    """Copy every line into an empty store, in one transaction."""
    target = open_store(url, make=True)
    with reading(source) as old, writing(target) as new:
        full = [name for name, lines in _lines(new).items() if lines]
        if full:
            raise WrongUse(f"The store is not empty ({', '.join(full)}). Name a new one in THONGBAO_STORE.")
        for table in metadata.sorted_tables:
            with closing(old.execution_options(yield_per=AT_ONCE).execute(select(table))) as found:
                for some in found.mappings().partitions():
                    new.execute(insert(table), [dict(line) for line in some])
        counts = _lines(new)
        if counts != _lines(old):
            raise StoreInvalid("The copy was not what the store holds. Nothing was kept of it.")
        if target.dialect.name == "postgresql":
            _count_on(new)
    return counts


def _lines(connection: Connection) -> Counts:
    tables = metadata.sorted_tables
    return {t.name: connection.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}


def _count_on(connection: Connection) -> None:
    """Let PostgreSQL number new lines from where the copied ones end."""
    for table in metadata.sorted_tables:
        for column in table.primary_key:
            found = connection.execute(
                text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
            ).scalar()
            if found:
                last = connection.execute(select(func.max(column))).scalar()
                connection.execute(
                    text("SELECT setval(:sequence, :last, :used)"),
                    {"sequence": found, "last": last or 1, "used": last is not None},
                )
