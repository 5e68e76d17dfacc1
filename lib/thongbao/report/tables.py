"""Tables with true headers, numbers to the right, and letters that say what a missing number means. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wcwidth import wcswidth

from thongbao.report import words
from thongbao.report.blocks import Block, clean, escaped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thongbao.report.pictures import Picture

WIDEST = 56
"""Cells of a letter's table are cut at so many columns; the page shows them whole."""

HEADED = 16
"""A column header of more columns than these is given room on a narrow page: it takes three lines, not ten."""

KEPT = 14
"""A Chinese text of at most so many columns is torn at its spaces and brackets alone: a word or a date stays one."""

SHORT, LONG = 12, 24
"""Another text of at most so many columns is never torn; one of more is given room."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter beside or instead of a number, and what it means.

    Attributes:
        detail: what it means at this place, where that is more than ``meaning``; for who points at it.
        value: a number that is said only together with the letter, in brackets.
    """

    letter: str
    meaning: str
    detail: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Attributes:
        text: "" for none.
        kind: ``number`` stands to the right, a header names its row, column or the columns it spans.
        marks: after the text.
        span: columns.
        shade: of a heat table, 1 (lightest) to 5; 0 for none. The figure stands in the cell all the same.
        picture: instead of the text on a page; a letter's text part keeps the text.
        below: stands under the text in one line, in the page's language; in a text part behind it, in brackets.
        lang: of the text, as HTML names it, where it is another one than the page's.
    """

    text: str
    kind: Literal["number", "text", "row", "col", "colgroup"] = "number"
    marks: tuple[Mark, ...] = ()
    span: int = 1
    shade: int = 0
    picture: Picture | None = None
    below: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; a total is set apart."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption."""

    caption: str
    head: tuple[Line, ...]
    body: tuple[Line, ...]

    def numeric(self) -> frozenset[int]:
        """Return the positions of the columns that hold numbers: their headers stand to the right too."""
        full = [line.cells for line in self.body if all(cell.span == 1 for cell in line.cells)]
        columns = range(max((len(cells) for cells in full), default=0))
        return frozenset(n for n in columns if all(len(cells) > n and cells[n].kind == "number" for cells in full))

    def legend(self) -> list[Mark]:
        """Return the marks in use, once each, in order of appearance."""
        marks = (m for line in (*self.head, *self.body) for cell in line.cells for m in cell.marks)
        return list({mark.letter: mark for mark in marks}.values())


def table_block(table: Table, locale: str) -> Block:
    """Return a table as a block of as many rows as it has, with a legend of its marks."""
    html, text = table_html(table), table_text(table)
    marks = table.legend()
    if marks:
        html += f"<p>{words.parted([_meaning_html(mark) for mark in marks], locale)}</p>"
        text += "\n" + words.parted([f"{m.letter} = {clean(m.meaning)}" for m in marks], locale)
    return Block("table", len(table.body), html, text)


def table_html(table: Table) -> str:
    """Return the table's markup without its legend."""
    numeric = table.numeric()
    head = "".join(_line_html(line, numeric) for line in table.head)
    body = "".join(_line_html(line) for line in table.body)
    caption = escaped(table.caption)
    return f'<table class="figures"><caption>{caption}</caption><thead>{head}</thead><tbody>{body}</tbody></table>'


def _line_html(line: Line, numeric: frozenset[int] = frozenset()) -> str:
    cells = "".join(_cell_html(cell, right=at in numeric) for at, cell in enumerate(line.cells))
    return f'<tr class="total">{cells}</tr>' if line.total else f"<tr>{cells}</tr>"


def _cell_html(cell: Cell, *, right: bool) -> str:
    apart = bool(cell.lang and cell.below)  # what stands below is in the page's language
    said = f'<span lang="{escaped(cell.lang)}">{escaped(cell.text)}</span>' if apart else escaped(cell.text)
    parts = [cell.picture.html() if cell.picture else said] if cell.text else []
    parts += [_mark_html(mark) for mark in cell.marks]
    parts += [f"<small>{escaped(cell.below)}</small>"] if cell.below else []
    inside, span = " ".join(parts), f' colspan="{cell.span}"' if cell.span > 1 else ""
    span += f' lang="{escaped(cell.lang)}"' if cell.lang and not apart else ""
    if cell.kind in ("row", "col", "colgroup"):
        return f'<th scope="{cell.kind}"{span}{_classes(["n"] if right else [], cell)}>{inside}</th>'
    classes = [*(["n"] if cell.kind == "number" else []), *([f"s{cell.shade}"] if cell.shade else [])]
    return f"<td{_classes(classes, cell)}{span}>{inside}</td>"


def _classes(names: list[str], cell: Cell) -> str:
    if cell.kind in ("text", "col", "row"):
        names = [*names, *_room(cell)]
    return f' class="{" ".join(names)}"' if names else ""


def _room(cell: Cell) -> list[str]:
    """Name what keeps a short text in one piece, and what gives a long one room."""
    text = clean(cell.text)
    columns = width(text)
    if columns > LONG and cell.kind == "text":
        return ["t"]
    if columns > HEADED and cell.kind == "col":
        return ["h"] if columns <= 2 * HEADED else ["h", "hh"]
    if columns > len(text):
        return ["k"] if columns <= (HEADED if cell.kind == "col" else KEPT) and cell.kind != "row" else []
    return ["k"] if columns <= SHORT and " " in text and cell.kind != "col" else []


def _meaning_html(mark: Mark) -> str:
    return f'<span class="mark">{escaped(mark.letter)}</span> {escaped(mark.meaning)}'


def _mark_html(mark: Mark) -> str:
    letter = f'<abbr title="{escaped(mark.detail or mark.meaning)}">{escaped(mark.letter)}</abbr>'
    return f'<span class="mark">({escaped(mark.value)} {letter})</span>' if mark.value else letter


def table_text(table: Table) -> str:
    """Return the table in columns of even width; a Chinese character counts two."""
    lines = [(line, [_cell_text(cell) for cell in line.cells]) for line in (*table.head, *table.body)]
    columns = max(len(texts) for _, texts in lines)
    widths = [0] * columns
    for line, texts in lines:
        if all(cell.span == 1 for cell in line.cells):
            widths = [max(a, width(b)) for a, b in zip(widths, [*texts, *[""] * columns], strict=False)]
    out, numeric = ([clean(table.caption)] if table.caption else []), table.numeric()
    for line, texts in lines:
        right = [at in numeric for at in range(len(line.cells))]
        if any(cell.span > 1 for cell in line.cells):
            out.append("  ".join(text for text in texts if text))
        else:
            out.append("  ".join(padded(t, w, r) for t, w, r in zip(texts, widths, right, strict=False)).rstrip())
    return "\n".join(out)


def _cell_text(cell: Cell) -> str:
    marks = (f"({mark.value} {mark.letter})" if mark.value else mark.letter for mark in cell.marks)
    text = clean(" ".join((cell.text, *marks, *([f"({cell.below})"] if cell.below else []))))
    while width(text) > WIDEST:
        text = text[:-2].rstrip() + "…"
    return text


def width(text: str) -> int:
    """Return the columns a text takes on a terminal."""
    return max(0, wcswidth(text))


def padded(text: str, columns: int, right: bool) -> str:
    """Fill up with spaces to so many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if right else text + space


def row(*cells: Cell | str, total: bool = False) -> Line:
    """Return a line: a first text is the row's header, other texts stay texts."""
    made: Iterable[Cell] = (
        cell if isinstance(cell, Cell) else Cell(cell, "text" if at else "row") for at, cell in enumerate(cells)
    )
    return Line(tuple(made), total)


def header(names: Sequence[str]) -> Line:
    """Return a line of column headers."""
    return Line(tuple(Cell(name, "col") for name in names))
