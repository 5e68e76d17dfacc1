"""Turn the tables of a file into the reports they hold, whatever their layout."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from thongbao.data.cells import Place, Unreadable, text
from thongbao.data.faults import visible
from thongbao.data.filled import read_filled
from thongbao.data.longcsv import HEADER, RECEIVED, is_long, read_long
from thongbao.data.mapped import mapping_for, read_mapped
from thongbao.language import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from thongbao.data.cells import Table
    from thongbao.data.raw import RawReport
    from thongbao.records import Mapping

LONGEST_NAME = 100
"""Characters of a column's name that are compared with those that are known."""


def raw_reports(tables: Sequence[Table], mappings: Sequence[Mapping]) -> list[RawReport]:
    """Return every report of a file: the sheets that are forms, or the lines of a CSV.

    Raises:
        Unreadable: there is none.
    """
    if len(tables) == 1 and tables[0].lines:
        return _from_csv(tables[0], mappings)
    reports = [report for report in map(read_filled, tables) if report is not None]
    if not reports:
        raise Unreadable("no-form")
    return reports


def _from_csv(table: Table, mappings: Sequence[Mapping]) -> list[RawReport]:
    header = [text(name) for name in table.rows[0]]
    place = Place(line=table.lines[0])
    if is_long(name.lower() for name in header):
        _once([name.lower() for name in header], {*HEADER, RECEIVED}, place)
        reports = read_long(table)
    else:
        mapping = mapping_for(header, mappings)
        if mapping is None:
            raise _unknown(header, [HEADER, *(m.header for m in mappings)], place)
        _once(header, {*mapping.header, *(figure.column for figure in mapping.figures)}, place)
        reports = read_mapped(table, mapping)
    if not reports:
        raise Unreadable("no-lines", place)
    return reports


def _once(header: Sequence[str], needed: Collection[str], place: Place) -> None:
    """Refuse a header in which a column that is read stands twice: nobody can say which one is meant."""
    for name in header:
        if name in needed and header.count(name) > 1:
            raise Unreadable("column-name-twice", place, found=name)


def _unknown(header: Sequence[str], known: Sequence[Sequence[str]], place: Place) -> Unreadable:
    """Return what to say of a header: what is known and, where one of those is near, what to change into what."""
    expected = " / ".join(",".join(columns) for columns in known)
    return Unreadable("header-unknown", place, found=",".join(header), expected=expected, near=_changes(header, known))


def _changes(header: Sequence[str], known: Sequence[Sequence[str]]) -> str:
    least: list[str] = []
    there = {*header, *(name.lower() for name in header)}
    for columns in known:
        spare = {fold(name[:LONGEST_NAME]): visible(name) for name in header if name and name not in columns}
        lacking = [name for name in columns if name not in there]
        near = [get_close_matches(fold(name), spare, n=1) for name in lacking]
        changes = [f"{spare[found[0]]} → {name}" for found, name in zip(near, lacking, strict=True) if found]
        if len(changes) == len(lacking) < len(columns) and (not least or len(changes) < len(least)):
            least = changes
    return ", ".join(least)
