"""The corpus of cells in corpus.txt."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from support.engines import code, fails, markdown, named, raw

if TYPE_CHECKING:
    from nbformat import NotebookNode

TEXT = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")


def topics() -> dict[str, list[NotebookNode]]:
    """Return the cells by topic, with ids made of topic and number."""
    return {head: cells(head, rest) for head, _, rest in (t.partition("\n") for t in parts("=====", TEXT))}


def cells(topic: str, text: str) -> list[NotebookNode]:
    """Return the cells of a topic."""
    name = re.sub("[^a-z]", "-", topic)
    kinds = [part.partition("\n")[::2] for part in parts("-----", text)]
    return [named(cell(kind, source.removesuffix("\n")), f"{name}-{n}") for n, (kind, source) in enumerate(kinds)]


def cell(kind: str, source: str) -> NotebookNode:
    """Return a cell of a kind."""
    if kind == "blank":
        return code("   \n  ")
    kinds = {"": code, "fails": fails, "markdown": markdown, "raw": raw}
    return kinds[kind](source) if kind in kinds else code(source, *kind.split())


def parts(line: str, text: str) -> list[str]:
    """Return what stands after each such line, the rest of the line first."""
    return re.split(f"^{line} ?", text, flags=re.MULTILINE)[1:]
