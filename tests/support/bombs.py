"""Files that would take far more to read than they look like, each made when it is asked for."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING

from support.inbox_files import SHEET, with_sheet, zipped

if TYPE_CHECKING:
    from collections.abc import Callable

FAR = b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
SHARED = b"<row r='1'><c r='A1' t='s'><v>0</v></c></row>"


@cache
def bomb(name: str) -> bytes:
    """Return the file of that name; making one takes up to a second of processor time."""
    return BOMBS[name]()


def _zeros() -> bytes:
    """Return a workbook whose one row has more cells than a sheet can have, and packs well."""
    return with_sheet(SHEET % (b"<row r='1'>" + b"<c r='A1'><v>0</v></c>" * 1_700_000 + b"</row>"))


def _entries() -> bytes:
    """Return a zip of 100,000 empty parts. Packed here: the standard library takes seconds for it."""
    local, directory, count = bytearray(), bytearray(), 100_000
    for n in range(count):
        name = str(n).encode()
        shared = struct.pack("<5H3L2H", 20, 0, 0, 0, 0x21, 0, 0, 0, len(name), 0)
        directory += b"PK\1\2" + struct.pack("<H", 20) + shared + struct.pack("<3H2L", 0, 0, 0, 0, len(local)) + name
        local += b"PK\3\4" + shared + name
    at, long = len(local), len(directory)
    end64 = b"PK\6\6" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, count, count, long, at)
    where = b"PK\6\7" + struct.pack("<LQL", 0, at + long, 1)
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, long, at, 0)
    return bytes(local + directory + end64 + where + end)


def _wide() -> bytes:
    cells = b"".join(b"<c r='%s1'><v>1</v></c>" % _letters(n) for n in range(16_000))
    return with_sheet(SHEET % (b"<row r='1'>" + cells + b"</row>"))


def _entities() -> bytes:
    """Return a workbook with a text that grows tenfold eight times over."""
    entity = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    for one, two in zip(b"abcdefgh", b"bcdefghi", strict=True):
        entity += b"<!ENTITY %c '%s'>" % (two, b"&%c;" % one * 10)
    return with_sheet(SHEET % SHARED, entity + b"]><sst count='1' uniqueCount='1'><si><t>&i;</t></si></sst>")


def _nested() -> bytes:
    """Return a zip in a zip in a zip."""
    inner = zipped([("xl/workbook.xml", b"\0" * 2_000_000)])
    return zipped([("a.zip", zipped([("b.zip", inner)]))])


def _dimension() -> bytes:
    """Return a sheet of one cell that says it is as large as a sheet can be."""
    sheet = SHEET % b"<row r='1'><c r='A1'><v>1</v></c></row>"
    return with_sheet(sheet.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))


def _strings() -> bytes:
    """Return a table of texts that is larger than any sheet of ours, and packs well."""
    return (
        b"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
        + b"<si><t>aaaaaaaa</t></si>" * 2_000_000
        + b"</sst>"
    )


def _opendocument() -> bytes:
    """Return a sheet of a few bytes that says it is as large as a sheet can be."""
    cell = b'<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
    row = b'<table:table-row table:number-rows-repeated="1048576">' + cell + b"</table:table-row>"
    names = b" ".join(
        b'xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (n, n) for n in (b"office", b"table")
    )
    sheet = b'<table:table table:name="a">' + row + b"</table:table>"
    body = b"<office:body><office:spreadsheet>" + sheet + b"</office:spreadsheet></office:body>"
    return zipped(
        [
            ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
            ("content.xml", b"<office:document-content " + names + b">" + body + b"</office:document-content>"),
        ]
    )


def _letters(n: int) -> bytes:
    text = b""
    while n >= 0:
        text = bytes([65 + n % 26]) + text
        n = n // 26 - 1
    return text


def _overlapping() -> bytes:
    """Return a zip whose directory names one part a hundred times."""
    content = zipped([("xl/workbook.xml", b"x" * 900_000)])
    at = content.index(b"PK\1\2")
    end = content.index(b"PK\5\6")
    directory = content[at:end]
    tail = bytearray(content[end:])
    tail[8:12] = (100).to_bytes(2, "little") * 2
    tail[12:16] = (len(directory) * 100).to_bytes(4, "little")
    return content[:at] + directory * 100 + bytes(tail)


def _lying(content: bytes) -> bytes:
    """Return the zip with every large part said to unpack to 1,000 bytes."""
    patched = bytearray(content)
    for magic, offset in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        at = patched.find(magic)
        while at >= 0:
            if int.from_bytes(patched[at + offset : at + offset + 4], "little") > 1_000_000:
                patched[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
            at = patched.find(magic, at + 4)
    return bytes(patched)


BOMBS: dict[str, Callable[[], bytes]] = {
    "ratio": _zeros,
    "many entries": _entries,
    "far cell": lambda: with_sheet(SHEET % FAR),
    "wide": _wide,
    "entities": _entities,
    "nested": _nested,
    "overlapping": _overlapping,
    "directory lies": lambda: _lying(bomb("ratio")),
    "shared strings": lambda: with_sheet(SHEET % SHARED, _strings()),
    "dimension lies": _dimension,
    "repeated in OpenDocument": _opendocument,
    "a million columns": lambda: b"," * 1_000_000 + b"\n" + b"1,2\n" * 1000,
}
"""Name -> what makes it."""
