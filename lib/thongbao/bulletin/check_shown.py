"""Prove that what a page shows is fit to be read: values, tables, pictures, and how it is said. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thongbao.bulletin.check_pictures import check_picture
from thongbao.bulletin.contract import INLINE
from thongbao.bulletin.english import left_in_english
from thongbao.bulletin.markdown import to_html
from thongbao.bulletin.neutral import alarming
from thongbao.bulletin.sanitize import clean
from thongbao.bulletin.typed import constants, typed_numbers
from thongbao.bulletin.visible import own_words, placeholder, seen, unfinished
from thongbao.errors import EditionFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from typing import Any

    from thongbao.bulletin.visible import Seen

_OF_A_FIGURE = 2
"""Dots in ``day.cases.confirmed``."""

_DIGIT = re.compile(r"\d")


def check_shown(html: str, cell_id: str, names: Collection[str], locale: str) -> Seen:
    """Refuse a placeholder, an empty table, a picture that shows nothing or is not described, and alarming words.

    Args:
        html: what a cell puts on the page.
        cell_id: for the message.
        names: of units and offices that would be taken for something else.
        locale: of the bulletin, whose words are looked for.

    Returns:
        What was seen.

    Raises:
        EditionFailed: the cause names the cell.
    """
    found = seen(clean(html))
    for text, known in (*((text, ()) for text in found.figures), *((text, names) for text in found.texts)):
        left = placeholder(text, known)
        if left:
            raise EditionFailed(f"'{left}' stands where a value should in cell {cell_id}", text[:400])
    for said in found.sentences:
        term = alarming(own_words(said, names), locale)
        if term:
            cause = f"The word '{term.term}' in cell {cell_id} is not neutral; write instead: {term.instead}"
            raise EditionFailed(cause, said[:400])
    if 0 in found.tables:
        raise EditionFailed(f"A table in cell {cell_id} is empty: no row of it shows anything")
    if len(found.pictures) < html.lower().count("<img"):
        raise EditionFailed(f"A picture in cell {cell_id} is not a PNG inside the page")
    for source, alt in found.pictures:
        check_picture(source, alt, cell_id)
    return found


def check_foreign(html: str, cell_id: str, names: Collection[str], locale: str) -> None:
    """Hold HTML that is no block of report to the same, and let it say no number outside a table.

    A block takes its sentences from the reports; where another output has its numbers from, nobody can tell.
    """
    for said in check_shown(html, cell_id, names, locale).sentences:
        if _DIGIT.search(said):
            cause = f"The number in a sentence of cell {cell_id} comes from no block of report"
            raise EditionFailed(cause, said[:400])


def check_prose(cell: Any, values: Mapping[str, Mapping[str, str]], names: Collection[str], locale: str) -> None:
    """Refuse prose with a hole in it, a number that was typed, a note to oneself, or in another language.

    Args:
        cell: Markdown, translated.
        values: expression -> {"html", "text"} of the cell that asked for them.
        names: of units and offices that would be taken for placeholders.
        locale: of the bulletin.

    Raises:
        EditionFailed: the cause names the cell.
    """
    asked = INLINE.findall(cell.source)
    missing = [expression for expression in asked if expression not in values]
    if missing:
        raise EditionFailed(f"The inline value {missing[0]} in cell {cell.id} was not evaluated")
    for expression, value in values.items():
        text = str(value.get("text", "")).strip()
        # day.unit and day.missing are names; day.cases.confirmed is a figure, where no name can stand.
        if not text or placeholder(text, names if expression.count(".") < _OF_A_FIGURE else ()):
            raise EditionFailed(f"The inline value {expression} in cell {cell.id} is {text or 'empty'}")
    left = unfinished(cell.source)
    if left:
        raise EditionFailed(f"'{left}' still stands in cell {cell.id}")
    typed = [*typed_numbers(cell.source), *(text for expression in asked for text in constants(expression))]
    if typed:
        raise EditionFailed(f"The number {typed[0]} in the prose of cell {cell.id} is typed, not from the reports")
    if left_in_english(INLINE.sub("", cell.source), locale):
        raise EditionFailed(f"Cell {cell.id} is not translated into {locale}")
    check_shown(to_html(cell.source, values), cell.id, names, locale)
