"""The tables. Nothing is ever changed or deleted in reports, figures, entries, faults and refusals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy import Dialect


class Utc(TypeDecorator[datetime]):
    """A moment: kept in UTC, given back with its zone."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone: it cannot be said when that was.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.replace(tzinfo=UTC)


metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

reports = Table(
    "reports",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", String(32), nullable=False),
    Column("form", String(32), nullable=False),
    Column("form_version", String(16), nullable=False),
    Column("unit", String(32), nullable=False),
    Column("day", Date, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("received_at", Utc, nullable=False),
    Column("taken_in_at", Utc, nullable=False),
    Column("source", String(64), nullable=False),  # sha256 of the file
    Column("source_name", Text, nullable=False),
    Column("state", String(8), nullable=False),
    Column("on_time", Boolean, nullable=False),
    Column("digest", String(64), nullable=False),  # of state, figures and entries
    UniqueConstraint("office", "form", "unit", "day", "revision"),
    CheckConstraint("state IN ('filled', 'zero')", name="state"),
    CheckConstraint("revision >= 1", name="revision"),
    Index("ix_reports_day", "office", "form", "day"),
)

figures = Table(
    "figures",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("row", String(32), primary_key=True),
    Column("measure", String(32), primary_key=True),  # the form's column
    Column("value", Float, nullable=False),  # a figure that is not stated has no line
)

entries = Table(
    "entries",
    metadata,
    Column("report_id", ForeignKey("reports.id"), primary_key=True),
    Column("row", String(32), primary_key=True),  # of a list, the number of the line
    Column("measure", String(32), primary_key=True),  # the form's entry
    Column("text", Text, nullable=False),  # a choice as its code, days and moments as ISO 8601
    CheckConstraint("text <> ''", name="text"),  # what is not stated has no line
)

refusals = Table(
    "refusals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("office", String(32), nullable=False),
    Column("form", String(32)),
    Column("unit", String(32)),
    Column("day", Date),
    Column("received_at", Utc, nullable=False),
    Column("taken_in_at", Utc, nullable=False),
    Column("source", String(64), nullable=False),
    Column("source_name", Text, nullable=False),
    Column("digest", String(64), nullable=False),  # of source, form, unit and day: in a key, NULL is never equal
    UniqueConstraint("office", "digest"),
    Index("ix_refusals_day", "office", "form", "day"),
)

faults = Table(
    "faults",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", ForeignKey("reports.id")),
    Column("refusal_id", ForeignKey("refusals.id")),
    Column("code", String(64), nullable=False),
    Column("severity", String(8), nullable=False),
    Column("place", Text, nullable=False),
    Column("message", JSON, nullable=False),  # locale -> text
    CheckConstraint("(report_id IS NULL) <> (refusal_id IS NULL)", name="owner"),
    Index("ix_faults_report_id", "report_id"),
    Index("ix_faults_refusal_id", "refusal_id"),
)

sources = Table(
    "sources",
    metadata,
    Column("office", String(32), primary_key=True),
    Column("digest", String(64), primary_key=True),
    Column("name", Text, nullable=False),
    Column("size", Integer, nullable=False),  # bytes
    Column("taken_in_at", Utc, nullable=False),
    Column("outcome", String(8), nullable=False),
    CheckConstraint("outcome IN ('accepted', 'refused', 'partly')", name="outcome"),
)
