"""The figures of a page, each with where it stands: what two editions are compared by. Pure.

A caption names the unit and the day of its bulletin. Both are left out of where a figure stands, so that it stands at
the same place in the bulletin of the next day, and in that of the next unit.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

_PICTURES = re.compile(r'\ssrc="data:[^"]*"')
_DAY_OF_WEEK = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
_THU = r"(?:(?:[Tt]hứ (?:[Hh]ai|[Bb]a|[Tt]ư|[Nn]ăm|[Ss]áu|[Bb]ảy)|[Cc]hủ [Nn]hật),? )?(?:ngày )?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
_DAY = (
    r"(?:(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:（星期[一二三四五六日]）|星期[一二三四五六日])?"
    rf"|{_THU}[0-9]{{1,2}} (?:tháng|thg) [0-9]{{1,2}}(?:(?:,| năm) [0-9]{{4}})?"
    rf"|{_THU}[0-9]{{1,2}}/[0-9]{{1,2}}(?:/[0-9]{{4}})?"
    rf"|{_DAY_OF_WEEK}[0-9]{{1,2}} {_MONTH}(?: [0-9]{{4}})?)"
)
A_DAY = re.compile(_DAY)
"""A date as bulletins write it, in each of their languages."""

_TO = r"(?:至| ?[–-] ?| to | đến )"
_SPAN = rf"(?:{_DAY}{_TO}(?:{_DAY}|[0-9]{{1,2}}日)|[0-9]{{1,2}}{_TO}{_DAY}|{_DAY})"
_SAID = re.compile(rf"(?:截至|(?:tính đến |của )?(?:ngày )?|(?:as )?(?:of|on|to|for) |up to )?{_SPAN}(?![0-9])")
_EMPTY = re.compile(r"\(\s*\)|（\s*）")
_LEADING = re.compile(r"([(（])\s*[;；,，]\s*")
_ENDS = " :：,，、;；–-"


class Place(NamedTuple):
    """Where a figure stands in a bulletin.

    Attributes:
        table: its caption without unit and day, with the chart it belongs to; "" for the first numbers.
        row: the header of its row, after that of its section.
        column: the header of its column, the levels of a head joined.
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return " / ".join(part for part in self if part)


def figures(page: str) -> dict[Place, str]:
    """Return every figure of a page by where it stands, in order; a place that occurs again gets a number.

    Args:
        page: as ``thongbao run`` writes it, thus well-formed.
    """
    reader = _Reader()
    reader.feed(_PICTURES.sub("", page))
    reader.close()
    found: dict[Place, str] = {}
    for place, text in reader.found:
        at, again = place, 2
        while at in found:
            at, again = place._replace(row=f"{place.row} ({again})"), again + 1
        found[at] = text
    return found


def written(found: dict[Place, str], page: str) -> str:
    """Return the figures of a page as JSON: the digest of the page, then tables, their rows, and columns with texts.

    Lists, for the order of the page counts; a name that follows itself is said once.

    Args:
        page: its digest.
    """
    tables = [
        [table, [[row, [[place.column, text] for place, text in cells]] for row, cells in groupby(rows, _row)]]
        for table, rows in groupby(found.items(), _table)
    ]
    return json.dumps({"page": page, "figures": tables}, ensure_ascii=False, separators=(",", ":"))


def _table(figure: tuple[Place, str]) -> str:
    return figure[0].table


def _row(figure: tuple[Place, str]) -> str:
    return figure[0].row


def read(content: bytes, page: str) -> dict[Place, str] | None:
    """Return the figures that ``written`` wrote of a page; None where they are of another page, or damaged.

    Args:
        page: its digest.
    """
    try:
        said = json.loads(content)
        if said["page"] != page:
            return None
        found = {
            Place(table, row, column): text
            for table, rows in said["figures"]
            for row, columns in rows
            for column, text in columns
        }
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return found if all(isinstance(text, str) for figure in found.items() for text in (*figure[0], figure[1])) else None


@lru_cache(maxsize=4096)
def undated(caption: str, unit: str = "") -> str:
    """Return a caption without the unit and the days that it names.

    Args:
        unit: its name, "" where none is known.
    """
    rest = caption.replace(unit, "") if unit else caption
    rest = _LEADING.sub(r"\1", _EMPTY.sub("", _SAID.sub("", rest)))
    return " ".join(rest.split()).strip(_ENDS) or caption


class _Reader(HTMLParser):
    """Gathers figures. Of what may hold text only one is open at a time: ``_text`` belongs to that."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[Place, str]] = []
        self._unit = self._caption = self._section = self._label = ""
        self._chart: str | None = None
        self._part = ""
        self._columns: dict[int, list[str]] = {}
        self._cells: list[tuple[str, str, int, str]] = []
        self._headline = False
        self._open: tuple[str, str, int] | None = None
        self._text: list[str] = []
        self._alts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            alt = dict(attrs).get("alt") or ""
            if self._chart == "":  # all charts call their table alike; the first sentence tells them apart
                self._chart = alt.split(".")[0].split("。")[0]
            self._alts.append(alt)
        elif self._open is None:
            self._begin(tag, dict(attrs))

    def _begin(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "table":
            self._caption, self._section, self._columns, self._part = "", "", {}, "table"
        elif tag in ("thead", "tbody", "tfoot"):
            self._part = tag
        elif tag == "tr":
            self._cells = []
        elif tag == "figure":
            self._chart = ""
        elif tag == "dl":
            self._headline = given.get("class") == "headline"
        elif tag == "div":
            self._label = ""
        elif self._is_told(tag, given.get("class") or ""):
            span = given.get("colspan") or "1"
            self._open = tag, given.get("scope") or "", int(span) if span.isdecimal() else 1
            self._text, self._alts = [], []

    def _is_told(self, tag: str, kind: str) -> bool:
        if tag in ("th", "td", "caption"):
            return bool(self._part)
        if tag in ("dt", "dd"):
            return self._headline and (tag == "dt" or "value" in kind.split())
        return tag == "strong" and kind == "unit"

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self._open is not None and self._open[0] == tag:
            (_, scope, span), self._open = self._open, None
            self._told(tag, scope, span, " ".join(" ".join(["".join(self._text), *self._alts]).split()))
        elif tag == "tr":
            self._end_of_row()
        elif tag == "table":
            self._part = ""
        elif tag == "figure":
            self._chart = None
        elif tag == "dl":
            self._headline = False

    def _told(self, tag: str, scope: str, span: int, text: str) -> None:
        if tag == "strong":
            self._unit = self._unit or text
        elif tag == "caption":
            self._caption = text
        elif tag == "dt":
            self._label = text
        elif tag == "dd":
            if self._label:
                self.found.append((Place("", self._label, ""), text))
        else:
            self._cells.append((tag, scope, span, text))

    def _end_of_row(self) -> None:
        heads = [(scope, text) for tag, scope, _, text in self._cells if tag == "th"]
        if self._part == "tbody" and heads and heads[0][0] == "colgroup":
            self._section = heads[0][1]
            return
        parts = [undated(self._chart, self._unit) + ":" if self._chart else "", undated(self._caption, self._unit)]
        table = " ".join(part for part in parts if part)
        row = " ".join(part for part in (self._section, *(text for _, text in heads)) if part)
        at = 0
        for tag, _, span, text in self._cells:
            if self._part == "thead":
                for column in range(at, at + span):
                    self._columns.setdefault(column, []).append(text)
            elif self._part == "tbody" and tag == "td":
                column_name = " ".join(part for part in self._columns.get(at, []) if part)
                self.found.append((Place(table, row, column_name), text))
            at += span
