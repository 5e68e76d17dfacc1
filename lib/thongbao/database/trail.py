"""The tables of what people decided and did. The database itself refuses to change or delete a line of them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, String, Table, Text

from thongbao.database.tables import Utc, metadata

approvals = Table(
    "approvals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("subject", String(200), nullable=False),  # of an edition or a report
    Column("digest", String(64), nullable=False),  # of the exact content; "" for a withdrawal, which is of any
    Column("verdict", String(9), nullable=False),
    Column("role", String(32), nullable=False),
    Column("needs", Integer, nullable=False),  # roles that whoever approved asked for
    Column("at", Utc, nullable=False),
    CheckConstraint("verdict IN ('approved', 'withdrawn')", name="verdict"),
    CheckConstraint("(verdict = 'withdrawn') = (digest = '')", name="digest"),
    CheckConstraint("needs >= 1", name="needs"),
    Index("ix_approvals_day", "office", "day"),
    Index("ix_approvals_subject", "office", "subject"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Utc, nullable=False),
    Column("office", String(32), nullable=False),
    Column("day", Date),  # of the editions or reports it was about
    Column("action", String(32), nullable=False),
    Column("actor", String(32), nullable=False),  # the role that was named
    Column("account", String(64), nullable=False),  # the system's account it was named under
    Column("subject", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_day", "office", "day"),
)

APPEND_ONLY = ("approvals", "audit")
