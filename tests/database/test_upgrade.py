"""The migrations and the tables of the program are one schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from thongbao.database import SCHEMA, metadata, open_store, reading

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_make_exactly_the_tables_of_the_program(tmp_path: Path) -> None:
    """A table changed without a migration would work in tests and fail in an office."""
    with reading(open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)) as connection:
        differences = compare_metadata(MigrationContext.configure(connection), metadata)

    assert differences == []


def test_the_schema_of_the_program_is_the_newest_migration() -> None:
    """The quick check at opening compares with this constant."""
    config = Config()
    config.set_main_option("script_location", "thongbao:migrations")

    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA
