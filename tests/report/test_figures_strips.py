"""The strips of the league table: how a unit reported, day by day."""

from __future__ import annotations

import io

from PIL import Image

from thongbao.report import figures as ink
from thongbao.report.figures import SCALE, pngs
from thongbao.report.figures_strips import HIGH, STEP, strips_canvas


def test_the_better_a_day_the_higher_its_bar() -> None:
    """On time, late, in part, silent: four heights, so that grey print tells them apart."""
    canvas, _ = strips_canvas([["on_time", "late", "partly", "missing"]])

    shapes = [shape for kind in (ink.ON_TIME, ink.LATE, ink.SILENT) for shape in canvas.areas[kind]]
    heights = {min(x for x, _ in shape): max(y for _, y in shape) - min(y for _, y in shape) for shape in shapes}
    found = [heights[day * STEP] for day in range(4)]
    assert found == sorted(found, reverse=True)
    assert len(set(found)) == 4


def test_a_day_on_which_nothing_was_due_stays_empty() -> None:
    """Not due is not silent."""
    canvas, _ = strips_canvas([["", ""]])

    assert not canvas.areas


def test_one_drawing_gives_a_picture_for_each_unit() -> None:
    """All strips are drawn at once and cut apart; each is as large as its box."""
    canvas, boxes = strips_canvas([["on_time"] * 28, ["missing"] * 28])

    first, second = (Image.open(io.BytesIO(content)) for content in pngs(canvas, boxes))
    assert first.size == second.size == (28 * STEP * SCALE, HIGH * SCALE)
    assert first.convert("L").getextrema()[0] < 80 < second.convert("L").getextrema()[0]
