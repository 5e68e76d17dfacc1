"""Reports, their figures and faults, refusals, and the files they came in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the first tables."""
    _reports()
    _refusals()
    _faults_and_sources()


def _arrival() -> list[sa.Column[object]]:
    return [
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(), nullable=False),
        sa.Column("source", sa.String(64), nullable=False),
        sa.Column("source_name", sa.Text(), nullable=False),
    ]


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("form", sa.String(32), nullable=False),
        sa.Column("form_version", sa.String(16), nullable=False),
        sa.Column("unit", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        *_arrival(),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("on_time", sa.Boolean(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint("state IN ('filled', 'zero')", name=op.f("ck_reports_state")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_reports_revision")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("office", "form", "unit", "day", "revision", name=op.f("uq_reports")),
    )
    op.create_index("ix_reports_day", "reports", ["office", "form", "day"])
    op.create_table(
        "figures",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.String(32), nullable=False),
        sa.Column("measure", sa.String(32), nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_figures_report_id")),
        sa.PrimaryKeyConstraint("report_id", "row", "measure", name=op.f("pk_figures")),
    )


def _refusals() -> None:
    op.create_table(
        "refusals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("form", sa.String(32)),
        sa.Column("unit", sa.String(32)),
        sa.Column("day", sa.Date()),
        *_arrival(),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refusals")),
        sa.UniqueConstraint("office", "digest", name=op.f("uq_refusals")),
    )
    op.create_index("ix_refusals_day", "refusals", ["office", "form", "day"])


def _faults_and_sources() -> None:
    op.create_table(
        "faults",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer()),
        sa.Column("refusal_id", sa.Integer()),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("severity", sa.String(8), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("message", sa.JSON(), nullable=False),
        sa.CheckConstraint("(report_id IS NULL) <> (refusal_id IS NULL)", name=op.f("ck_faults_owner")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_faults_report_id")),
        sa.ForeignKeyConstraint(["refusal_id"], ["refusals.id"], name=op.f("fk_faults_refusal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faults")),
    )
    op.create_index("ix_faults_report_id", "faults", ["report_id"])
    op.create_index("ix_faults_refusal_id", "faults", ["refusal_id"])
    op.create_table(
        "sources",
        sa.Column("office", sa.String(32), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("taken_in_at", sa.DateTime(), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.CheckConstraint("outcome IN ('accepted', 'refused', 'partly')", name=op.f("ck_sources_outcome")),
        sa.PrimaryKeyConstraint("office", "digest", name=op.f("pk_sources")),
    )
