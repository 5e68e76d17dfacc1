"""Turn the tables of a file into the reports they hold, whatever their layout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.cells import Place, Unreadable, text
from thongbao.data.filled import read_filled
from thongbao.data.longcsv import HEADER, is_long, read_long
from thongbao.data.mapped import mapping_for, read_mapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.data.cells import Table
    from thongbao.data.raw import RawReport
    from thongbao.records import Mapping


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
    if is_long(name.lower() for name in header):
        reports = read_long(table)
    else:
        mapping = mapping_for(header, mappings)
        if mapping is None:
            known = [",".join(HEADER), *(",".join(m.header) for m in mappings)]
            found = ",".join(header)
            raise Unreadable("header-unknown", Place(line=table.lines[0]), found=found, expected=" / ".join(known))
        reports = read_mapped(table, mapping)
    if not reports:
        raise Unreadable("no-lines", Place(line=table.lines[0]))
    return reports
