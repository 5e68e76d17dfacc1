"""Which reports each reminder asks for, so that nobody is asked twice, nor after they have reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; letters that were there before are no reminders and have no line in it."""
    op.create_table(
        "reminded",
        sa.Column("letter", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["outbox.id"], name=op.f("fk_reminded_letter")),
        sa.PrimaryKeyConstraint("letter", "form", "day", name=op.f("pk_reminded")),
    )
