"""Hold the translation of a notebook's prose against its cells. Pure."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from thongbao.bulletin.contract import HEADING, INLINE, Breach
from thongbao.bulletin.english import left_in_english
from thongbao.bulletin.typed import typed_numbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def translation_breaches(nb: Any, name: str, texts: Mapping[str, str], locale: str) -> list[Breach]:
    """Return where the translation lacks a cell or a value of it, shows another value, or is none.

    Args:
        nb: the notebook.
        name: of its file.
        texts: Markdown cell -> its translation; for English there is nothing to look at.
        locale: of the translation.
    """
    found: list[Breach] = []
    catalog = f"notebooks/locale/{locale}/notebooks.po"
    for cell in (c for c in nb.cells if c.cell_type == "markdown" and c.source.strip() and locale != "en"):
        text = texts.get(cell.source)
        if text is None:
            said = f"It has no translation into {locale}. Run `make translations`, then fill in {catalog}."
            found.append(Breach(name, cell.id, said))
            continue
        for said, stops in _wrong(cell.source, text, locale):
            found.append(Breach(name, cell.id, f"Its translation into {locale} {said} in {catalog}.", stops))
    return found


def _wrong(source: str, text: str, locale: str) -> Iterator[tuple[str, bool]]:
    """Yield what is wrong with one translation, and whether a run is refused for it."""
    here, there = Counter(INLINE.findall(source)), Counter(INLINE.findall(text))
    if here != there:
        parts = {"without": here - there, "with": there - here}
        told = "; ".join(f"{word} {', '.join(more.elements())}" for word, more in parts.items() if more)
        yield f"shows other values: {told}. Correct it", True
    if left_in_english(INLINE.sub("", text), locale):
        yield "is still English. Translate it", True
    typed = typed_numbers(text)
    if typed:
        yield f"holds the typed number {typed[0]}. Take it out", True
    if HEADING.findall(source) != HEADING.findall(text):
        yield "has other headings. Correct it", False
