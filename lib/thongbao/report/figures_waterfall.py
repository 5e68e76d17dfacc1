"""Plan a waterfall: from a need, step by step, to what remains. Pure until it is drawn."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from thongbao.language import number, translator
from thongbao.report import figures as ink
from thongbao.report.figures import Canvas, fit, text_width
from thongbao.report.figures_scale import ticks

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH, LEFT, RIGHT = 600, 190, 86
TOP, ROW, BAR, FOOT = 34, 40, 22, 24


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
    canvas = Canvas(WIDTH, TOP + ROW * len(steps) + FOOT)
    canvas.text(0, 13, fit(title, 14, WIDTH), 14)
    marks = ticks(max((step.value or 0 for step in steps), default=0), 4)
    bottom = TOP + ROW * len(steps)

    def x(value: float) -> float:
        return LEFT + value / marks[-1] * (WIDTH - LEFT - RIGHT)

    for mark in marks:
        canvas.line(ink.BASE if mark == 0 else ink.GRID, [(x(mark), TOP), (x(mark), bottom)])
        canvas.text(x(mark), bottom + 12, number(mark, locale), 13, ink.QUIET, "center")
    left_over = 0.0
    for at, step in enumerate(steps):
        middle = TOP + ROW * (at + 0.5)
        for offset, line in _lines(unicodedata.normalize("NFC", step.label)).items():
            canvas.text(LEFT - 10, middle + offset, line, 13, align="right")
        if step.value is None:
            canvas.text(x(0) + 8, middle, t("not stated"), 13, ink.QUIET)
            continue
        end = step.value if step.kind == "whole" else left_over
        start = 0.0 if step.kind == "whole" else max(0.0, left_over - step.value)
        kind = {"whole": ink.BAR, "less": ink.DONE, "promised": ink.SPAN}[step.kind]
        if end > start:
            canvas.box(kind, x(start), middle - BAR / 2, x(end), middle + BAR / 2)
        said = ("" if step.kind == "whole" or not step.value else "−") + number(step.value, locale)
        canvas.box(ink.PAPER, x(end) + 4, middle - 9, x(end) + 12 + text_width(said, 13), middle + 9)
        canvas.text(x(end) + 8, middle, said, 13)
        left_over = start if step.kind == "less" else end
        if at + 1 < len(steps):
            canvas.line(ink.GUIDE, [(x(left_over), middle + BAR / 2), (x(left_over), middle + ROW - BAR / 2)])
    return canvas


def _lines(label: str) -> dict[float, str]:
    """Break a label into at most two lines; return offset from the middle -> line."""
    room = LEFT - 14
    if text_width(label, 13) <= room:
        return {0: label}
    first = fit(label, 13, room).removesuffix("…")
    if " " in first:
        first = first.rpartition(" ")[0]
    return {-8.5: first, 8.5: fit(label[len(first) :].strip(), 13, room)}
