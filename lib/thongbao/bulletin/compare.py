"""What changed between two editions: figures first, by where they stand, then the sentences. Pictures are compared by
the tables they were drawn from, never by their pixels. Pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bs4 import BeautifulSoup, Tag

if TYPE_CHECKING:
    from collections.abc import Iterator


class Place(NamedTuple):
    """Where a figure stands in a bulletin.

    Attributes:
        table: its caption, with the chart it belongs to; "" for the first numbers.
        row: the header of its row, after that of its section.
        column: the header of its column, the levels of a head joined.
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return " / ".join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure in two editions; "" where one of them does not have it."""

    place: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What is not the same in two editions.

    Attributes:
        figures: in the order of the newer edition; those that it no longer has come last.
        gone, come: sentences of the older and of the newer edition that the other does not have.
    """

    figures: tuple[Change, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.figures or self.gone or self.come)


def compare(old: str, new: str) -> Difference:
    """Return what changed from one page to another of the same bulletin.

    Args:
        old, new: whole pages, as ``thongbao run`` writes them.
    """
    before, after = BeautifulSoup(old, "html.parser"), BeautifulSoup(new, "html.parser")
    told, tells = figures(before), figures(after)
    places = [*tells, *(place for place in told if place not in tells)]
    changed = [Change(p, told.get(p, ""), tells.get(p, "")) for p in places if told.get(p, "") != tells.get(p, "")]
    said, says = Counter(_sentences(before)), Counter(_sentences(after))
    return Difference(tuple(changed), tuple((said - says).elements()), tuple((says - said).elements()))


def figures(page: Tag) -> dict[Place, str]:
    """Return every figure of a page by where it stands; a place that occurs again gets a number."""
    found: dict[Place, str] = {}
    for place, text in [*_headline(page), *_tables(page)]:
        at, again = place, 2
        while at in found:
            at, again = place._replace(row=f"{place.row} ({again})"), again + 1
        found[at] = text
    return found


def _headline(page: Tag) -> Iterator[tuple[Place, str]]:
    for item in page.select("dl.headline > div"):
        label, value = item.find("dt"), item.find("dd", class_="value")
        if label and value:
            yield Place("", _text(label), ""), _text(value)


def _tables(page: Tag) -> Iterator[tuple[Place, str]]:
    for table in page.find_all("table"):
        chart = table.find_parent("figure")
        drawn = chart.find("img") if chart else None
        caption = table.find("caption")
        name = _text(caption) if caption else ""
        if isinstance(drawn, Tag):  # all charts call their table alike; the first sentence tells them apart
            name = f"{str(drawn.get('alt', '')).split('.')[0].split('。')[0]}: {name}"
        columns = _columns(table)
        section = ""
        for line in table.select("tbody > tr"):
            cells = line.find_all(["th", "td"], recursive=False)
            heads = [cell for cell in cells if cell.name == "th"]
            if heads and heads[0].get("scope") == "colgroup":
                section = _text(heads[0])
                continue
            row = " ".join(part for part in (section, *map(_text, heads)) if part)
            at = 0
            for cell in cells:
                if cell.name == "td":
                    yield Place(name, row, columns.get(at, "")), _text(cell)
                at += _span(cell)


def _columns(table: Tag) -> dict[int, str]:
    """Return position -> the headers above it, joined."""
    found: dict[int, list[str]] = {}
    for line in table.select("thead > tr"):
        at = 0
        for cell in line.find_all(["th", "td"], recursive=False):
            for column in range(at, at + _span(cell)):
                found.setdefault(column, []).append(_text(cell))
            at += _span(cell)
    return {at: " ".join(part for part in parts if part) for at, parts in found.items()}


def _sentences(page: Tag) -> Iterator[str]:
    """Yield what is said outside tables: headings, paragraphs, items, captions, in order."""
    for element in page.select("h1, h2, h3, p, li, figcaption, dd.change"):
        if not element.find_parent("table") and not element.find_parent(class_="digest"):
            text = _text(element)
            if text and "digest" not in (element.get("class") or []):
                yield text


def _span(cell: Tag) -> int:
    told = str(cell.get("colspan", "1"))
    return int(told) if told.isdigit() else 1


def _text(element: Tag) -> str:
    pictures = [str(picture.get("alt", "")) for picture in element.find_all("img")]
    return " ".join(" ".join([element.get_text(), *pictures]).split())
