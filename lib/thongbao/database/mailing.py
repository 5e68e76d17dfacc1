"""The tables of what goes out: letters with the bytes they are sent as, who sends them, what servers answered."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from thongbao.database.tables import Utc, metadata

STATES = ("queued", "claimed", "sending", "sent", "deferred", "refused", "in_doubt", "cancelled")

senders = Table(
    "senders",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", String(32), nullable=False),
    Column("machine", String(128), nullable=False),
    Column("boot", String(64), nullable=False),  # another one: the machine was started anew since
    Column("pid", Integer, nullable=False),
    Column("born", String(32), nullable=False),  # tells a process from a later one of the same number
    Column("began_at", Utc, nullable=False),
    Column("seen_at", Utc, nullable=False),  # what a sender on another machine is judged by
    Column("ended_at", Utc),
    Index("ix_senders_ended_at", "office", "ended_at"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("unit", String(32), nullable=False),
    Column("bulletin", String(32), nullable=False),
    Column("locale", String(8), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("digest", String(64), nullable=False),  # of the content that was approved
    Column("recipient", String(320), nullable=False),
    Column("envelope_from", String(320), nullable=False),
    Column("message_id", String(255), nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("state", String(9), nullable=False),
    Column("said", Text, nullable=False),  # why it is in this state
    Column("attempts", Integer, nullable=False),
    Column("resends", Integer, nullable=False),  # times it was knowingly sent again
    Column("queued_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Column("next_at", Utc),  # a deferred letter is not tried before
    Column("sender", ForeignKey("senders.id")),
    UniqueConstraint("office", "day", "unit", "bulletin", "locale", "digest", "recipient"),
    CheckConstraint(f"state IN {STATES}", name="state"),
    CheckConstraint("state NOT IN ('claimed', 'sending') OR sender IS NOT NULL", name="sender"),
    CheckConstraint("(state = 'deferred') = (next_at IS NOT NULL)", name="next_at"),
    Index("ix_outbox_sender", "sender"),
    Index("ix_outbox_message_id", "message_id"),
)

letters = Table(
    "letters",
    metadata,
    Column("letter", ForeignKey("outbox.id"), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

reminded = Table(
    "reminded",
    metadata,
    Column("letter", ForeignKey("outbox.id"), primary_key=True),
    Column("form", String(32), primary_key=True),
    Column("day", Date, primary_key=True),  # of the report that is asked for
    Column("until", Utc, nullable=False),  # its cut-off when it was asked for
    Column("late", Boolean, nullable=False),  # asked for after its cut-off
)

answers = Table(
    "answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter", ForeignKey("outbox.id"), nullable=False),
    Column("sender", ForeignKey("senders.id"), nullable=False),
    Column("at", Utc, nullable=False),
    Column("step", String(8), nullable=False),
    Column("code", Integer, nullable=False),  # 0 where no answer came, -1 where it was none
    Column("said", Text, nullable=False),
    Index("ix_answers_letter", "letter"),
)

addresses = Table(
    "addresses",
    metadata,
    Column("office", String(32), primary_key=True),
    Column("address", String(320), primary_key=True),
    Column("state", String(6), nullable=False),
    Column("since", Utc, nullable=False),
    Column("said", Text, nullable=False),
    CheckConstraint("state IN ('good', 'noted', 'failed')", name="state"),
)

bounces = Table(
    "bounces",
    metadata,
    Column("office", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),  # of the message
    Column("read_at", Utc, nullable=False),
    Column("letter", ForeignKey("outbox.id")),
    Column("action", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("said", Text, nullable=False),
)
