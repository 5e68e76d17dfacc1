"""Insert many lines of a table at a time, past SQLAlchemy's work on each of them: that takes longer than the insert."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Dialect, Table

    Kept = Callable[[Any], Any] | None
    """What a value becomes before the driver gets it; None where it stays as it is."""


def insert_lines(connection: Connection, table: Table, names: Sequence[str], lines: Sequence[tuple[Any, ...]]) -> None:
    """Insert lines, each value as the table's columns keep it.

    Args:
        names: of the columns, in the order of the table; the others must have a value of their own.
        lines: one value for each of ``names``.
    """
    if not lines:
        return
    statement, positional, kept = _statement(table, connection.dialect, tuple(names))
    made: Iterable[tuple[Any, ...]] = lines
    if any(kept):
        columns = zip(*lines, strict=True)
        made = zip(*(_each(how, values) for how, values in zip(kept, columns, strict=True)), strict=True)
    if positional:
        connection.exec_driver_sql(statement, list(made))
    else:
        connection.exec_driver_sql(statement, [dict(zip(names, line, strict=True)) for line in made])


@lru_cache(maxsize=32)
def _statement(table: Table, dialect: Dialect, names: tuple[str, ...]) -> tuple[str, bool, tuple[Kept, ...]]:
    """Return the text of an insert, whether it takes values by place, and what each becomes before."""
    made = insert(table).compile(dialect=dialect, column_keys=list(names))
    kept = tuple(table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in names)
    return str(made), bool(made.positional), kept


def _each(kept: Kept, values: Sequence[Any]) -> Sequence[Any]:
    """Return each value as it is kept; days and moments are mostly the same for many lines."""
    if kept is None:
        return values
    known = {value: kept(value) for value in set(values)}
    return [known[value] for value in values]
