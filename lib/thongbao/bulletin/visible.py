"""What a reader would see of a fragment: its texts and its pictures. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE_LEVEL = frozenset({"a", "abbr", "br", "code", "del", "em", "small", "span", "strong", "sub", "sup", "time"})


@dataclass
class Seen:
    """What stands in a fragment.

    Attributes:
        texts: of each element that stands for itself, e.g. a cell, an item, a paragraph; without line breaks.
        pictures: the source and the alternative text of each picture; None where it has none.
    """

    texts: list[str] = field(default_factory=list)
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


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Seen()
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in INLINE_LEVEL:
            self.end_of_text()
        if tag == "img":
            alt = given.get("alt")
            self.found.pictures.append((given.get("src") or "", alt))
            self.found.texts.append(alt or "")
        if given.get("title"):
            self.found.texts.append(given["title"] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in INLINE_LEVEL:
            self.end_of_text()

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def end_of_text(self) -> None:
        text = re.sub(r"\s+", " ", "".join(self._text)).strip()
        if text:
            self.found.texts.append(text)
        self._text.clear()


_LETTER = "0-9A-Za-z_À-ɏḀ-ỿ"
# Chinese is written without spaces: 共NaN例 must be found, so a word ends where Latin letters end.
_WORD = rf"(?<![{_LETTER}])({{}})(?![{_LETTER}])"
_NEVER = re.compile(
    _WORD.format("NaN|NaT|TODO|FIXME|XXX|undefined|None(?! of)|[Ll]orem ipsum")
    + r"|<NA>|\{eval\}"
    + r"| object at 0x[0-9a-f]+|<[A-Za-z_.]+ at 0x"
)
# Vietnamese has the word "nan", English "null" and "inf": they are placeholders where they are the whole text.
_ALONE = re.compile(r"[-+]?(nan|inf|infinity|none|null|nat|n/a|#n/a|#ref!|#div/0!)\s*%?", re.IGNORECASE)
_AS_NUMBER = re.compile(_WORD.format("[-+]?(nan|inf)") + r"\s*(%|‰|/)|(?<=[一-鿿])(nan|inf)(?=[一-鿿])")


def placeholder(text: str) -> str:
    """Return what in ``text`` stands where a value should, "" where nothing does.

    Args:
        text: of one element.
    """
    found = _NEVER.search(text) or _ALONE.fullmatch(text.strip()) or _AS_NUMBER.search(text)
    return found[0].strip() if found else ""
