"""What alembic runs: it migrates over the connection that ``thongbao.database`` hands it, in its transaction."""

from __future__ import annotations

from alembic import context

from thongbao.database import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
