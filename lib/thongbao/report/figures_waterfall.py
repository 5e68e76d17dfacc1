"""Plan a waterfall: from a need, step by step, to what remains. Pure until it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thongbao.language import number, translator
from thongbao.report import figures as ink
from thongbao.report.figures import Canvas, text_width
from thongbao.report.figures_layout import LINE, TEXT, TITLE, WIDTH, in_lines, tick
from thongbao.report.figures_scale import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

LEFT, RIGHT = 148, 92
TOP, ROW, BAR, FOOT = 38, 44, 22, 26


@dataclass(frozen=True, slots=True)
class Step:
    """One bar.

    Attributes:
        label: what it counts, in the reader's language.
        value: >= 0, or None where it was not stated.
        kind: ``whole`` stands on zero; ``less`` takes away from where the bar before ended; ``promised`` shows
            how much more would go, dashed, and takes nothing away: it has not happened yet.
    """

    label: str
    value: float | None
    kind: Literal["whole", "less", "promised"] = "whole"


def waterfall_canvas(steps: Sequence[Step], title: str, locale: str) -> Canvas:
    """Plan horizontal bars, one under the other, the longest label left of them and each value right of its bar.

    Args:
        steps: at least one; what is taken away is never drawn beyond zero, however much more it is than there was.
        title: what is counted, with its unit.
        locale: one of LOCALES.
    """
    t = translator(locale)
    titles = in_lines(title, TITLE, WIDTH)
    top = TOP + LINE * (len(titles) - 1)
    bottom = top + ROW * len(steps)
    canvas = Canvas(WIDTH, bottom + FOOT)
    for down, line in enumerate(titles):
        canvas.text(0, 13 + down * LINE, line, TITLE)
    marks = ticks(max((step.value or 0 for step in steps), default=0), 3)

    def x(value: float) -> float:
        return LEFT + value / marks[-1] * (WIDTH - LEFT - RIGHT)

    for mark in marks:
        canvas.line(ink.BASE if mark == 0 else ink.GRID, [(x(mark), top), (x(mark), bottom)])
        canvas.text(x(mark), bottom + 14, tick(mark, marks[-1], locale), TEXT, ink.QUIET, "center")
    left_over = 0.0
    for at, step in enumerate(steps):
        middle = top + ROW * (at + 0.5)
        lines = in_lines(step.label, TEXT, LEFT - 14)
        for down, line in enumerate(lines):
            up = (len(lines) - 1) / 2
            canvas.text(LEFT - 10, middle + (down - up) * LINE, line, TEXT, align="right")
        if step.value is None:
            canvas.text(x(0) + 8, middle, t("not stated"), TEXT, ink.QUIET)
            continue
        end = step.value if step.kind == "whole" else left_over
        start = 0.0 if step.kind == "whole" else max(0.0, left_over - step.value)
        kind = {"whole": ink.BAR, "less": ink.DONE, "promised": ink.SPAN}[step.kind]
        if end > start:
            canvas.box(kind, x(start), middle - BAR / 2, x(end), middle + BAR / 2)
        said = ("−" if step.kind == "less" and step.value else "") + number(step.value, locale)
        canvas.box(ink.PAPER, x(end) + 4, middle - 10, x(end) + 12 + text_width(said, TEXT), middle + 10)
        canvas.text(x(end) + 8, middle, said, TEXT)
        left_over = start if step.kind == "less" else end
        if at + 1 < len(steps):
            canvas.line(ink.GUIDE, [(x(left_over), middle + BAR / 2), (x(left_over), middle + ROW - BAR / 2)])
    return canvas
