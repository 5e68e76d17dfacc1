"""What a cell shows: HTML for the page, plain text for the letter, and a note for the check. Pure.

Every text passes ``escaped`` on its way into HTML; markup is written here and nowhere else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from thongbao.records import BLOCK_MIME

if TYPE_CHECKING:
    from collections.abc import Sequence

Kind = Literal["table", "figure", "headline", "list", "note"]
FlagClass = Literal["warning", "missing", "late", "ok"]


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a bulletin.

    Attributes:
        kind: what it is, for the check.
        size: rows, points or items shown.
        html: safe markup.
        text: the same for the letter's text part.
    """

    kind: Kind
    size: int
    html: str
    text: str

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        return {"text/html": self.html, "text/plain": self.text, BLOCK_MIME: {"kind": self.kind, "size": self.size}}


def clean(text: str) -> str:
    """Return ``text`` composed (NFC), in one line, without control and direction-changing characters."""
    composed = unicodedata.normalize("NFC", text)
    return " ".join("".join(" " if unicodedata.category(ch) in ("Cc", "Cf", "Cs") else ch for ch in composed).split())


def escaped(text: str) -> str:
    """Return ``text`` cleaned and safe inside HTML, also inside a quoted attribute."""
    return escape(clean(text), quote=True)


def together(*blocks: Block) -> Block:
    """Show several blocks as one, one under the other.

    It is of the kind of the first and as large as all; with an empty table or figure among them it is empty, so that
    the check refuses it.
    """
    empty = next((block for block in blocks if block.kind in ("table", "figure") and block.size == 0), None)
    return Block(
        empty.kind if empty else blocks[0].kind,
        0 if empty else sum(block.size for block in blocks),
        "\n".join(block.html for block in blocks),
        "\n\n".join(block.text for block in blocks),
    )


def nothing(words: str) -> Block:
    """Say in words that there is nothing to show."""
    return Block("note", 1, f'<p class="none">{escaped(words)}</p>', clean(words))


def note(words: str) -> Block:
    """Return a plain sentence."""
    return Block("note", 1, f"<p>{escaped(words)}</p>", clean(words))


def banner(words: str) -> Block:
    """Return the sentence that stands above all others."""
    return Block("note", 1, f'<p class="banner">{escaped(words)}</p>', clean(words))


def flags(items: Sequence[tuple[FlagClass, str]]) -> Block:
    """Return a list of findings, each with how it is to be taken; at least one."""
    html = "".join(f'<li class="{how}">{escaped(words)}</li>' for how, words in items)
    return Block(
        "list", len(items), f'<ul class="flags">{html}</ul>', "\n".join(f"- {clean(words)}" for _, words in items)
    )


def listed(items: Sequence[str]) -> Block:
    """Return a plain list; at least one item."""
    html = "".join(f"<li>{escaped(words)}</li>" for words in items)
    return Block("list", len(items), f"<ul>{html}</ul>", "\n".join(f"- {clean(words)}" for words in items))


def headline_block(items: Sequence[tuple[str, str, str]]) -> Block:
    """Return the numbers that come first: (label, value, change) each."""
    shown = [(escaped(label), escaped(value), escaped(change)) for label, value, change in items]
    html = "".join(
        f'<div><dt>{label}</dt><dd class="value">{value}</dd><dd class="change">{change}</dd></div>'
        for label, value, change in shown
    )
    text = "\n".join(
        f"{clean(label)}: {clean(value)}" + (f" ({clean(change)})" if change else "") for label, value, change in items
    )
    return Block("headline", len(shown), f'<dl class="headline">{html}</dl>', text)
