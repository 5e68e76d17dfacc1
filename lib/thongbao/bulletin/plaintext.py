"""Write an edition as plain text, for the text part of its letters: from the blocks' own text/plain. Pure.

Columns are aligned by how wide letters are shown: a Chinese one takes two places.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Any

from wcwidth import wcswidth

from thongbao.bulletin.contract import INLINE
from thongbao.bulletin.markdown import inline_values, live_values
from thongbao.bulletin.masthead import masthead
from thongbao.bulletin.sanitize import TURNING
from thongbao.records import INLINE_MIME, RECEIPT_MIME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from thongbao.bulletin.masthead import Masthead
    from thongbao.records import Head

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_IMAGE = re.compile(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`|~~)(?=\S)(.+?)(?<=\S)\1")
_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"\s*\|[\s:|-]+\|\s*")
_NUMBER = re.compile(r"[-+−±]?[0-9][0-9.,\s\u00a0\u202f]*%?")
_UNSEEN = {"Cc", "Cs"}


def plain_text(nb: Mapping[str, Any], head: Head) -> str:
    """Return an edition as plain text, lines ended by ``\\n``; a table's rows are lines, prose is not wrapped.

    Args:
        nb: the executed notebook.
        head: what the edition says about itself.
    """
    said = masthead(head)
    parts = [*_top(said), *_body(nb), *_foot(said)]
    return "\n\n".join(part for part in map(shown, parts) if part) + "\n"


def aligned(text: str) -> str:
    """Pad the columns of consecutive lines that hold tabs; columns of numbers are set to the right.

    Args:
        text: other lines come back as they are.
    """
    lines: list[str] = []
    for tabbed, group in groupby(text.split("\n"), key=lambda line: "\t" in line):
        found = list(group)
        lines += _columns([line.split("\t") for line in found]) if tabbed else found
    return "\n".join(lines)


def width(text: str) -> int:
    """Return the places that ``text`` takes where Chinese letters take two."""
    places = wcswidth(text)
    return places if places >= 0 else len(text)


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    rows = [[cell.strip() for cell in row] for row in rows]
    many = max(map(len, rows))
    cells = [[*row, *[""] * (many - len(row))] for row in rows]
    widths = [max(width(row[n]) for row in cells) for n in range(many)]
    right = [n > 0 and any(_NUMBER.fullmatch(row[n]) for row in cells) for n in range(many)]
    return ["  ".join(_padded(row[n], widths[n], right=right[n]) for n in range(many)).rstrip() for row in cells]


def _padded(text: str, places: int, *, right: bool) -> str:
    blanks = " " * (places - width(text))
    return blanks + text if right else text + blanks


def shown(text: str) -> str:
    """Return ``text`` without what cannot be seen or turns the reading order; control characters show as U+FFFD."""
    seen = "".join(
        "" if c in TURNING else "\ufffd" if unicodedata.category(c) in _UNSEEN and c not in "\n\t" else c for c in text
    )
    return aligned("\n".join(line.rstrip() for line in seen.split("\n")).strip("\n"))


def _top(said: Masthead) -> Iterator[str]:
    yield "\n".join(line for line in ("".join(said.issuer), said.title, said.number) if line)
    yield f"{said.unit} ({said.unit_code})\n{said.as_of}\n{said.received}\n{said.audience} · {said.status}"
    if said.notice:
        yield f"* {said.notice_label}: {said.notice}"
    if said.replaces:
        yield f"* {said.replaces}"


def _foot(said: Masthead) -> Iterator[str]:
    yield "-" * 40
    for heading, paragraphs in said.foot:
        if paragraphs != (said.notice,):  # it stands at the top already
            yield "\n".join([f"{heading}:", *paragraphs])
    if said.distribution:
        yield "\n".join([f"{said.distribution_label}:", *(f"- {role}" for role in said.distribution)])
    if said.digest:
        yield f"{said.digest_label}:\n{said.digest}"


def _body(nb: Mapping[str, Any]) -> Iterator[str]:
    values: Mapping[str, Mapping[str, str]] = {}
    titled = True
    for cell in nb["cells"]:
        source = _joined(cell.get("source", ""))
        if cell["cell_type"] == "markdown":
            text = _prose(source, values or live_values(cell), titled=titled)
            titled = titled and not re.search(r"^# ", source, re.MULTILINE)
            values = {}
            yield text
        elif cell["cell_type"] == "code":
            values = inline_values(cell)
            yield from (_output(output) for output in cell.get("outputs", []))


def _output(output: Mapping[str, Any]) -> str:
    data = output.get("data", {})
    if RECEIPT_MIME in data or INLINE_MIME in data:
        return ""
    if "image/png" in data and "text/html" not in data:
        metadata = output.get("metadata", {})
        return f"[{metadata.get('image/png', {}).get('alt', metadata.get('alt', ''))}]"
    return _joined(data.get("text/plain", ""))


def _prose(source: str, values: Mapping[str, Mapping[str, str]], *, titled: bool) -> str:
    """Return a Markdown cell as text; its first heading of level 1 gives way to the head where ``titled``."""
    kept: list[str] = []

    def place(match: re.Match[str]) -> str:
        kept.append(str(values.get(match[1], {}).get("text", match[0])))
        return f"\ue000{len(kept) - 1}\ue001"

    lines = []
    # Values are set aside: county text must not be read as Markdown.
    for line in INLINE.sub(place, source.replace("\ue000", "").replace("\ue001", "")).split("\n"):
        heading = _HEADING.fullmatch(line)
        if heading and titled and heading[1] == "#":
            titled = False
        elif heading:
            text = _plain(heading[2])
            lines += ["", text, ("=" if len(heading[1]) < 3 else "-") * min(width(text), 60)]
        elif not _RULE.fullmatch(line):
            row = _ROW.fullmatch(line)
            lines.append("\t".join(map(_plain, row[1].split("|"))) if row else _plain(line))
    text = re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    return re.sub("\ue000([0-9]+)\ue001", lambda match: kept[int(match[1])], text)


def _plain(line: str) -> str:
    line = _LINK.sub(r"\1 (\2)", _IMAGE.sub(r"[\1]", line))
    return _EMPHASIS.sub(r"\2", line)


def _joined(value: Any) -> str:
    return "".join(map(str, value)) if isinstance(value, list) else str(value)
