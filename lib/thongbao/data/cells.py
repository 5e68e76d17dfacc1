"""Tables as they stand in a file: cells, their places, and why a file could not be read.

This module and what it imports is all that the reading child loads, so it stays light.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Odd:
    """A cell that holds something no form asks for.

    Attributes:
        kind: ``error`` for #REF! and its like, ``formula`` for a formula without a stored result, ``time`` for a
            time of day or a duration.
        text: what stood there, as far as it can be shown.
    """

    kind: str
    text: str


Cell = str | float | bool | date | Odd | None
"""None is empty; a datetime is a date too."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)

BLANK = frozenset({"", "-", "–", "—", "－"})
"""What stands in a cell that is not filled in; the dash marks cells that are not asked."""


class Place(NamedTuple):
    """Where something stands in a file, to be said to a person.

    Attributes:
        sheet: "" in a CSV.
        cell: e.g. ``"C9"``; "" where a whole sheet or line is meant.
        line: of a CSV, from 1; 0 in a workbook.
        column: the column's name in a CSV.
    """

    sheet: str = ""
    cell: str = ""
    line: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet, or one CSV.

    Attributes:
        name: the sheet's name; "" for a CSV.
        rows: cells from the first row and column on; rows may differ in length.
        lines: of a CSV, the line on which each row begins, from 1; empty for a sheet.
        how: of a CSV, the encoding as people call it and the separator; empty for a sheet.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    lines: tuple[int, ...] = ()
    how: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may cost before it is refused.

    Attributes:
        size: bytes of the file.
        unpacked: bytes of all parts of a zipped workbook together.
        ratio: unpacked to packed, looked at where more than 1 MB is unpacked.
        entries: parts of a zipped workbook.
        cells: of all sheets together, empty ones within the used area included.
        seconds: wall time of the reading child for one file.
        memory: bytes of address space of the reading child.
    """

    size: int = 10_000_000
    unpacked: int = 32_000_000
    ratio: int = 100
    entries: int = 1_000
    rows: int = 200_000
    columns: int = 1_000
    cells: int = 600_000
    seconds: float = 5.0
    memory: int = 512_000_000


@dataclass(frozen=True, slots=True)
class Problem:
    """A fault before it is put into words: a code of ``data/faults.py``, its place and the values of its text."""

    code: str
    place: Place = field(default_factory=Place)
    values: tuple[tuple[str, str], ...] = ()


class Unreadable(Exception):
    """A file could not be read as tables within the limits."""

    def __init__(self, code: str, place: Place | None = None, **values: str) -> None:
        self.problem = Problem(code, place or Place(), tuple(values.items()))
        super().__init__(code)

    @classmethod
    def of(cls, problem: Problem) -> Unreadable:
        """Return a problem as an error."""
        return cls(problem.code, problem.place, **dict(problem.values))


def text(cell: Cell) -> str:
    """Return what a person sees in the cell, without blanks around it; whole numbers without a decimal point."""
    if type(cell) is str:  # most cells are words
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, Odd):
        return cell.text
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, (datetime, date)):
        return cell.isoformat()
    return str(cell).strip()


def is_blank(cell: Cell) -> bool:
    """Say whether the cell states nothing: empty, blanks or a dash."""
    kind = type(cell)  # asked of every cell, several times
    if kind is float or cell is None:
        return cell is None
    if kind is str:
        return cell in BLANK or cell.strip() in BLANK  # type: ignore[union-attr]
    return kind is not Odd and text(cell) in BLANK


def plain(value: object) -> Cell:
    """Return a cell from what the workbook reader or the CSV reader gave."""
    if type(value) is float:  # most cells that are asked
        return value
    if isinstance(value, (bool, str, float, date)):
        return value if value != "" else None
    if isinstance(value, int):
        return float(value)
    if isinstance(value, (time, timedelta)):
        return Odd("time", str(value))
    return None


@lru_cache(maxsize=4096)
def address(row: int, column: int) -> str:
    """Return the address of a cell from its row and column, both from 0: (8, 2) is C9."""
    letters, rest = "", column
    while rest >= 0:
        letters = chr(ord("A") + rest % 26) + letters
        rest = rest // 26 - 1
    return f"{letters}{row + 1}"


def position(name: str) -> tuple[int, int] | None:
    """Return row and column, both from 0, of an address such as C9; None where it is none."""
    found = _ADDRESS.fullmatch(name)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
