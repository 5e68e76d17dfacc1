"""The migrations and the tables of the program are one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text

from support.arrivals import a_key, a_report
from thongbao.data.reports import append
from thongbao.database import SCHEMA, metadata, open_store, reading, writing

if TYPE_CHECKING:
    from sqlalchemy import Connection


CONFIG = Config()
CONFIG.set_main_option("script_location", "thongbao:migrations")
REVISIONS = [script.revision for script in ScriptDirectory.from_config(CONFIG).walk_revisions()][::-1]
"""From the first to the newest."""


def test_the_migrations_make_exactly_the_tables_of_the_program(store_url: str) -> None:
    """A table changed without a migration would work in tests and fail in an office."""
    with reading(open_store(store_url, make=True)) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_the_schema_of_the_program_is_the_newest_migration() -> None:
    """The quick check at opening compares with this constant."""
    assert ScriptDirectory.from_config(CONFIG).get_current_head() == SCHEMA == REVISIONS[-1]


@pytest.mark.parametrize("revision", REVISIONS)
def test_a_store_of_any_older_schema_is_opened_with_all_that_is_in_it(store_url: str, revision: str) -> None:
    """Whatever program wrote it: reports, figures, faults and sources are there afterwards, and can be added to."""
    engine = create_engine(open_store(store_url, make=True).url)  # of the newest schema, to be emptied again
    with engine.begin() as connection:
        _as_of(connection, revision)
        _fill(connection)
        before = _all(connection)
        if revision != SCHEMA:
            assert not inspect(connection).has_table("reminded")
    engine.dispose()

    store = open_store(store_url)

    with reading(store) as connection:
        assert _all(connection) == before
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    with writing(store) as connection:
        assert append(connection, a_key(), a_report(2, hour=1)) == 2


def _as_of(connection: Connection, revision: str) -> None:
    """Empty the store and migrate it from nothing to ``revision``."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    else:
        for name in reversed(inspect(connection).get_table_names()):
            connection.execute(text(f"DROP TABLE {name}"))
    CONFIG.attributes["connection"] = connection
    command.upgrade(CONFIG, revision)


def _fill(connection: Connection) -> None:
    """Write a report as the first program did; what came later has defaults or tables of its own."""
    for statement in FIRST:
        connection.execute(text(statement))
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT setval('reports_id_seq', 1)"))


FIRST = (
    (
        "INSERT INTO reports (id, office, form, form_version, unit, day, revision, received_at, taken_in_at, source,"
        " source_name, state, on_time, digest) VALUES (1, 'o', 'cases', '1', 'a', '2020-02-19', 1,"
        " '2020-02-19 12:00:00.000000', '2020-02-19 12:00:00.000000', 'x', '0219.xlsx', 'filled', true, 'y')"
    ),
    "INSERT INTO figures VALUES (1, 'total', 'confirmed', 1.5)",
    "INSERT INTO faults (id, report_id, code, severity, place, message) VALUES (1, 1, 'odd', 'warning', 'D9', '{}')",
    "INSERT INTO sources VALUES ('o', 'x', '0219.xlsx', 9, '2020-02-19 12:00:00.000000', 'accepted')",
)


def _all(connection: Connection) -> dict[str, list[str]]:
    tables = ("reports", "figures", "faults", "sources", "refusals")
    return {name: [str(line) for line in connection.execute(text(f"SELECT * FROM {name}"))] for name in tables}  # noqa: S608
