"""What a sheet is written with: the sheet itself, its looks, its language and where everything stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from thongbao.data.cells import address

if TYPE_CHECKING:
    from collections.abc import Mapping

    from thongbao.data.layout import Layout
    from thongbao.params.rules import Cell
    from thongbao.records import EntryColumn, Form

_INPUT = {"border": 1, "locked": False}
_FIXED = {"bg_color": "#F2F2F2", "align": "left", "border": 1, "border_color": "#BFBFBF"}
_HEAD = {"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "top"}
FORMATS: dict[str, dict[str, Any]] = {
    "code": {"font_color": "#9A9A9A", "font_size": 8},
    "title": {"bold": True, "font_size": 14},
    "label": {"valign": "vcenter"},
    "fixed": _FIXED,
    "day_fixed": {**_FIXED, "num_format": "yyyy-mm-dd"},
    "head": {**_HEAD, "bg_color": "#DDE7F0"},
    "check_head": {**_HEAD, "bold": False, "font_size": 9, "bg_color": "#F2F2F2"},
    "row": {"bg_color": "#F2F2F2", "border": 1},
    "input": {**_INPUT, "num_format": "#,##0"},
    "fraction": {**_INPUT, "num_format": "#,##0.###"},
    "total": {**_INPUT, "num_format": "#,##0", "bold": True, "top": 2},
    "choice": {**_INPUT, "align": "center"},
    "day": {**_INPUT, "align": "center", "num_format": "yyyy-mm-dd"},
    "moment": {**_INPUT, "align": "center", "num_format": "yyyy-mm-dd hh:mm"},
    "text": {**_INPUT, "num_format": "@", "text_wrap": True, "valign": "top"},
    "not_asked": {"border": 1, "bg_color": "#E4E4E4", "align": "center"},
    "heading": {"bold": True, "top": 2},
    "equation": {"text_wrap": True, "valign": "top", "font_size": 9},
    "check": {"text_wrap": True, "valign": "top", "align": "left", "border": 1, "border_color": "#BFBFBF"},
    "mark": {"align": "center", "bold": True},
    "status": {"bold": True},
    "holds": {"font_color": "#1E5B2E", "bg_color": "#DDEFD9"},
    "refused": {"font_color": "#9C1C00", "bg_color": "#FBDCD3", "bold": True},
    "warned": {"font_color": "#7A5200", "bg_color": "#FFF1CC", "bold": True},
}
"""Colours with at least 4.5 : 1 against their ground; a mark says the same without colour."""


@dataclass(frozen=True, slots=True)
class Lists:
    """The closed lists of a book: each once, on a sheet that nobody sees.

    Attributes:
        name: of that sheet.
        labels: the lists in the order of its columns.
    """

    name: str
    labels: list[tuple[str, ...]] = field(default_factory=list)

    def area(self, asked: EntryColumn, locale: str) -> str:
        """Return where the labels of a choice stand, as Excel's data validation wants it."""
        labels = tuple(choice.label.to(locale) for choice in asked.choices)
        if labels not in self.labels:
            self.labels.append(labels)
        letters = address(0, self.labels.index(labels)).rstrip("1")
        return f"='{self.name}'!${letters}$1:${letters}${len(labels)}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a sheet is written with.

    Attributes:
        sheet: XlsxWriter's worksheet.
        formats: by name, as in FORMATS.
        places: (form, column, row) -> address of every figure of the book, as a formula of this sheet names it.
        lists: of the whole book.
        forms: those that have a sheet in the book, by code.
        figures: (form, column, row) -> what stands in the cells already; the formulas' first results come of it.
    """

    sheet: Any
    formats: dict[str, Any]
    locale: str
    layout: Layout
    places: dict[Cell, str]
    lists: Lists
    forms: Mapping[str, Form]
    figures: Mapping[Cell, float]
