"""Plan small multiples: one little panel per unit, all on one scale. Pure until it is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.language import number, short_date
from thongbao.report import figures as ink
from thongbao.report.figures import Canvas, text_width
from thongbao.report.figures_layout import LINE, TEXT, WIDTH, in_lines, tick
from thongbao.report.figures_scale import ticks
from thongbao.report.figures_trend import stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.report.series import Series

ACROSS = 2
LEFT, GAP = 62, 20
HEAD, PLOT, BELOW, FOOT = 27, 64, 14, 20
PANEL = (WIDTH - LEFT - GAP * (ACROSS - 1)) / ACROSS


def multiples_canvas(panels: Sequence[Series], locale: str) -> Canvas:
    """Plan a grid of panels, two across, all on the scale of the greatest value.

    Args:
        panels: one per unit, titled with its name, over the same days.
        locale: one of LOCALES.
    """
    marks = ticks(max(panel.largest() for panel in panels), 2)
    rows = [panels[at : at + ACROSS] for at in range(0, len(panels), ACROSS)]
    titles = [[_title(panel, locale) for panel in row] for row in rows]
    heads = [HEAD + LINE * (max(map(len, row)) - 1) for row in titles]
    canvas = Canvas(WIDTH, round(sum(heads) + len(rows) * (PLOT + BELOW) + FOOT))
    top = 0.0
    for row, lines, head in zip(rows, titles, heads, strict=True):
        top += head
        _scale(canvas, top, marks, locale)
        for at, panel in enumerate(row):
            left = LEFT + at * (PANEL + GAP)
            for up, line in enumerate(reversed(lines[at])):
                canvas.text(left, top - 13 - up * LINE, line, TEXT)
            _panel(canvas, panel, left, top, marks, locale)
            if row is rows[-1] or at >= len(rows[-1]):
                _ends(canvas, panel, left, top + PLOT, locale)
        top += PLOT + BELOW
    return canvas


def _title(panel: Series, locale: str) -> list[str]:
    """Break a name into at most two lines, the last of which leaves room for the value."""
    return in_lines(panel.title, TEXT, PANEL, PANEL - 8 - text_width(_value(panel, locale), TEXT))


def _value(panel: Series, locale: str) -> str:
    value = panel.values[-1]
    instead = panel.letters[-1] if panel.letters else ""
    return instead or "–" if value is None else number(value, locale)


def _panel(canvas: Canvas, panel: Series, left: float, top: float, marks: Sequence[float], locale: str) -> None:
    bottom = top + PLOT
    step = PANEL / len(panel.days)
    canvas.text(left + PANEL, top - 13, _value(panel, locale), TEXT, align="right")
    for mark in marks:
        y = bottom - mark / marks[-1] * PLOT
        canvas.line(ink.BASE if mark == 0 else ink.GRID, [(left, y), (left + PANEL, y)])
    for first, last in stretches(panel.missing(at) for at in range(len(panel.days))):
        canvas.box(ink.MISSING, left + first * step, top, left + (last + 1) * step, bottom)
    heights = panel.heights()
    if panel.kind == "bars":
        for at, height in enumerate(heights):
            if height:
                first = at - panel.spans[at] + 1
                kind = ink.SPAN if panel.spans[at] > 1 else ink.BAR_TENTATIVE if panel.tentative(at) else ink.BAR
                right = left + (at + 0.9) * step
                canvas.box(kind, left + (first + 0.1) * step, bottom - height / marks[-1] * PLOT, right, bottom)
        return
    for first, last in stretches(height is not None for height in heights):
        points = [
            (left + (at + 0.5) * step, bottom - (heights[at] or 0) / marks[-1] * PLOT) for at in range(first, last + 1)
        ]
        canvas.area(ink.AREA, [(points[0][0], bottom), *points, (points[-1][0], bottom)])
        if len(points) > 1:
            canvas.line(ink.STOCK, points)
        if last == len(panel.days) - 1 or first == last:
            canvas.dot(ink.DOT, *points[-1], 2.4)


def _scale(canvas: Canvas, top: float, marks: Sequence[float], locale: str) -> None:
    for mark in marks:
        canvas.text(
            LEFT - 6, top + PLOT - mark / marks[-1] * PLOT, tick(mark, marks[-1], locale), TEXT, ink.QUIET, "right"
        )


def _ends(canvas: Canvas, panel: Series, left: float, bottom: float, locale: str) -> None:
    canvas.text(left, bottom + 12, short_date(panel.days[0], locale), TEXT, ink.QUIET)
    canvas.text(left + PANEL, bottom + 12, short_date(panel.days[-1], locale), TEXT, ink.QUIET, "right")
