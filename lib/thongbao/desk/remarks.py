"""What is to be said about a notebook: breaches of the contract and errors of its cells, each with its place. Pure."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any, NamedTuple

from nbformat.v4 import new_markdown_cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thongbao.errors import EditionFailed

_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CELL = re.compile(r"(?:^Cell| in cell) ([a-z][a-z0-9-]*)\b(?!.* in cell )")
_LINE = re.compile(r"^\s*Cell(?: In\[\d+\])?, line (\d+)|^\s*line (\d+)$", re.MULTILINE)
_ASKING = "-values"
"""How the id ends of the cell that a run puts before a Markdown cell, to ask for its inline values."""
_OF_PAPERMILL = "papermill-error-cell-tag"


class Remark(NamedTuple):
    """One thing to mend.

    Attributes:
        cell: its id; "" where it is about the notebook as a whole.
        line: of the cell, counted from 1; 0 where it is not known.
        message: what is wrong and what to do.
        stops: whether no bulletin comes out.
    """

    cell: str
    line: int
    message: str
    stops: bool = True

    def __str__(self) -> str:
        place = f"cell {self.cell!r}" if self.cell else ""
        place += f", line {self.line}" if self.line else ""
        return f"{place}: {self.message}" if place else self.message


def of_failure(error: EditionFailed, cells: Sequence[Any] = ()) -> Remark:
    """Say why an edition did not come out, with the cell and, of an error, its line.

    Args:
        cells: of the notebook as far as it ran.
    """
    found = _CELL.search(error.cause)
    cell = found[1] if found else ""
    traces = [
        "\n".join(output.get("traceback", []))
        for one in cells
        if one.get("id") == cell
        for output in one.get("outputs", [])
        if output.get("output_type") == "error"
    ]
    lines = [int(a or b) for trace in traces for a, b in _LINE.findall(_ANSI.sub("", trace))]
    shown = cell.removesuffix(_ASKING)
    message = error.cause.replace(f" in cell {cell}", "") if cell else error.cause
    # A cell that asks for inline values is not the analyst's: its lines say nothing.
    return Remark(shown, lines[-1] if lines and shown == cell else 0, message)


def placed(cells: Sequence[Any], remarks: Iterable[Remark], token: str) -> list[Any]:
    """Return the cells with a mark behind each one that something is said about, until the one that stopped the run.

    Args:
        cells: of the notebook as far as it ran.
        token: letters and digits that stand nowhere else; ``shown_in`` finds the marks by it.
    """
    by_cell: dict[str, list[int]] = {}
    for number, remark in enumerate(remarks):
        by_cell.setdefault(remark.cell, []).append(number)
    found = [_mark(token, number) for number in by_cell.get("", [])]
    for cell in cells:
        if _OF_PAPERMILL in cell.metadata.get("tags", []):
            continue
        found.append(cell)
        failed = any(output.output_type == "error" for output in cell.get("outputs", []))
        shown = cell.id.removesuffix(_ASKING) if failed else cell.id
        found += [_mark(token, number) for number in by_cell.get(shown, [])]
        if failed:
            break
    return found


def _mark(token: str, number: int) -> Any:
    return new_markdown_cell(f"{token}n{number}n")


def shown_in(page: str, remarks: Sequence[Remark], token: str) -> str:
    """Return a page with every remark at the place of its mark."""

    def box(match: re.Match[str]) -> str:
        remark = remarks[int(match[1])]
        colour = "#a4262c" if remark.stops else "#8a6d00"
        style = f"border:2px solid {colour};border-radius:4px;padding:.5em .8em;margin:.6em 0;overflow-wrap:anywhere"
        return f'<div id="remark-{match[1]}" role="note" style="{style}">{escape(str(remark))}</div>'

    return re.sub(rf"<p>{token}n(\d+)n</p>", box, page)
