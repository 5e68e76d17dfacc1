"""Values that stand in sentences, all of one Markdown cell at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from thongbao.errors import NotebookInvalid
from thongbao.records import INLINE_MIME
from thongbao.report.blocks import escaped
from thongbao.report.measures import Measure
from thongbao.report.shares import Share
from thongbao.report.shown import Shown
from thongbao.report.writings import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping


class InlineValues:
    """Expression -> how its value reads, for the page and for plain text."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = dict(values)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        shown = {key: {"html": escaped(text), "text": text} for key, text in self.values.items()}
        return {INLINE_MIME: shown, "text/plain": ""}


def inline(values: Mapping[str, object]) -> InlineValues:
    """Make values ready for the sentences they stand in.

    Args:
        values: expression -> what it gave: a figure of a Day, a text, or a whole number.

    Raises:
        NotebookInvalid: a value is None, NaN, empty, or nothing that reads as text; the message names its expression.
    """
    return InlineValues({expression: _text(expression, value) for expression, value in values.items()})


def _text(expression: str, value: object) -> str:
    readable = isinstance(value, (Measure, Share, Entry, Shown, str)) or (
        isinstance(value, int) and not isinstance(value, bool)
    )
    text = str(Shown(str(value))) if readable else ""
    if not text:
        kind = type(value).__name__
        raise NotebookInvalid(
            f"The inline value {{eval}}`{expression}` gave {kind if readable else kind + ' ' + ascii(value)[:40]}, "
            "which does not read as text. Use a figure such as `day.cases.confirmed`, its .change, or a text."
        )
    return text
