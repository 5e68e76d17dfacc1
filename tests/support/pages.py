"""Read a bulletin as a person or a browser would: from the HTML, never from a data frame."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import html5lib
import pytest

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

X = "{http://www.w3.org/1999/xhtml}"


def parsed(page: Path) -> Element:
    """Return the page as a browser's parser sees it."""
    tree: Element = html5lib.parse(page.read_text(encoding="utf-8"), treebuilder="etree")
    return tree


def text_of(element: Element) -> str:
    """Return the visible text of an element with single spaces."""
    return " ".join("".join(element.itertext()).split())


def tables(tree: Element) -> dict[str, Element]:
    """Return the tables of a page by their captions."""
    found = {}
    for table in tree.iter(f"{X}table"):
        caption = table.find(f"{X}caption")
        found[text_of(caption) if caption is not None else ""] = table
    return found


def cells(table: Element) -> dict[tuple[str, str], list[str]]:
    """Return a table's numbers: (section, row) -> its cells from left to right; a row outside a section has ""."""
    section, rows = "", {}
    for line in table.iter(f"{X}tr"):
        head = line.find(f"{X}th")
        values = [text_of(cell) for cell in line.iter(f"{X}td")]
        if head is None:
            continue
        if head.get("scope") == "colgroup":
            section = text_of(head)
        elif values:
            rows[section, text_of(head)] = values
            if line.get("class") == "total":
                section = ""
    return rows


def chromium() -> str:
    """Return the path of the browser; skip the test where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    pytest.skip("no Chromium is installed")
