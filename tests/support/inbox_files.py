"""Files as counties may send them, made for the tests of the intake."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime
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
