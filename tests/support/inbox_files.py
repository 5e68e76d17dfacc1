"""Files as counties may send them, made for the tests of the intake."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING

import msoffcrypto.format.ooxml
import openpyxl

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

DAY = date(2020, 2, 19)
NOW = datetime(2020, 2, 19, 8, 0, tzinfo=UTC)
"""16:00 in the office: an hour before the cut-off."""

HEADER = "form,unit,day,row,column,value"


def screening(
    teachers: object = 1, students: object = 2, relatives: object = 3, total: object = 6
) -> dict[str, object]:
    """Return the figures of a screening report by row; they add up unless told otherwise."""
    return {"teachers": teachers, "students": students, "relatives": relatives, "total": total}


def long_csv(figures: Mapping[str, object], unit: str = "411702", day: date = DAY, received: str = "") -> str:
    """Return a long CSV of one screening report."""
    tail = f",{received}" if received else ""
    lines = [f"screening,{unit},{day},{row},screened,{value}{tail}" for row, value in figures.items()]
    return "\n".join([HEADER + (",received_at" if received else ""), *lines]) + "\n"


def workbook(cells: Mapping[str, object], title: str = "Sheet1") -> bytes:
    """Return an .xlsx with one sheet: address -> value."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for address, value in cells.items():
        sheet[address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(figures: Mapping[str, object], unit: object = "411702", day: object = DAY, nothing: object = None) -> bytes:
    """Return a screening workbook as a clerk may have filled it."""
    cells = {
        "A2": "form",
        "C2": "screening",
        "A3": "version",
        "C3": "1",
        "A4": "unit",
        "C4": unit,
        "A5": "day",
        "C5": day,
    }
    cells |= {"A6": "nothing", "C6": nothing, "A8": "row", "C8": "screened"}
    for at, (row, value) in enumerate(figures.items(), start=9):
        cells |= {f"A{at}": row, f"C{at}": value}
    return workbook(cells, "排查")


def protected(content: bytes) -> bytes:
    """Return a workbook behind a password."""
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(content)).encrypt("secret", out)
    return out.getvalue()


def zipped(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Return a zip of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


def with_sheet(xml: bytes, shared: bytes = b"") -> bytes:
    """Return a workbook whose first sheet is this XML."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook({"A1": "x"}))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            content = old.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = xml
            if part.filename == "xl/sharedStrings.xml" and shared:
                content = shared
            new.writestr(part.filename, content)
    return out.getvalue()


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@cache
def bombs() -> dict[str, bytes]:
    """Return files that would take far more to read than they look like: name -> content."""
    zeros = b"<row r='1'>" + b"<c r='A1'><v>0</v></c>" * 1_700_000 + b"</row>"
    far = b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>"
    wide = b"<row r='1'>" + b"".join(b"<c r='%s1'><v>1</v></c>" % _letters(n) for n in range(16_000)) + b"</row>"
    entity = b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>"
    for one, two in zip(b"abcdefgh", b"bcdefghi", strict=True):
        entity += b"<!ENTITY %c '%s'>" % (two, b"&%c;" % one * 10)
    shared = entity + b"]><sst count='1' uniqueCount='1'><si><t>&i;</t></si></sst>"
    two = zipped([("xl/workbook.xml", b"\0" * 2_000_000)])
    return {
        "ratio": with_sheet(SHEET % zeros),
        "many entries": zipped([(str(n), b"") for n in range(100_000)]),
        "far cell": with_sheet(SHEET % far),
        "wide": with_sheet(SHEET % wide),
        "entities": with_sheet(SHEET % b"<row r='1'><c r='A1' t='s'><v>0</v></c></row>", shared),
        "nested": zipped([("a.zip", zipped([("b.zip", two)]))]),
        "overlapping": _overlapping(),
        "directory lies": _lying(with_sheet(SHEET % zeros)),
        "shared strings": with_sheet(SHEET % b"<row r='1'><c r='A1' t='s'><v>0</v></c></row>", _strings()),
        "dimension lies": with_sheet(
            (SHEET % b"<row r='1'><c r='A1'><v>1</v></c></row>").replace(
                b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'
            )
        ),
        "repeated in OpenDocument": _opendocument(),
        "a million columns": b"," * 1_000_000 + b"\n" + b"1,2\n" * 1000,
    }


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
