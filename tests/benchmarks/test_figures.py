"""What each figure costs at print size, beside the same picture drawn with matplotlib as people draw it."""

from __future__ import annotations

import gc
import io
import statistics
import time
from datetime import date, timedelta
from typing import TYPE_CHECKING

import matplotlib as mpl
import pytest

from benchmarks.measured import ROUNDS, table
from thongbao.report.figures import png
from thongbao.report.figures_multiples import multiples_canvas
from thongbao.report.figures_strips import strips_canvas
from thongbao.report.figures_tiles import Tile, tiles_canvas
from thongbao.report.figures_trend import trend_canvas
from thongbao.report.figures_waterfall import Step, waterfall_canvas
from thongbao.report.series import Series

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

mpl.use("Agg")

TARGET = 100
"""Milliseconds of processor time that a figure may take; printed beside it, not asserted: machines differ."""

DAYS = tuple(date(2020, 2, 19) - timedelta(days=27 - n) for n in range(28))
STATES = ("on_time", "on_time", "late", "zero", "partly", "missing", "on_time")


def series(title: str, kind: str, grown: int) -> Series:
    """28 days of one measure with a day that is missing."""
    values = tuple(None if n == 9 else float((n * grown) % 97 + grown * n) for n in range(28))
    mean = tuple(None if n < 7 else float(grown * n + 40) for n in range(28)) if kind == "bars" else ()
    there = tuple(0 if value is None else 12 for value in values)
    return Series(title, "人", kind, DAYS, values, (1,) * 28, mean, there, (12,) * 28, there)  # type: ignore[arg-type]


PANELS = [series("当日新增", "bars", 3), *(series(name, "line", 7) for name in ("现有确诊", "医院隔离", "居家隔离"))]
UNITS = [series(f"示例县{n}", "line", n + 1) for n in range(12)]
STEPS = [
    Step("需要设备", 38705),
    Step("累计送达", 20476, "less"),
    Step("已认捐", 5585, "promised"),
    Step("尚缺", 18229),
]

OURS: dict[str, Callable[[], bytes]] = {
    "trend, 4 panels": lambda: png(trend_canvas(PANELS, "zh_Hans")),
    "small multiples, 12 units": lambda: png(multiples_canvas(UNITS, "zh_Hans")),
    "waterfall, 4 steps": lambda: png(waterfall_canvas(STEPS, "学习设备缺口（台）", "zh_Hans")),
    "tiles, 24 units": lambda: png(tiles_canvas([Tile(f"示例县{n}", str(n * 100), n % 5 + 1) for n in range(24)])),
    "strips, 12 units": lambda: png(strips_canvas([STATES * 4] * 12)[0]),
}


def _trend() -> Figure:
    from matplotlib import pyplot as plt

    figure, rows = plt.subplots(len(PANELS), 1, sharex=True, figsize=(5, 5.6))
    for axes, panel in zip(rows, PANELS, strict=True):
        heights = [value or 0 for value in panel.values]
        if panel.kind == "bars":
            axes.bar(panel.days, heights, label="new")
            axes.plot(panel.days, [value or 0 for value in panel.mean], label="mean")
        else:
            axes.plot(panel.days, heights, label="now")
            axes.fill_between(panel.days, heights, alpha=0.3)
        axes.axvspan(panel.days[9], panel.days[10], hatch="/////", fill=False)
        axes.set_title(f"panel {panel.kind}")
        axes.legend()
    figure.autofmt_xdate()
    return figure


def _multiples() -> Figure:
    from matplotlib import pyplot as plt

    figure, grid = plt.subplots(6, 2, sharex=True, sharey=True, figsize=(5, 6.6))
    for at, (axes, panel) in enumerate(zip(grid.flat, UNITS, strict=True)):
        axes.plot(panel.days, [value or 0 for value in panel.values])
        axes.fill_between(panel.days, [value or 0 for value in panel.values], alpha=0.3)
        axes.set_title(f"unit {at}")
    figure.autofmt_xdate()
    return figure


def _waterfall() -> Figure:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 2.5))
    left = [0, 18229, 12644, 0]
    axes.barh(range(4), [38705, 20476, 5585, 18229], left=left)
    axes.set_yticks(range(4), ["need", "delivered", "pledged", "remaining"])
    for at, step in enumerate(STEPS):
        axes.annotate(str(step.value), (left[at], at))
    return figure


def _tiles() -> Figure:
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 4.8))
    axes.imshow([[(4 * row + at) % 5 for at in range(4)] for row in range(6)], cmap="Blues")
    for n in range(24):
        axes.text(n % 4, n // 4, f"unit {n}\n{n * 100}", ha="center")
    return figure


def _strips() -> list[Figure]:
    from matplotlib import pyplot as plt

    made = []
    for _ in range(12):
        figure, axes = plt.subplots(figsize=(1.2, 0.2))
        axes.bar(range(28), [3, 3, 2, 3, 1, 0, 3] * 4)
        axes.axis("off")
        made.append(figure)
    return made


NAIVE: dict[str, Callable[[], Figure | list[Figure]]] = dict(
    zip(OURS, (_trend, _multiples, _waterfall, _tiles, _strips), strict=True)
)


def _saved(draw: Callable[[], Figure | list[Figure]]) -> bytes:
    from matplotlib import pyplot as plt

    drawn, out = draw(), io.BytesIO()
    for figure in drawn if isinstance(drawn, list) else [drawn]:
        figure.savefig(out, dpi=192, bbox_inches="tight")
        plt.close(figure)
    return out.getvalue()


def _spent(draw: Callable[[], bytes]) -> float:
    """Return the milliseconds of processor time of one call; as in an edition, nothing is collected meanwhile."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        assert draw().startswith(b"\x89PNG")
        return (time.process_time() - begun) * 1000
    finally:
        gc.enable()


@pytest.mark.bench
def test_the_cost_of_each_figure() -> None:
    """Prints processor time and size of each, beside a bare matplotlib figure saved with a tight box."""
    lines = []
    for name, draw in OURS.items():
        draw(), _saved(NAIVE[name])  # the first of each pays for fonts
        turns = [(_spent(draw), _spent(lambda name=name: _saved(NAIVE[name]))) for _ in range(max(ROUNDS, 5))]  # type: ignore[misc]
        ours, naive = (statistics.median(turn) for turn in zip(*turns, strict=True))
        met = "yes" if ours <= TARGET else "no"
        lines.append((name, ours, naive, naive / ours, len(draw()) / 1024, met))
        assert ours < naive
    head = ("figure", "CPU ms", "bare matplotlib, CPU ms", "× bare", "kB", f"within {TARGET} ms")
    table("Figures at print size, 480 CSS pixels at twice as many", head, lines)
