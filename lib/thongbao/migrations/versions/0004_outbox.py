"""Letters that go out, who sends them, what servers answered, and addresses that do not take letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATES = "('queued', 'claimed', 'sending', 'sent', 'deferred', 'refused', 'in_doubt', 'cancelled')"


def upgrade() -> None:
    """Make the tables."""
    _senders()
    _outbox()
    _letters()
    _answers()
    _addresses()


def _senders() -> None:
    op.create_table(
        "senders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("machine", sa.String(128), nullable=False),
        sa.Column("boot", sa.String(64), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("born", sa.String(32), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_senders")),
    )
    op.create_index("ix_senders_ended_at", "senders", ["office", "ended_at"])


def _edition() -> list[sa.Column[object]]:
    return [
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("bulletin", sa.String(32), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    ]


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        *_edition(),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("envelope_from", sa.String(320), nullable=False),
        sa.Column("message_id", sa.String(255), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(9), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("resends", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime()),
        sa.Column("sender", sa.Integer()),
        sa.CheckConstraint(f"state IN {STATES}", name=op.f("ck_outbox_state")),
        sa.CheckConstraint("state NOT IN ('claimed', 'sending') OR sender IS NOT NULL", name=op.f("ck_outbox_sender")),
        sa.CheckConstraint("(state = 'deferred') = (next_at IS NOT NULL)", name=op.f("ck_outbox_next_at")),
        sa.ForeignKeyConstraint(["sender"], ["senders.id"], name=op.f("fk_outbox_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint(
            "office", "day", "unit", "bulletin", "locale", "digest", "recipient", name=op.f("uq_outbox")
        ),
    )
    op.create_index("ix_outbox_sender", "outbox", ["sender"])
    op.create_index("ix_outbox_message_id", "outbox", ["message_id"])


def _letters() -> None:
    op.create_table(
        "letters",
        sa.Column("letter", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["outbox.id"], name=op.f("fk_letters_letter")),
        sa.PrimaryKeyConstraint("letter", name=op.f("pk_letters")),
    )


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter", sa.Integer(), nullable=False),
        sa.Column("sender", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("step", sa.String(8), nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["outbox.id"], name=op.f("fk_answers_letter")),
        sa.ForeignKeyConstraint(["sender"], ["senders.id"], name=op.f("fk_answers_sender")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answers")),
    )
    op.create_index("ix_answers_letter", "answers", ["letter"])


def _addresses() -> None:
    op.create_table(
        "addresses",
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("address", sa.String(320), nullable=False),
        sa.Column("state", sa.String(6), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.CheckConstraint("state IN ('good', 'noted', 'failed')", name=op.f("ck_addresses_state")),
        sa.PrimaryKeyConstraint("office", "address", name=op.f("pk_addresses")),
    )
    op.create_table(
        "bounces",
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.Column("letter", sa.Integer()),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["letter"], ["outbox.id"], name=op.f("fk_bounces_letter")),
        sa.PrimaryKeyConstraint("office", "digest", name=op.f("pk_bounces")),
    )
