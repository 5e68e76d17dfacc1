"""Plan the 28-day chart: one panel per measure over the same days. Pure until it is drawn."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from thongbao.language import number, short_date, translator
from thongbao.report import figures as ink
from thongbao.report.figures import Canvas, fit, text_width
from thongbao.report.figures_layout import LINE, TEXT, WIDTH, tick
from thongbao.report.figures_layout import TITLE as LETTERS
from thongbao.report.figures_scale import ticks
from thongbao.report.words import counted_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thongbao.report.series import Series

LEFT, RIGHT = 62, 152
TITLE, PLOT, GAP, FOOT = 32, 96, 16, 29


class Place:
    """Where a panel stands: day numbers to x, up to ``right``, values to y."""

    def __init__(self, top: float, days: int, marks: Sequence[float], right: float) -> None:
        self.top, self.bottom, self.right = top + TITLE, top + TITLE + PLOT, right
        self.step = (right - LEFT) / days
        self.marks = marks

    def x(self, at: float) -> float:
        """Return the middle of day ``at``."""
        return LEFT + (at + 0.5) * self.step

    def y(self, value: float) -> float:
        """Return the height of ``value``."""
        return self.bottom - value / self.marks[-1] * (self.bottom - self.top)


def trend_canvas(panels: Sequence[Series], locale: str) -> Canvas:
    """Plan a chart with one panel per series, each with its own scale from zero.

    Args:
        panels: at least one, over the same days; one without any value becomes a line that says so.
        locale: one of LOCALES.
    """
    heights = [TITLE if panel.empty else TITLE + PLOT for panel in panels]
    canvas = Canvas(WIDTH, round(sum(heights) + GAP * (len(panels) - 1) + FOOT + 6))
    top, right = 4.0, _right(panels, locale)
    for panel, height in zip(panels, heights, strict=True):
        _panel(canvas, panel, top, right, locale)
        top += height + GAP
    _dates(canvas, panels[0], top - GAP, right, locale)
    return canvas


def _right(panels: Sequence[Series], locale: str) -> float:
    """Return where the days end: what stands behind them has room, and one edge serves all panels."""
    behind = [text_width(text, TEXT) for panel in panels for _, text, _ in _ends(panel, locale)]
    dates = text_width(short_date(panels[0].days[-1], locale), TEXT) / 2
    return WIDTH - min(RIGHT, max([dates, *behind]) + 10)


def _panel(canvas: Canvas, panel: Series, top: float, right: float, locale: str) -> None:
    t = translator(locale)
    title = counted_in(panel.title, panel.unit, locale)
    if panel.empty:
        empty = t("{title}: not published on any day") if panel.hidden else t("{title}: not stated on any day")
        title = empty.format(title=panel.title)
    canvas.text(0, top + 12, fit(title, LETTERS, WIDTH), LETTERS)
    if panel.empty:
        return
    place = Place(top, len(panel.days), ticks(panel.largest()), right)
    for mark in place.marks:
        canvas.line(ink.BASE if mark == 0 else ink.GRID, [(LEFT, place.y(mark)), (right, place.y(mark))])
        canvas.text(LEFT - 6, place.y(mark), tick(mark, place.marks[-1], locale), TEXT, ink.QUIET, "right")
    no_report = _missing(canvas, panel, place, t("no report"))
    (_bars if panel.kind == "bars" else _stock)(canvas, panel, place)
    _end_labels(canvas, panel, place, locale)
    if no_report:
        canvas.text(*no_report)


def _missing(
    canvas: Canvas, panel: Series, place: Place, words: str
) -> tuple[float, float, str, float, str, ink.Align] | None:
    """Hatch the days without a report; return the label of the widest such stretch if there is room for it."""
    widest: tuple[int, int] = (0, 0)
    for first, last in stretches(panel.missing(at) for at in range(len(panel.days))):
        canvas.box(ink.MISSING, place.x(first - 0.5), place.top, place.x(last + 0.5), place.bottom)
        widest = max(widest, (last - first + 1, first))
    half = text_width(words, TEXT) / 2 + 4
    if widest[0] * place.step < 2 * half:
        return None
    middle = place.x(widest[1] + (widest[0] - 1) / 2)
    canvas.box(ink.PAPER, middle - half, place.top + 2, middle + half, place.top + 22)
    return (middle, place.top + 12, words, TEXT, ink.QUIET, "center")


def _bars(canvas: Canvas, panel: Series, place: Place) -> None:
    for at, height in enumerate(panel.heights()):
        if height is None:
            continue
        span = panel.spans[at]
        left, right = place.x(at - span + 0.5) + place.step * 0.12, place.x(at + 0.5) - place.step * 0.12
        kind = ink.SPAN if span > 1 else ink.BAR
        if span == 1 and (panel.tentative(at) or panel.partial(at)):
            kind = ink.BAR_TENTATIVE
        if height > 0:
            canvas.box(kind, left, place.y(height), right, place.bottom)
    for first, last in stretches(value is not None for value in panel.mean):
        points = [(place.x(at), place.y(panel.mean[at] or 0)) for at in range(first, last + 1)]
        if len(points) > 1:
            canvas.line(ink.MEAN, points)


def _stock(canvas: Canvas, panel: Series, place: Place) -> None:
    for first, last in stretches(value is not None for value in panel.values):
        points = [(place.x(at), place.y(panel.values[at] or 0)) for at in range(first, last + 1)]
        canvas.area(ink.AREA, [(points[0][0], place.bottom), *points, (points[-1][0], place.bottom)])
        for at, pair in enumerate(pairwise(points), start=first + 1):
            doubtful = panel.tentative(at) or panel.partial(at) or panel.partial(at - 1)
            canvas.line(ink.STOCK_TENTATIVE if doubtful else ink.STOCK, list(pair))
        for at, (x, y) in zip(range(first, last + 1), points, strict=True):
            if panel.partial(at):
                canvas.dot(ink.DOT_OPEN, x, y, 2.6)
            elif first == last or at == len(panel.days) - 1:
                canvas.dot(ink.DOT, x, y, 3)


def _ends(panel: Series, locale: str) -> list[tuple[float, str, str]]:
    """Return height, words and colour of what stands behind the last day: its figure and the mean up to it."""
    t, value, mean = translator(locale), panel.values[-1], panel.mean[-1] if panel.mean else None
    found = []
    if value is not None and value >= 0:
        found.append((panel.heights()[-1] or 0, number(value, locale), ink.TEXT))
    if mean is not None:
        found.append((mean, t("7-day mean {mean}").format(mean=number(mean, locale, 1)), ink.QUIET))
    return found


def _end_labels(canvas: Canvas, panel: Series, place: Place, locale: str) -> None:
    """Name the lines where they end; keep two labels apart."""
    rows = sorted((place.y(end), text, color) for end, text, color in _ends(panel, locale))
    if len(rows) == 2 and rows[1][0] - rows[0][0] < LINE:
        middle = min((rows[0][0] + rows[1][0]) / 2, place.bottom - LINE / 2)
        rows = [(middle - LINE / 2, *rows[0][1:]), (middle + LINE / 2, *rows[1][1:])]
    for y, text, color in rows:
        canvas.text(place.right + 8, y, fit(text, TEXT, RIGHT - 8), TEXT, color)


def _dates(canvas: Canvas, panel: Series, bottom: float, right: float, locale: str) -> None:
    place = Place(bottom, len(panel.days), (0, 1), right)
    for at in range(len(panel.days) - 1, -1, -7):
        canvas.line(ink.BASE, [(place.x(at), bottom), (place.x(at), bottom + 4)])
        canvas.text(place.x(at), bottom + 16, short_date(panel.days[at], locale), TEXT, ink.QUIET, "center")


def stretches(flags: Iterable[bool]) -> list[tuple[int, int]]:
    """Return (first, last) of each unbroken run of true flags."""
    runs: list[tuple[int, int]] = []
    for at, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == at - 1:
            runs[-1] = (runs[-1][0], at)
        elif flag:
            runs.append((at, at))
    return runs
