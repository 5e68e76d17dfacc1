"""Plan a tile grid: one square per unit, shaded by its figure, which stands in it. Pure until it is drawn.

It stands where others put a map: no boundaries are needed, a small unit is as large as a great one, and nothing is told
by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.report import figures as ink
from thongbao.report.figures import Canvas, fit
from thongbao.report.figures_layout import SMALL, WIDTH, in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP, HIGH, ACROSS = 6, 72, 4
FIGURE = 18
"""Size of the figure in a tile, CSS pixels."""

SHADES = 5


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit.

    Attributes:
        name: of the unit, in the reader's language.
        said: its figure, or what stands for it, e.g. that it was not stated.
        shade: 1, lightest, to SHADES; 0 where there is no figure: it is hatched.
    """

    name: str
    said: str
    shade: int


def tiles_canvas(tiles: Sequence[Tile]) -> Canvas:
    """Plan tiles in reading order, four across."""
    across = min(ACROSS, max(1, len(tiles)))
    wide = (WIDTH - GAP * (ACROSS - 1)) / ACROSS
    rows = -(-len(tiles) // across)
    canvas = Canvas(WIDTH, rows * (HIGH + GAP) - GAP + 2)
    for at, tile in enumerate(tiles):
        left, top = (at % across) * (wide + GAP) + 1, (at // across) * (HIGH + GAP) + 1
        right, bottom = left + wide - 2, top + HIGH
        canvas.box(ink.SHADED[tile.shade - 1] if tile.shade else ink.MISSING, left, top, right, bottom)
        color = ink.ON_DARK if tile.shade >= ink.DARK_FROM else ink.TEXT
        if not tile.shade:
            canvas.box(ink.PAPER, left + 3, top + 5, right - 3, bottom - 5)
        lines = in_lines(tile.name, SMALL, wide - 12)
        for down, line in enumerate(lines):
            canvas.text(left + 6, top + 14 + 17 * down, line, SMALL, color)
        canvas.text(right - 6, bottom - 14, fit(tile.said, FIGURE, wide - 12), FIGURE, color, "right")
    return canvas


def shade(value: float, largest: float) -> int:
    """Return which fifth of the way from 0 to the largest a value lies in: 1 to SHADES; 0 is the lightest, too."""
    if largest <= 0 or value <= 0:
        return 1
    return max(1, min(SHADES, -int(-value * SHADES // largest)))
