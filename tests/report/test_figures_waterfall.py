"""The waterfall: what is taken away begins where the bar before ended, and nothing reaches beyond zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.report import figures as ink
from thongbao.report.figures import png
from thongbao.report.figures_waterfall import LEFT, RIGHT, WIDTH, Step, waterfall_canvas

PIXELS = WIDTH - LEFT - RIGHT
STEPS = [Step("need", 200), Step("delivered", 80, "less"), Step("pledged", 30, "promised"), Step("remaining", 120)]


def _bar(canvas: ink.Canvas, kind: ink.Ink, at: int = 0) -> tuple[float, float]:
    xs = [x for x, _ in canvas.areas[kind][at]]
    return min(xs), max(xs)


def test_each_step_begins_where_the_one_before_ended() -> None:
    """Need 200, 80 of them delivered: the bar of what was delivered spans 120 to 200, and 120 remain."""
    canvas = waterfall_canvas(STEPS, "devices", "en")

    need, remaining = _bar(canvas, ink.BAR, 0), _bar(canvas, ink.BAR, 1)
    assert need == (LEFT, LEFT + PIXELS)
    assert _bar(canvas, ink.DONE) == pytest.approx((remaining[1], need[1]))
    assert remaining[1] == pytest.approx(LEFT + PIXELS * 120 / 200)


def test_what_is_only_promised_takes_nothing_away() -> None:
    """It ends where the remaining bar ends, and is drawn in another way."""
    canvas = waterfall_canvas(STEPS, "devices", "en")

    assert _bar(canvas, ink.SPAN)[1] == pytest.approx(_bar(canvas, ink.BAR, 1)[1])


def test_a_step_that_was_not_stated_is_said_and_has_no_bar() -> None:
    """Missing is not zero."""
    canvas = waterfall_canvas([Step("need", 5), Step("delivered", None, "less")], "devices", "en")

    assert "not stated" in [label.text for label in canvas.labels]
    assert ink.DONE not in canvas.areas


@given(st.lists(st.tuples(st.none() | st.floats(0, 1e7), st.sampled_from(["whole", "less", "promised"])), min_size=1))
def test_no_bar_leaves_the_scale(steps: list[tuple[float | None, str]]) -> None:
    """More taken away than there was is a matter of the checks, not of a bar left of zero."""
    canvas = waterfall_canvas([Step("步骤", value, kind) for value, kind in steps], "台", "zh_Hans")  # type: ignore[arg-type]

    bars = [shape for kind in (ink.BAR, ink.DONE, ink.SPAN) for shape in canvas.areas.get(kind, [])]
    assert all(LEFT - 1e-6 <= x <= WIDTH - RIGHT + 1e-6 for bar in bars for x, _ in bar)


@pytest.mark.parametrize("locale", ["zh_Hans", "vi", "en"])
def test_long_labels_are_broken_and_drawn(locale: str) -> None:
    """Two lines, then an ellipsis; the picture stays small."""
    canvas = waterfall_canvas([Step("Học sinh thiếu thiết bị học trực tuyến " * 3, 15168)], "máy", locale)

    assert len(png(canvas)) < 30_000
