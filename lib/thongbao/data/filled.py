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
    from thongbao.data.cells import Cell, Table

VALUES = 2
"""Column C, from 0: the first with values."""

KEYS = ("form", "version", "unit", "day", "nothing", "row")
SEARCHED = 60
"""Rows in which the head of the form must stand."""


def read_filled(table: Table) -> RawReport | None:
    """Return the report on one sheet; None where the sheet is not a form."""
    heads = _heads(table)
    if "form" not in heads:
        return None
    place = Place(sheet=table.name)
    cells, problems = _cells(table, heads["row"]) if "row" in heads else ((), (Problem("codes-missing", place),))
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


def _heads(table: Table) -> dict[str, int]:
    """Return key -> row, from 0, of the keys in column A down to the line of column codes."""
    heads: dict[str, int] = {}
    for at, row in enumerate(table.rows[:SEARCHED]):
        key = text(row[0]).lower() if row else ""
        if key in KEYS:
            heads.setdefault(key, at)
        if key == "row":
            break
    return heads


def _head(table: Table, heads: dict[str, int], key: str) -> Found:
    if key not in heads:
        return Found(None, Place(sheet=table.name))
    return _at(table, heads[key], VALUES)


def _at(table: Table, row: int, column: int) -> Found:
    cells = table.rows[row]
    value = cells[column] if column < len(cells) else None
    return Found(value, _place(table.name, row, column))


@lru_cache(maxsize=4096)
def _place(sheet: str, row: int, column: int) -> Place:
    """Return where a cell stands: the same in all sheets of a form."""
    return Place(sheet, address(row, column))


def _cells(table: Table, codes_at: int) -> tuple[tuple[RawCell, ...], tuple[Problem, ...]]:
    columns = [(at, text(code)) for at, code in enumerate(table.rows[codes_at]) if at >= VALUES and not is_blank(code)]
    codes = [_code(row) for row in table.rows]
    last = max((at for at in range(codes_at + 1, len(codes)) if codes[at]), default=0)
    cells: list[RawCell] = []
    problems: list[Problem] = []
    for at in range(codes_at + 1, last + 1):
        found = [(code, *_at(table, at, column)) for column, code in columns]
        if codes[at]:
            cells += [RawCell(codes[at], *cell) for cell in found]
        else:  # a figure beside a row whose code was deleted must not vanish
            problems += [Problem("row-without-code", place) for _, value, place in found if not is_blank(value)][:1]
    return tuple(cells), tuple(problems)


def _code(row: tuple[Cell, ...]) -> str:
    return text(row[0]) if row else ""
