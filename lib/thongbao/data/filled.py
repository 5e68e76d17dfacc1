"""Read the sheets of a filled workbook: codes in column A, labels in column B, figures from column C.

Rows are found by their codes, so a row that was inserted or moved does no harm; what stands below or to the right of
the form is left alone.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from thongbao.data.cells import Place, Problem, address, is_blank, text
from thongbao.data.raw import Found, RawCell, RawReport

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.data.cells import Table

VALUES = 2
"""Column C, from 0: the first with values."""

KEYS = ("form", "version", "unit", "day", "nothing", "row")
SEARCHED = 60
"""Rows in which the head of the form must stand."""

SMALL = 500
"""Rows, and columns, of a sheet up to which it is remembered where its codes stand."""


def read_filled(table: Table) -> RawReport | None:
    """Return the report on one sheet; None where the sheet is not a form."""
    first = [row[0] if row else None for row in table.rows]
    codes = tuple([cell.strip() if type(cell) is str else text(cell) for cell in first])  # a call less for each row
    # What people fill in as it was sent has the same codes again and again.
    heads = (_heads if len(codes) <= SMALL else _heads.__wrapped__)(codes)
    if "form" not in heads:
        return None
    place = Place(sheet=table.name)
    cells, problems = _cells(table, codes, heads["row"]) if "row" in heads else ((), (Problem("codes-missing", place),))
    return RawReport(
        place=place,
        form=_head(table, heads, "form"),
        version=_head(table, heads, "version"),
        unit=_head(table, heads, "unit"),
        day=_head(table, heads, "day"),
        nothing=_head(table, heads, "nothing"),
        cells=cells,
        problems=problems,
    )


@lru_cache(maxsize=64)
def _heads(codes: tuple[str, ...]) -> Mapping[str, int]:
    """Return key -> row, from 0, of the keys in column A down to the line of column codes."""
    heads: dict[str, int] = {}
    for at, code in enumerate(codes[:SEARCHED]):
        key = code.lower()
        if key in KEYS:
            heads.setdefault(key, at)
        if key == "row":
            break
    return heads


def _head(table: Table, heads: Mapping[str, int], key: str) -> Found:
    if key not in heads:
        return Found(None, Place(sheet=table.name))
    row = table.rows[heads[key]]
    return Found(row[VALUES] if len(row) > VALUES else None, _place(table.name, heads[key], VALUES))


@lru_cache(maxsize=4096)
def _place(sheet: str, row: int, column: int) -> Place:
    """Return where a cell stands: the same in all sheets of a form."""
    return Place(sheet, address(row, column))


def _cells(table: Table, codes: tuple[str, ...], codes_at: int) -> tuple[tuple[RawCell, ...], tuple[Problem, ...]]:
    header = tuple([None if is_blank(code) else text(code) for code in table.rows[codes_at]])
    small = len(codes) <= SMALL and len(header) <= SMALL
    cells: list[RawCell] = []
    problems: list[Problem] = []
    for at, code, asked in (_asked if small else _asked.__wrapped__)(table.name, codes_at, codes, header):
        row = table.rows[at]
        if len(row) < len(header):
            row += (None,) * (len(header) - len(row))
        if code:
            cells += [RawCell(code, column, row[n], place) for n, column, place in asked]
        else:  # a figure beside a row whose code was deleted must not vanish
            problems += [Problem("row-without-code", place) for n, _, place in asked if not is_blank(row[n])][:1]
    return tuple(cells), tuple(problems)


@lru_cache(maxsize=64)
def _asked(
    sheet: str, codes_at: int, codes: tuple[str, ...], header: tuple[str | None, ...]
) -> tuple[tuple[int, str, tuple[tuple[int, str, Place], ...]], ...]:
    """Return each row of figures with its code, and number, code and place of each of its cells."""
    columns = [(n, code) for n, code in enumerate(header) if n >= VALUES and code is not None]
    last = max((at for at in range(codes_at + 1, len(codes)) if codes[at]), default=0)
    return tuple(
        (at, codes[at], tuple((n, column, _place(sheet, at, n)) for n, column in columns))
        for at in range(codes_at + 1, last + 1)
    )
