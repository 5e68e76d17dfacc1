"""Turn Markdown cells into HTML, with the inline values at their places.

A value is county text as likely as not: it must neither be read as Markdown nor as HTML. So Markdown sees only a mark
of two private-use characters around a number, and the escaped value takes its place afterwards.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import mistune

from thongbao.bulletin.contract import INLINE
from thongbao.bulletin.sanitize import clean
from thongbao.records import INLINE_MIME

if TYPE_CHECKING:
    from collections.abc import Mapping

_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACE = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


def inline_values(cell: Any) -> dict[str, dict[str, str]]:
    """Return expression -> {"html", "text"} from the outputs of a code cell; empty where it holds none."""
    values: dict[str, dict[str, str]] = {}
    for output in cell.get("outputs", []):
        given = output.get("data", {}).get(INLINE_MIME)
        if isinstance(given, dict):
            values |= {k: v for k, v in given.items() if isinstance(v, dict)}
    return values


def live_values(cell: Any) -> dict[str, dict[str, str]]:
    """Return the inline values that jupyterlab-myst keeps in a Markdown cell: what the analyst saw in JupyterLab."""
    values = {}
    for kept in cell.get("metadata", {}).get("user_expressions", []):
        data = kept.get("result", {}).get("data", {})
        text = str(data.get("text/plain", ""))
        if data:
            values[str(kept.get("expression", ""))] = {"html": str(data.get("text/html", escape(text))), "text": text}
    return values


def to_html(source: str, values: Mapping[str, Mapping[str, str]]) -> str:
    """Render a Markdown cell as a clean fragment.

    Args:
        source: the cell; tables and strike-through are understood.
        values: expression -> {"html": escaped}; an expression without a value stays visible as it was written.
    """
    html: list[str] = []

    def place(match: re.Match[str]) -> str:
        value = values.get(match[1])
        html.append(str(value.get("html", "")) if value else f"<code>{escape(match[0])}</code>")
        return f"{_OPEN}{len(html) - 1}{_CLOSE}"

    # Such characters in the source itself would name a place that is not theirs.
    marked = INLINE.sub(place, source.replace(_OPEN, "").replace(_CLOSE, ""))
    body = str(_parser()(marked))
    return clean(_PLACE.sub(lambda match: html[int(match[1])], body))


@cache
def _parser() -> mistune.Markdown:
    return mistune.create_markdown(escape=False, plugins=["table", "strikethrough"])
