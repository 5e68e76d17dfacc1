"""Read a CSV with columns of its own through a mapping of the office."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from thongbao.data.cells import Place, is_blank, text
from thongbao.data.longcsv import in_order, plausible, unreadable_arrival
from thongbao.data.raw import Found, RawCell, RawReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thongbao.data.cells import Cell, Problem, Table
    from thongbao.records import Mapping, When


def mapping_for(header: Iterable[str], mappings: Sequence[Mapping]) -> Mapping | None:
    """Return the mapping whose columns the CSV all has; of several the one that asks for most."""
    names = set(header)
    fitting = [mapping for mapping in mappings if set(mapping.header) <= names]
    return max(fitting, key=lambda mapping: len(mapping.header), default=None)


def read_mapped(table: Table, mapping: Mapping) -> list[RawReport]:
    """Return one report per line, in the order of arrival where the mapping has it, else of the file."""
    at = {text(name): index for index, name in enumerate(table.rows[0])}
    lines = zip(table.rows[1:], table.lines[1:], strict=True)
    return in_order(_report(record, line, at, mapping) for record, line in lines)


def strptime(written: str, formats: Iterable[str]) -> datetime | None:
    """Return the moment that ``written`` states in the first of ``formats`` that fits, None where none does."""
    for how in formats:
        try:
            return datetime.strptime(written.strip(), how)  # noqa: DTZ007 -- office time, given its zone by the intake
        except ValueError:
            continue
    return None


def _report(record: tuple[Cell, ...], line: int, at: dict[str, int], mapping: Mapping) -> RawReport:
    def found(column: str) -> Found:
        index = at.get(column, len(record))
        return Found(record[index] if index < len(record) else None, Place(line=line, column=column))

    cells = [
        RawCell(figure.row, figure.measure, cell.value, cell.place)
        for figure in mapping.figures
        for cell in [found(figure.column)]
    ]
    received, problems = (
        _received(mapping.received_at, found(mapping.received_at.column)) if mapping.received_at else (None, ())
    )
    return RawReport(
        place=Place(line=line),
        form=Found(mapping.form, Place(line=line)),
        unit=found(mapping.unit.column),
        day=found(mapping.day.column),
        cells=tuple(cells),
        unit_by=mapping.unit.by,
        received=received,
        day_formats=mapping.day.formats,
        problems=problems,
    )


def _received(when: When, told: Found) -> tuple[datetime | None, tuple[Problem, ...]]:
    if is_blank(told.value):
        return None, ()
    moment = plausible(strptime(text(told.value), when.formats))
    return moment, () if moment else (unreadable_arrival(told, when.formats),)
