"""What a reader would see of a fragment: its texts, its tables and its pictures. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from thongbao.bulletin.neutral import alarming_in_any

if TYPE_CHECKING:
    from collections.abc import Iterable

INLINE_LEVEL = frozenset({"a", "abbr", "br", "code", "del", "em", "small", "span", "strong", "sub", "sup", "time"})


@dataclass
class Seen:
    """What stands in a fragment.

    Attributes:
        texts: of each element that stands for itself, e.g. a cell, an item, a paragraph; without line breaks.
        figures: those of ``texts`` that stand in a cell for numbers, where no name can be.
        sentences: those of ``texts`` that stand outside tables, where clerks' own words stand.
        tables: of each table, how many rows have something in a cell that is no header.
        pictures: the source and the alternative text of each picture; None where it has none.
    """

    texts: list[str] = field(default_factory=list)
    figures: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    tables: list[int] = field(default_factory=list)
    pictures: list[tuple[str, str | None]] = field(default_factory=list)


def seen(html: str) -> Seen:
    """Read a fragment as a browser would show it.

    Args:
        html: clean, thus well-formed.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_of_text()
    return reader.found


@dataclass
class _Table:
    position: int
    in_cell: bool = False
    counted: bool = False
    """Whether its present row was."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Seen()
        self._text: list[str] = []
        self._in_number = False
        self._open: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in INLINE_LEVEL:
            self.end_of_text()
            self._in_number = (tag == "td" and "n" in (given.get("class") or "").split()) or (
                tag == "dd" and given.get("class") == "value"
            )
        if tag == "table":
            self._open.append(_Table(len(self.found.tables)))
            self.found.tables.append(0)
        elif self._open and tag in ("tr", "td", "th", "caption"):
            self._open[-1].in_cell = tag == "td"
            self._open[-1].counted &= tag != "tr"
        if tag == "img":
            self._count()
            alt = given.get("alt")
            self.found.pictures.append((given.get("src") or "", alt))
            self.found.texts.append(alt or "")
        if given.get("title"):
            self.found.texts.append(given["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE_LEVEL:
            self.end_of_text()
        if tag == "table" and self._open:
            self._open.pop()
        elif tag in ("td", "tr") and self._open:
            self._open[-1].in_cell = False

    def _count(self) -> None:
        for table in self._open:
            if table.in_cell and not table.counted:
                self.found.tables[table.position] += 1
                table.counted = True

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def end_of_text(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._text)).strip()
        if text:
            self._count()
            self.found.texts.append(text)
            if not self._open:
                self.found.sentences.append(text)
        if text and self._in_number:
            self.found.figures.append(text)
        self._text.clear()


_LETTER = "0-9A-Za-z_À-ɏḀ-ỿ"
# Chinese is written without spaces: 共NaN例 must be found, so a word ends where Latin letters end.
_WORD = rf"(?<![{_LETTER}])({{}})(?![{_LETTER}])"
_NEVER = re.compile(
    _WORD.format("NaN|NaT|undefined|None(?! of)") + r"|<NA>|\{eval\}" + r"| object at 0x[0-9a-f]+|<[A-Za-z_.]+ at 0x"
)
# Vietnamese has the word "nan", English "null" and "inf": they are placeholders where they are the whole text, as
# pandas, JSON and Excel write them. A county may well be called Nan or Null.
_ALONE = re.compile(r"[-+]?(nan|inf|[Ii]nfinity|null|NULL|n/a|N/A|#N/A|#REF!|#DIV/0!|#VALUE!|#NAME\?)\s*%?")
_UNFINISHED = re.compile(_WORD.format("TODO|FIXME|XXX|[Ll]orem ipsum"))
_QUOTED = re.compile("“[^“”]*”")
_A_NAME = "\ufffc"
"""Stands for a name while the words around it are judged."""
_AS_NUMBER = re.compile(_WORD.format("[-+]?(nan|inf)") + r"\s*(%|‰|/)|(?<=[一-鿿])(nan|inf)(?=[一-鿿])")


def placeholder(text: str, names: Iterable[str] = ()) -> str:
    """Return what in ``text`` stands where a value should, "" where nothing does.

    Args:
        text: of one element. What stands in “quotation marks” is what somebody wrote, such as the NaN for which a
            report was refused; it is shown as it was written.
        names: of units and offices, which are never placeholders, whatever they look like.
    """
    text = own_words(text, names)
    found = _NEVER.search(text) or _ALONE.fullmatch(text.strip()) or _AS_NUMBER.search(text)
    return found[0].strip() if found else ""


def own_words(text: str, names: Iterable[str] = ()) -> str:
    """Return a text without names and without what stands in “quotation marks”."""
    for name in sorted(map(_as_shown, names), key=len, reverse=True):
        text = re.sub(_WORD.format(re.escape(name)), _A_NAME, text) if name else text
    return _QUOTED.sub("", text)


def misread(names: Iterable[str]) -> tuple[str, ...]:
    """Return those names that would be taken for a placeholder or for an alarming word.

    Of a whole country's units there are, as a rule, none.
    """
    return tuple(name for name in dict.fromkeys(names) if placeholder(_as_shown(name)) or alarming_in_any(name))


def _as_shown(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    return " ".join("".join(" " if unicodedata.category(ch) in ("Cc", "Cf", "Cs") else ch for ch in composed).split())


def unfinished(source: str) -> str:
    """Return the note to oneself that an analyst left in a Markdown cell, "" where there is none."""
    found = _UNFINISHED.search(source)
    return found[0] if found else ""
