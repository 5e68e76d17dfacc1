"""What changed between two editions: figures first, by where they stand, then the sentences. Pure.

Pictures are compared by the tables they were drawn from, never by their pixels.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bs4 import BeautifulSoup

from thongbao.bulletin.values import A_DAY, figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bs4 import Tag

    from thongbao.bulletin.values import Place

NOTHING = "–"
"""In a cell: nothing is stated."""


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
    before, after = (BeautifulSoup(page, "html.parser") for page in (old, new))
    changed = tuple(changed_figures(figures(old), figures(new)))
    said, says = Counter(_sentences(before)), Counter(_sentences(after))
    return Difference(changed, tuple((said - says).elements()), tuple((says - said).elements()))


def changed_figures(old: Mapping[Place, str], new: Mapping[Place, str]) -> Iterator[Change]:
    """Yield what is not the same in the figures of two pages, in the order of the newer; what is gone comes last.

    A dash says that nothing is stated, as no cell at all does.
    """
    for place in (*new, *(place for place in old if place not in new)):
        one, other = old.get(place, ""), new.get(place, "")
        if one != other and {one, other} != {"", NOTHING}:
            yield Change(place, one, other)


def came_or_went_with_its_day(change: Change) -> bool:
    """Say whether a figure is of a day that only one of the pages tells of: the window of a table moved on."""
    there = change.old and change.new
    return not there and any(A_DAY.search(part) for part in (change.place.row, change.place.column))


def _sentences(page: Tag) -> Iterator[str]:
    """Yield what is said outside tables: headings, paragraphs, items, captions, in order."""
    for element in page.select("h1, h2, h3, p, li, figcaption, dd.change"):
        if not element.find_parent("table") and not element.find_parent(class_="digest"):
            text = _text(element)
            if text and "digest" not in (element.get("class") or []):
                yield text


def _text(element: Tag) -> str:
    pictures = [str(picture.get("alt", "")) for picture in element.find_all("img")]
    return " ".join(" ".join([element.get_text(), *pictures]).split())
