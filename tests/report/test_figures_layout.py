"""One width for every chart, and lines that stay within it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from support.days import FRIDAY as DAY
from thongbao.bulletin.body import NARROW
from thongbao.report.figures import text_width
from thongbao.report.figures_layout import TEXT, WIDTH, in_lines
from thongbao.report.figures_multiples import multiples_canvas
from thongbao.report.figures_tiles import Tile, tiles_canvas
from thongbao.report.figures_trend import trend_canvas
from thongbao.report.figures_waterfall import Step, waterfall_canvas
from thongbao.report.series import Series

WEEK = (1,) * 7
PANEL = Series("Cases", "people", "bars", (DAY,) * 7, (1234567.0,) * 7, WEEK, (9.5,) * 7, WEEK, WEEK, WEEK)


def test_every_chart_is_read_on_a_telephone_without_scrolling() -> None:
    """Its width is one at which a page gives it no region to scroll in, and no label leaves it."""
    canvases = [
        trend_canvas([PANEL], "en"),
        multiples_canvas([PANEL] * 3, "vi"),
        tiles_canvas([Tile("Khu phát triển kinh tế Trú Mã Điếm", "1.234.567", 5)] * 5),
        waterfall_canvas([Step("Pledged, not yet delivered, of all", 1234567)], "Devices " * 12, "en"),
    ]
    for canvas in canvases:
        assert canvas.width == WIDTH <= NARROW
        for label in canvas.labels:
            before = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * text_width(label.text, label.size)
            assert label.x - before >= -1
            assert label.x - before + text_width(label.text, label.size) <= WIDTH + 1


@given(st.text(st.sampled_from("ab 中县ệ"), min_size=1, max_size=60), st.integers(40, 200), st.integers(40, 200))
def test_a_text_takes_two_lines_at_most_and_none_is_wider_than_its_room(text: str, room: int, last: int) -> None:
    """What is left over is cut with an ellipsis; nothing of the rest is lost."""
    lines = in_lines(text, TEXT, room, min(room, last))

    assert 1 <= len(lines) <= 2
    assert all(text_width(line.removesuffix("…"), TEXT) <= room for line in lines)
    assert text_width(lines[-1].removesuffix("…"), TEXT) <= min(room, last)
    if not lines[-1].endswith("…"):
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
