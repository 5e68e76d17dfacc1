"""Plan the strips that stand in a table: how a unit reported, day by day. Pure until it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.report import figures as ink
from thongbao.report.figures import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

STEP, HIGH = 4, 18
HEIGHT = {"on_time": 14.0, "zero": 14.0, "late": 9.0, "partly": 5.0}
"""State of a day -> height of its bar: the more is right, the higher, so that nothing is told by colour alone."""


def strips_canvas(strips: Sequence[Sequence[str]]) -> tuple[Canvas, list[tuple[int, int, int, int]]]:
    """Plan all strips of a table in one picture.

    Args:
        strips: of each unit the state of each day, as ``completeness.by_day`` names them; "" where nothing was due.

    Returns:
        The picture, and of each strip its box in it: left, top, right, bottom in CSS pixels.
    """
    wide = max((len(strip) for strip in strips), default=1) * STEP
    canvas = Canvas(wide, HIGH * max(1, len(strips)))
    boxes = []
    for at, strip in enumerate(strips):
        bottom = HIGH * (at + 1) - 1
        for day, state in enumerate(strip):
            left = day * STEP
            if state in HEIGHT:
                late = state in ("late", "partly")
                canvas.box(ink.LATE if late else ink.ON_TIME, left, bottom - HEIGHT[state], left + STEP - 1, bottom)
            elif state:
                canvas.box(ink.SILENT, left, bottom - 1.5, left + STEP - 1, bottom)
        boxes.append((0, HIGH * at, wide, HIGH * (at + 1)))
    return canvas, boxes
