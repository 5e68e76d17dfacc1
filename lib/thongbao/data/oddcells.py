"""Find the cells of an .xlsx that hold an error or a formula without a result.

The workbook reader gives both as empty cells; read so, a #REF! would count as "not stated". So the sheets' XML is
searched for them, after the limits were checked.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from thongbao.data.cells import Odd

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s[^>]*>")
_CELL = re.compile(r"<(?:\w+:)?c\s([^>]*[^>/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_CELL_END = b"</c>"
_OTHER_CELL_END = b":c>"
"""Of cells with a prefix, which few programs write."""

_VALUE = re.compile(r"<(?:\w+:)?(?:v|is)(?:\s[^>]*)?>([^<]*)")
_CELLS, _CELLS_END = b"sheetData", b"</sheetData>"
_ERROR = b"#"
"""In every error: as it begins, or in the reference to a character with which one could begin."""

_MAY_BE_ERROR = (b'"e"', b"'e'")
_MAY_BE_FORMULA = (b"<f", b":f")
"""Looked for before a cell is taken apart: that would take longer than reading the sheet."""

_STATED = re.compile(rb"<f>[^<>]*</f><v>[^<>]*[^<>;\s]</v></c>")
"""How a cell ends with a formula and its value; an entity (``;``) might be a blank."""

_IS_TEXT = b' t="str">'
_STATED_TEXT = re.compile(rb"<f>[^<>]*</f><v>[^<>]*</v></c>")
"""The same behind ``_IS_TEXT``: a text may be empty, as those of a form's checks are until it is filled in."""

_FORMULA = re.compile(r"<(?:\w+:)?f[\s>/]")

SMALL = 65_536
"""Bytes of what a workbook tells of its sheets up to which that is remembered."""


def odd_cells(parts: Mapping[str, bytes]) -> dict[str, dict[str, Odd]]:
    """Return sheet name -> address -> what is odd there. Empty for other kinds of workbook and where nothing is odd.

    Args:
        parts: name -> content of each part of the workbook.
    """
    found: dict[str, dict[str, Odd]] = {}
    for name, part in _sheets(parts):
        cells = _odd(parts[part]) if part in parts else {}
        if cells:
            found[name] = cells
    return found


def _sheets(parts: Mapping[str, bytes]) -> tuple[tuple[str, str], ...]:
    """Return the name of each sheet and that of its part."""
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= parts.keys():
        return ()
    book, relations = parts["xl/workbook.xml"], parts["xl/_rels/workbook.xml.rels"]
    told = _told if len(book) + len(relations) < SMALL else _told.__wrapped__
    return told(book, relations)


@lru_cache(maxsize=64)
def _told(book: bytes, relations: bytes) -> tuple[tuple[str, str], ...]:
    """Return what a workbook tells of its sheets; those that one program made tell mostly the same."""
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(_text(relations))}
    named = {
        _attribute(tag, "name"): targets.get(_attribute(tag, r"\w+:id"), "") for tag in _SHEET.findall(_text(book))
    }
    return tuple((name, _whole(part)) for name, part in named.items() if part)


def _whole(part: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", part)).lstrip("/")


def _text(xml: bytes) -> str:
    return xml.decode("utf-8", "replace")


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    from html import unescape  # loads the names of two thousand characters, and workbooks have few of them

    return unescape(text)


def _attribute(tag: str, name: str) -> str:
    match = _asked(name).search(" " + tag)
    return _unescaped(match[1] if match[1] is not None else match[2]) if match else ""


@lru_cache(maxsize=16)
def _asked(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def _odd(xml: bytes) -> dict[str, Odd]:
    cells: dict[str, Odd] = {}
    for piece in _suspects(xml):
        for attributes, inside in _CELL.findall(_text(piece)):
            value = _VALUE.search(inside)
            stated = _unescaped(value[1]).strip() if value else ""
            if _attribute(attributes, "t") == "e":
                cells[_attribute(attributes, "r")] = Odd("error", stated)
            elif not stated and _FORMULA.search(inside) and _attribute(attributes, "t") != "str":
                cells[_attribute(attributes, "r")] = Odd("formula", "=")
    return cells


def _cells(xml: bytes) -> bytes:
    """Return what stands between the begin and the end of the cells, where those are beyond doubt.

    Half of a form is rules and lists, and no cell can stand before the first mention of what holds them.
    """
    begin, end = xml.find(_CELLS), xml.rfind(_CELLS_END)
    return xml if end < 0 or xml.find(_CELLS, end + len(_CELLS_END)) >= 0 else xml[begin:end]


def _suspects(xml: bytes) -> Iterator[bytes]:
    """Yield the pieces of a sheet in which an odd cell may stand, each up to the end of a cell."""
    xml = _cells(xml)
    errors = [sign for sign in _MAY_BE_ERROR if sign[:1] in xml and sign in xml] if _ERROR in xml else []
    signs = [*errors, *(sign for sign in _MAY_BE_FORMULA if sign in xml)]
    if not signs:
        return
    if _OTHER_CELL_END in xml:
        yield xml
        return
    for sign in signs:
        at = xml.find(sign)
        while at >= 0:
            as_text = xml.startswith(_IS_TEXT, max(0, at - len(_IS_TEXT)))
            stated = None if errors else (_STATED_TEXT if as_text else _STATED).match(xml, at)
            end = stated.end() if stated else xml.find(_CELL_END, at)
            if end < 0:
                break
            if not stated:
                yield xml[xml.rfind(_CELL_END, 0, at) + 1 : end] + _CELL_END
            at = xml.find(sign, end)
