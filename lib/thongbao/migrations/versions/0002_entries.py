"""What reports say in words: choices, days, moments and short texts, beside their figures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; reports that were there before have no line in it."""
    op.create_table(
        "entries",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(32), nullable=False),
        sa.Column("measure", sa.String(32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_entries_text")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_entries_report_id")),
        sa.PrimaryKeyConstraint("report_id", "row", "measure", name=op.f("pk_entries")),
    )
