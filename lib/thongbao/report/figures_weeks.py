"""Plan a chart by week: one bar per week with its figure over it, one panel per measure. Pure until it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from thongbao.language import short_date
from thongbao.report import figures as ink
from thongbao.report.figures import Canvas, fit
from thongbao.report.figures_layout import TEXT, TITLE, WIDTH

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

HEAD, ROOM, PLOT, FOOT, GAP = 28, 22, 84, 26, 14
FEWEST = 4
"""Of fewer weeks the bars do not grow wider."""


@dataclass(frozen=True, slots=True)
class Week:
    """One bar.

    Attributes:
        day: on which the week is reported.
        value: its height, 0 or more; None where there is none.
        said: the figure over it, or what stands instead of one.
        partial: whether units lack that should be in it.
        missing: whether a report was due and none came.
    """

    day: date
    value: float | None
    said: str
    partial: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """What is shown, in the reader's language; the weeks, ascending; the least value that fills the plot."""

    title: str
    weeks: tuple[Week, ...]
    full: float = 0.0


def weeks_canvas(panels: Sequence[Panel], locale: str) -> Canvas:
    """Plan one panel under the other, each with its own scale from zero.

    Args:
        panels: at least one, each with a week or more.
        locale: one of LOCALES.
    """
    each = HEAD + ROOM + PLOT + FOOT
    canvas = Canvas(WIDTH, each * len(panels) + GAP * (len(panels) - 1) + 4)
    for at, panel in enumerate(panels):
        _panel(canvas, panel, at * (each + GAP) + 4.0, locale)
    return canvas


def _panel(canvas: Canvas, panel: Panel, top: float, locale: str) -> None:
    canvas.text(0, top + 12, fit(panel.title, TITLE, WIDTH), TITLE)
    upper = top + HEAD + ROOM
    bottom = upper + PLOT
    step = WIDTH / max(len(panel.weeks), FEWEST)
    largest = max([panel.full, *(week.value or 0 for week in panel.weeks)]) or 1.0
    canvas.line(ink.BASE, [(0, bottom), (step * len(panel.weeks), bottom)])
    for at, week in enumerate(panel.weeks):
        middle, height = step * (at + 0.5), (week.value or 0) / largest * PLOT
        left, right = middle - step * 0.3, middle + step * 0.3
        if week.missing:
            canvas.box(ink.MISSING, left, upper, right, bottom)
        elif height > 0:
            canvas.box(ink.BAR_TENTATIVE if week.partial else ink.BAR, left, bottom - height, right, bottom)
        color = ink.QUIET if week.value is None else ink.TEXT
        over = upper if week.missing else bottom - height
        canvas.text(middle, over - 11, fit(week.said, TEXT, step - 2), TEXT, color, "center")
        canvas.text(middle, bottom + 15, fit(short_date(week.day, locale), TEXT, step - 2), TEXT, ink.QUIET, "center")
