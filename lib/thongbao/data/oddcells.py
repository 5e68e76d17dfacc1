"""Find the cells of an .xlsx that hold an error or a formula without a result.

The workbook reader gives both as empty cells; read so, a #REF! would count as "not stated". So the sheets' XML is
searched for them, after the limits were checked.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import zipfile

from thongbao.data.cells import Odd

_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_CELL = re.compile(r"<(?:\w+:)?c\s([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE = re.compile(r"<(?:\w+:)?(?:v|is)(?:\s[^>]*)?>([^<]*)")
_FORMULA = re.compile(r"<(?:\w+:)?f[\s>/]")


def odd_cells(content: bytes) -> dict[str, dict[str, Odd]]:
    """Return sheet name -> address -> what is odd there. Empty for other kinds of workbook and where nothing is odd."""
    found: dict[str, dict[str, Odd]] = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name, part in _parts(archive).items():
            cells = _odd(archive.read(part).decode("utf-8", "replace"))
            if cells:
                found[name] = cells
    return found


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(relations)}
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    parts = {_attribute(tag, "name"): targets.get(_attribute(tag, r"\w+:id"), "") for tag in _SHEET.findall(book)}
    whole = {name: posixpath.normpath(posixpath.join("/xl", part)).lstrip("/") for name, part in parts.items() if part}
    return {name: part for name, part in whole.items() if part in names}


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", " " + tag)
    return html.unescape(match[1] if match[1] is not None else match[2]) if match else ""


def _odd(xml: str) -> dict[str, Odd]:
    cells: dict[str, Odd] = {}
    for attributes, inside in _CELL.findall(xml):
        value = _VALUE.search(inside)
        stated = html.unescape(value[1]).strip() if value else ""
        if _attribute(attributes, "t") == "e":
            cells[_attribute(attributes, "r")] = Odd("error", stated)
        elif not stated and _FORMULA.search(inside) and _attribute(attributes, "t") != "str":
            cells[_attribute(attributes, "r")] = Odd("formula", "=")
    return cells
