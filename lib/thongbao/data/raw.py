"""Reports as they were written, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from thongbao.data.cells import Place, Problem

if TYPE_CHECKING:
    from datetime import datetime

    from thongbao.data.cells import Cell

NOWHERE = Place()


class Found(NamedTuple):
    """A value and where it stood."""

    value: Cell = None
    place: Place = NOWHERE


class RawCell(NamedTuple):
    """A figure as it was written, under the codes it was written for."""

    row: str
    column: str
    value: Cell
    place: Place


@dataclass(frozen=True, slots=True)
class RawReport:
    """One report as it was written.

    Attributes:
        place: the sheet or the first line of it.
        unit: a code; where ``unit_by`` names a column of units.csv, what stands there.
        version: None where the file has none: then the current one is meant.
        nothing: what was written for "nothing to report".
        cells: in the order of the file.
        received: when it came, as the file says it, without a zone in office time; None where the file does not say it.
        day_formats: strptime formats of the day; empty for the usual ways of writing it.
        problems: what was wrong with its form already when it was read.
    """

    place: Place
    form: Found
    unit: Found
    day: Found
    cells: tuple[RawCell, ...]
    version: Found | None = None
    nothing: Found = field(default_factory=Found)
    unit_by: str = "code"
    received: datetime | None = None
    day_formats: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
