"""What of a notebook stands on the page: its prose and the outputs of its cells, each as a clean fragment. Pure.

Code, streams, tracebacks, scripts and widgets never do.
"""

from __future__ import annotations

import re
from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any

from thongbao.bulletin.markdown import inline_values, live_values, to_html
from thongbao.bulletin.sanitize import clean
from thongbao.bulletin.tongues import marked
from thongbao.language import N_, translator

if TYPE_CHECKING:
    from collections.abc import Iterator

_H1 = re.compile(r"<h1\b.*?</h1>", re.DOTALL)
_LEVEL_1 = re.compile(r"<(/?)h1\b")
_TABLE = re.compile(r"<(/?)table\b[^>]*>")
_CAPTION = re.compile(r"<caption\b[^>]*>(.*?)</caption>", re.DOTALL)
_CHART = re.compile(r'(<figure class="chart">)(<img\b[^>]*>)')
_REGION = 'role="region" tabindex="0" aria-label='
_NAMED = re.compile(f'(<div class="scroll[a-z ]*" {_REGION})"([^"]*)"')
_TAG = re.compile(r"<[^>]*>")
_WIDTH = re.compile(r'\swidth="([0-9]+)"')
_CELLS = re.compile(r"<t[hd]\b")

TABLE = N_("Table")
CHART = N_("Chart")
NARROW = 480
"""CSS pixels: a chart of at most that width is read on a telephone without scrolling."""

WIDE = 6
"""Columns: a table with more does not fit a telephone and is set smaller."""


def fragments(nb: Any, locale: str, *, titled: bool) -> Iterator[str]:
    """Yield the fragments of a page, in the order of the cells.

    Args:
        nb: an executed notebook; one that was never run gives its prose.
        locale: for what is said about tables.
        titled: the page has a head of its own: the first heading of level 1 gives way to it, others go one level down.
    """
    values: dict[str, dict[str, str]] = {}
    title_expected = titled
    named: Counter[str] = Counter()
    for cell in nb.cells:
        if cell.cell_type == "code":
            values = inline_values(cell)
            for output in cell.get("outputs", []):
                html = output_html(output)
                if html:
                    # The title of a page stands in its head; what a block calls a title would pose as one.
                    html = marked(_LEVEL_1.sub(r"<\1h2", html), locale)
                    yield _apart(in_regions(html, locale), named)
        elif cell.cell_type == "markdown":
            html = to_html(cell.source, values or live_values(cell))
            values = {}
            if title_expected and "<h1" in html:
                html, title_expected = _H1.sub("", html, count=1), False
            if titled:
                html = _LEVEL_1.sub(r"<\1h2", html)
            if html.strip():
                yield f'<div class="prose">{_apart(in_regions(marked(html, locale), locale), named)}</div>'


def _apart(html: str, named: Counter[str]) -> str:
    """Number the regions of a page that have the same name, so that a list of them can be chosen from."""

    def name(match: re.Match[str]) -> str:
        named[match[2]] += 1
        return match[0] if named[match[2]] == 1 else f'{match[1]}"{match[2]} ({named[match[2]]})"'

    return _NAMED.sub(name, html)


def output_html(output: Any) -> str:
    """Return one output of a code cell as a clean fragment, "" where nothing of it is for readers."""
    data, metadata = output.get("data", {}), output.get("metadata", {})
    if "text/html" in data:
        return clean(_text(data["text/html"]))
    if "image/png" in data:
        of_image = metadata.get("image/png", {})
        alt = escape(str(of_image.get("alt", metadata.get("alt", ""))))
        source = "".join(_text(data["image/png"]).split())
        return clean(f'<figure class="chart"><img src="data:image/png;base64,{escape(source)}" alt="{alt}"></figure>')
    if "text/plain" in data and set(data) <= {"text/plain", "text/markdown", "text/latex"}:
        lines = escape(_text(data["text/plain"])).strip().split("\n")
        return f'<p class="text">{"<br>".join(lines)}</p>'
    return ""


def _text(value: Any) -> str:
    # The notebook format allows a list of lines.
    return "".join(map(str, value)) if isinstance(value, list) else str(value)


def in_regions(html: str, locale: str) -> str:
    """Put each outermost table and each chart of a clean fragment into a region that scrolls and is reached by Tab."""
    html = _CHART.sub(lambda chart: chart[1] + _chart_region(chart[2], locale), html)
    parts, depth, begin, last = [], 0, 0, 0
    for match in _TABLE.finditer(html):
        depth += -1 if match[1] else 1
        if depth == 1 and not match[1]:
            begin = match.start()
        elif depth == 0 and match[1]:
            parts += [html[last:begin], _region(html[begin : match.end()], locale)]
            last = match.end()
    return "".join([*parts, html[last:]])


def _chart_region(img: str, locale: str) -> str:
    size = _WIDTH.search(img)
    if size and int(size[1]) <= NARROW:
        return img  # it can be read at any width: nothing to scroll, and one stop less for Tab
    # On a telephone a wider chart keeps the size at which it can be read.
    label = escape(translator(locale)(CHART))
    return f'<div class="scroll picture" {_REGION}"{label}">{img}</div>'


def _region(table: str, locale: str) -> str:
    caption = _CAPTION.search(table)
    name = " ".join(_TAG.sub("", caption[1]).split()) if caption else ""
    # The fragment is clean, so its text is escaped but for quotes, which mean nothing there but much here.
    label = name.replace('"', "&quot;") or escape(translator(locale)(TABLE))
    width = max((len(_CELLS.findall(row)) for row in table.split("<tr")[1:]), default=0)
    size = ' class="scroll wide"' if width > WIDE else ' class="scroll"'
    return f'<div{size} {_REGION}"{label}">{table}</div>'
