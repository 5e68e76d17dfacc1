"""What a cell shows: HTML for the page, plain text for the letter, and a note for the check. Pure.

Every text passes ``escaped`` on its way into HTML; markup is written here and nowhere else.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from thongbao.errors import NotebookInvalid
from thongbao.records import BLOCK_MIME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.report.whose import Whose

Kind = Literal["table", "figure", "headline", "list", "note"]
FlagClass = Literal["warning", "missing", "late", "ok"]


_OUTPUT = ".jp-OutputArea-output"
IN_JUPYTERLAB = f"""<style>
{_OUTPUT} .headline {{display: flex; flex-wrap: wrap; gap: .8em 2em; margin: .5em 0}}
{_OUTPUT} .headline > div {{max-width: 14em}}
{_OUTPUT} .headline :is(dt, dd) {{float: none; width: auto; margin: 0; font-weight: normal}}
{_OUTPUT} .headline .value {{font-size: 1.6em; line-height: 1.4; font-weight: bold}}
{_OUTPUT} .figures :is(th, td, caption) {{text-align: left}}
{_OUTPUT} .figures :is(th, td).n {{text-align: right}}
{_OUTPUT} .figures tbody th[scope=row] {{font-weight: normal; white-space: nowrap}}
{_OUTPUT} .figures :is(caption, .total > *) {{font-weight: bold}}
{_OUTPUT} summary {{cursor: pointer}}
{_OUTPUT} summary::before {{content: "▸ "}}
{_OUTPUT} [open] > summary::before {{content: "▾ "}}
</style>"""
"""JupyterLab floats terms, sets all cells to the right and takes the triangle from what can be unfolded.

The sanitizer takes a style out whole, so no page and no letter knows of it.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """One part of a bulletin.

    Attributes:
        kind: what it is, for the check.
        size: rows, points or items shown.
        html: safe markup.
        text: the same for the letter's text part.
        whose: of which unit and day it is; None for a part that has not become a cell's block.
    """

    kind: Kind
    size: int
    html: str
    text: str
    whose: Whose | None = None

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:  # noqa: ARG002
        said = {"kind": self.kind, "size": self.size, **(self.whose._asdict() if self.whose else {})}
        return {"text/html": self.html + IN_JUPYTERLAB, "text/plain": self.text, BLOCK_MIME: said}


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

    Raises:
        NotebookInvalid: there is none, something is not a block, or they are of different units or days.
    """
    strange = [block for block in blocks if not isinstance(block, Block)]
    if not blocks or strange:
        given = f"{type(strange[0]).__name__} {ascii(strange[0])[:60]}" if strange else "nothing"
        raise NotebookInvalid(
            f"report.together takes blocks, e.g. report.follow_up(day), report.reporting(day). It was given {given}."
        )
    shown_of = list(dict.fromkeys(block.whose for block in blocks if block.whose))
    if len(shown_of) > 1:
        raise NotebookInvalid(f"report.together was given blocks of {shown_of[0]} and of {shown_of[1]}. Show one day.")
    empty = next((block for block in blocks if block.kind in ("table", "figure") and block.size == 0), None)
    return Block(
        empty.kind if empty else blocks[0].kind,
        0 if empty else sum(block.size for block in blocks),
        "\n".join(block.html for block in blocks),
        "\n\n".join(block.text for block in blocks),
        shown_of[0] if shown_of else None,
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


def headline_block(items: Sequence[tuple[str, str, str]], said: Sequence[str]) -> Block:
    """Return the numbers that come first.

    Args:
        items: (label, value, what is to be known of it) each.
        said: the same in a line of text each.
    """
    shown = [(escaped(label), escaped(value), escaped(change)) for label, value, change in items]
    html = "".join(
        f'<div><dt>{label}</dt><dd class="value">{value}</dd><dd class="change">{change}</dd></div>'
        for label, value, change in shown
    )
    return Block("headline", len(shown), f'<dl class="headline">{html}</dl>', "\n".join(map(clean, said)))
