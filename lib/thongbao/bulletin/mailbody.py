"""Turn a page into what mail clients show: headlines as a table, pictures apart, no folded parts. Pure.

The page's own style is left behind; letters have one of theirs, because mail clients know neither flex nor grid.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from thongbao.bulletin.mailframe import BOX_END, box
from thongbao.errors import LetterRefused
from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 608
"""Pixels that the widest picture may have in a letter."""

_KEPT = frozenset(
    re.findall(
        r"\w+",
        "a abbr bdi blockquote br caption code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 h4 hr img "
        "li ol p pre small span strong sub sup table tbody td tfoot th thead tr ul",
    )
)
_VOID = frozenset({"br", "col", "hr", "img"})
_DROPPED = frozenset(
    re.findall(r"\w+", "form head iframe math nav noscript object script select style svg template textarea")
)
_ATTRIBUTES = frozenset({"class", "lang", "scope", "colspan", "rowspan", "title", "start"})
_RENAMED = dict.fromkeys(("details", "footer", "header", "main", "section", "summary"), "div") | {"time": "span"}
_PAIRS = frozenset({"headline", "facts"})
_BOXES = ("notice", "banner")
_AS_TABLE = {"dl": "table", "div": "tr", "dt": "th", "dd": "td"}
_FLAGS = {"warning": "▲ ", "missing": "○ ", "late": "◔ ", "ok": "✓ "}
"""What the page's style puts before a flag; letters have no such styles."""
_PICTURE = "data:image/png;base64,"


@dataclass(slots=True)
class Body:
    """The inside of a letter's HTML.

    Attributes:
        html: without head and style; pictures are named by ``cid:``.
        pictures: Content-ID without brackets -> PNG, in the order of the page.
        left_out: whether data tables of the page are not in it.
    """

    html: str
    pictures: dict[str, bytes] = field(default_factory=dict)
    left_out: bool = False


def mail_body(page: str, domain: str, *, summary: bool = False) -> Body:
    """Return the inside of the letter that shows ``page``.

    The data tables under charts are left out; other folded parts are opened.

    Args:
        page: a bulletin as HTML, in the vocabulary of the blocks.
        domain: for the Content-IDs.
        summary: leave out every table and chart; head, headline, notes and flags stay.

    Raises:
        LetterRefused: a picture is not an embedded PNG.
    """
    rewriter = _Rewriter(domain, summary=summary)
    rewriter.feed(page)
    rewriter.close()
    return Body("".join(rewriter.out), rewriter.pictures, rewriter.left_out)


class _Rewriter(HTMLParser):
    """Echoes what is allowed. A class because the standard library's parser is used by subclassing."""

    def __init__(self, domain: str, *, summary: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.pictures: dict[str, bytes] = {}
        self.left_out = False
        self._domain = domain
        self._summary = summary
        self._about = False  # within the line of unit, code and date
        self._open: list[tuple[str, str]] = []  # the page's tag, and what closes it in the letter
        self._skipped: tuple[str, int] | None = None  # the tag whose end is waited for, and how deep it is nested

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._skipped:
            self._skipped = (self._skipped[0], self._skipped[1] + (tag == self._skipped[0]))
            return
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        if self._left_out(tag, classes):
            self._skipped = (tag, 1)
        elif tag == "img":
            self.out.append(self._img(given))
        elif tag in _VOID:
            self.out.append(f"<{tag}>")
        elif tag in _KEPT or tag in _RENAMED:
            self._start(tag, given, classes)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            deep = self._skipped[1] - (tag == self._skipped[0])
            self._skipped = (self._skipped[0], deep) if deep else None
        elif tag in [opened for opened, _ in self._open]:
            while self._open:
                opened, closing = self._open.pop()
                self.out.append(closing)
                if opened == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self.out.append(escape(data, quote=False))

    def handle_entityref(self, name: str) -> None:
        if not self._skipped:
            self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        if not self._skipped:
            self.out.append(f"&#{name};")

    def close(self) -> None:
        super().close()
        self.out.extend(closing for _, closing in reversed(self._open))
        self._open.clear()

    def _left_out(self, tag: str, classes: Sequence[str]) -> bool:
        in_figure = any(opened == "figure" for opened, _ in self._open)
        table = (tag == "details" and in_figure) or (
            self._summary and (tag in {"figure", "img"} or (tag == "table" and "figures" in classes))
        )
        self.left_out = self.left_out or table
        return tag in _DROPPED or table or "skip" in classes

    def _start(self, tag: str, given: dict[str, str], classes: Sequence[str]) -> None:
        boxed = next((kind for kind in _BOXES if tag == "p" and kind in classes), "")
        if boxed:
            self.out.append(box(boxed))
            self._open.append((tag, BOX_END))
            return
        name = _RENAMED.get(tag, tag)
        if (tag == "dl" and _PAIRS & set(classes)) or ("dl", "</table>") in self._open:
            name = _AS_TABLE.get(tag, name)
        attributes = [(k, v) for k, v in given.items() if k in _ATTRIBUTES]
        if tag == "a" and re.match(r"https://|mailto:", given.get("href", "")):
            attributes.append(("href", given["href"]))
        if name == "table":
            attributes += [("cellpadding", "4"), ("cellspacing", "0"), ("border", "0"), ("width", "100%")]
        if name in {"td", "th"} and {"n", "value"} & set(classes):
            attributes = [(k, v) for k, v in attributes if (k, v) != ("class", "n")]  # a letter pays for each byte
            attributes.append(("align", "right"))
        elif name == "th":
            attributes.append(("align", "left"))
        if tag == "dt" and name == "th":
            attributes.insert(0, ("scope", "row"))
        if tag == "span" and self.out[-1:] == ["</span>"]:
            self.out.append(" · ")
        self._about = "about" in classes if tag == "p" else self._about
        if tag == "time" and self._about:  # the page sets it to the right, which not every client can
            self.out.append("<br>")
        written = "".join(f' {k}="{escape(v)}"' for k, v in attributes)
        self.out.append(f"<{name}{written}>{next((_FLAGS[c] for c in classes if tag == 'li' and c in _FLAGS), '')}")
        self._open.append((tag, f"</{name}>"))

    def _img(self, given: dict[str, str]) -> str:
        if any(opened == "td" for opened, _ in self._open):  # a strip in a table: a dozen of them are no attachments
            return escape(given.get("alt", ""))
        name = self._picture(given.get("src", ""))
        width, height = (int(v) if (v := given.get(side, "")).isdecimal() else 0 for side in ("width", "height"))
        size = f' width="{min(width, WIDTH)}"' if width else f' width="{WIDTH}"'
        if width and height:
            size += f' height="{round(height * min(width, WIDTH) / width)}"'
        return f'<img src="cid:{name}" alt="{escape(given.get("alt", ""))}"{size}>'

    def _picture(self, src: str) -> str:
        try:
            png = base64.b64decode("".join(src.removeprefix(_PICTURE).split()), validate=True)
        except binascii.Error:
            png = b""
        if not src.startswith(_PICTURE) or not png.startswith(b"\x89PNG\r\n\x1a\n"):
            raise LetterRefused(f"A picture of the page was not an embedded PNG: {src[:60]!a}. Make the edition again.")
        name = f"{sha256(png)[:16]}@{self._domain}"
        self.pictures[name] = png
        return name
