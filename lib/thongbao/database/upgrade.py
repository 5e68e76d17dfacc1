"""Bring a store to the schema of this program, or say why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from thongbao.errors import StoreInvalid

if TYPE_CHECKING:
    from sqlalchemy import Connection

SCHEMA = "0005"
"""The newest migration; a store of this revision needs no alembic."""


def version(connection: Connection) -> str | None:
    """Return the schema of the store, None where it has none yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def migrate(connection: Connection, name: str) -> None:
    """Make or upgrade the tables in the transaction of ``connection``, which must be alone in writing.

    Args:
        name: what to call the store in messages.

    Raises:
        StoreInvalid: it belongs to another program, or is of a newer schema.
    """
    from alembic import command  # a part of a second that only a new or an old store pays for
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    held = version(connection)
    if held == SCHEMA:
        return  # another process was first
    if held is None and inspect(connection).get_table_names():
        raise StoreInvalid(f"{name} is the database of another program. Name another file in THONGBAO_STORE.")
    config = Config()
    config.set_main_option("script_location", "thongbao:migrations")
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if held is not None and held not in known:
        raise StoreInvalid(
            f"{name} is of schema {held}, this program knows up to {SCHEMA}: a newer Thongbao has written it. "
            "Update Thongbao; nothing was changed."
        )
    command.upgrade(config, "head")
