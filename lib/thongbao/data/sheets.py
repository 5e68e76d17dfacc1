"""Open what counties send as tables: Excel and OpenDocument by python-calamine, and CSV.

What a file is, is told by its content, never by its name. Runs in the reading child (``data/reader.py``).
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from typing import TYPE_CHECKING

from python_calamine import CalamineError, load_workbook

from thongbao.data.cells import Limits, Table, Unreadable, plain, position
from thongbao.data.csvtext import read_csv
from thongbao.data.oddcells import odd_cells
from thongbao.data.zipcheck import check_zip, unpack
from thongbao.data.zipstored import stored_zip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from python_calamine import CalamineSheet

    from thongbao.data.cells import Cell, Odd
    from thongbao.data.zipparts import Part

ZIP = (b"PK\3\4", b"PK\5\6")
OLE = b"\xd0\xcf\x11\xe0"
LEAST = 22
"""Bytes of the smallest zip; what begins like a workbook and is shorter was cut off."""

SMALL = 1_000_000
"""Bytes of the parts of a workbook, unpacked, up to which the reader gets them so: one more copy of much is felt."""

BROKEN = (
    CalamineError,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    NotImplementedError,
)

OTHER = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "program"),
    (b"MZ\x90", "program"),
    (b"SQLite format 3\0", "SQLite"),
)
"""First bytes of what is sent by mistake, and its name."""

NO_CELLS = ("docProps/", "customXml/", "xl/theme/", "xl/media/", "xl/printerSettings/", "Pictures/", "Thumbnails/")
"""How the names of parts begin that say nothing about cells: they are not even unpacked."""

_PROTECTED = (
    re.compile("EncryptedPackage".encode("utf-16-le")),  # an .xlsx in its encrypted wrapping
    re.compile(rb"\x09\x08\x10\x00.{16}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL),  # .xls: FILEPASS after the first BOF
)

_MARKUP = re.compile(rb"\s*<(?:!doctype|html|head|body|table|\?xml|meta|style|script)", re.IGNORECASE)


def open_tables(content: bytes, locale: str, limits: Limits) -> list[Table]:
    """Return every sheet of a workbook, or the one table of a CSV.

    Args:
        content: the whole file.
        locale: of the office; says which Windows encoding a CSV may have.

    Raises:
        Unreadable: the content is neither, is protected, broken, or beyond the limits.
    """
    if not content.strip():
        raise Unreadable("file-empty")
    if len(content) > limits.size:
        raise Unreadable("file-too-big", limit=f"{limits.size / 1e6:g}")
    if len(content) < LEAST and any(magic.startswith(content[:4]) for magic in (*ZIP, OLE)):
        raise Unreadable("workbook-broken")
    if content.startswith(ZIP):
        return _workbook(content, limits, check_zip(content, limits))
    if content.startswith(OLE):
        if any(sign.search(content) for sign in _PROTECTED):
            raise Unreadable("password-protected")
        return _workbook(content, limits)
    kind = next((kind for magic, kind in OTHER if content.startswith(magic)), "")
    if not kind and _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        kind = "HTML"
    if kind:
        raise Unreadable("html-page" if kind == "HTML" else "not-a-table", kind=kind)
    return [read_csv(content, locale, limits)]


def _workbook(content: bytes, limits: Limits, packed: Sequence[Part] = ()) -> list[Table]:
    """Return every sheet.

    Args:
        packed: the parts of a zip, within the limits. Each that may say something about cells is held against its
            checksum, which the reader does not do to the end: a bit that was lost on the way could change a figure.
    """
    try:
        parts = [(part, unpack(content, part)) for part in packed if not part.name.startswith(NO_CELLS)]
        odd = odd_cells({part.name: unpacked for part, unpacked in parts})
        small = parts and sum([part.size for part, _ in parts]) <= SMALL
        book = load_workbook(io.BytesIO(stored_zip(parts) if small else content))
        tables, cells = [], 0
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            cells += _check_sheet(sheet, cells, limits)
            tables.append(Table(name, _rows(sheet, odd.get(name, {}))))
    except BROKEN as error:
        raise Unreadable("workbook-broken") from error
    return tables


def _check_sheet(sheet: CalamineSheet, before: int, limits: Limits) -> int:
    """Return the number of cells from A1 to the last one; ``before`` is that of the sheets before this one."""
    height, width = (last + 1 for last in sheet.end) if sheet.end else (0, 0)
    if height > limits.rows or before + height * width > limits.cells:
        raise Unreadable("too-many-rows", limit=str(limits.rows))
    if width > limits.columns:
        raise Unreadable("too-many-columns", limit=str(limits.columns))
    return height * width


def _rows(sheet: CalamineSheet, odd: dict[str, Odd]) -> tuple[tuple[Cell, ...], ...]:
    rows = [
        [(value or None) if type(value) is str else plain(value) for value in row]
        for row in sheet.to_python(skip_empty_area=False)
    ]
    for name, cell in odd.items():
        row, column = position(name) or (len(rows), 0)
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = cell
    return tuple(map(tuple, rows))
