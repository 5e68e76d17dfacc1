"""Mappings: how a CSV with columns of its own becomes reports of a form."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from thongbao.records.base import Name, Record


class When(Record):
    """A column that holds a day or a local time, and the strptime formats it may have, tried in order."""

    column: str
    formats: tuple[str, ...] = Field(min_length=1)


class MappedUnit(Record):
    """The column that names the unit, and what it holds: a code, or a name in one language."""

    column: str
    by: Literal["code", "name_zh_Hans", "name_vi", "name_en"] = "code"


class MappedFigure(Record):
    """A CSV column and the cell of the form it fills; an empty field is "not stated"."""

    column: str
    row: Name
    measure: Name


class Mapping(Record):
    """How a CSV with columns of its own becomes reports of one form: params/<office>/mappings/<code>.yml.

    Several lines for the same unit and day are revisions, in the order of ``received_at``.

    Attributes:
        header: a CSV belongs to this mapping if its header has all these columns.
        received_at: when the line was made, office time; honoured only when a backfill is asked for.
    """

    code: Name
    form: Name
    header: tuple[str, ...] = Field(min_length=1)
    unit: MappedUnit
    day: When
    received_at: When | None = None
    figures: tuple[MappedFigure, ...] = Field(min_length=1)
