"""The tile grid: one square per unit, its figure in it, and no figure told by colour alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thongbao.report import figures as ink
from thongbao.report.figures import png
from thongbao.report.figures_tiles import SHADES, Tile, shade, tiles_canvas


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=40))
def test_the_greater_the_figure_the_darker_the_tile(values: list[float]) -> None:
    """Shades follow the figures; only nothing and little share the lightest."""
    largest = max(values)
    shades = [shade(value, largest) for value in sorted(values)]

    assert shades == sorted(shades)
    assert all(1 <= found <= SHADES for found in shades)
    assert shades[-1] == (SHADES if largest > 0 else 1)


def test_every_tile_says_name_and_figure() -> None:
    """Who sees no shades reads the same."""
    canvas = tiles_canvas([Tile("Hưng Hà", "1.204", 4), Tile("Vũ Thư", "–", 0)])

    assert [label.text for label in canvas.labels] == ["Hưng Hà", "1.204", "Vũ Thư", "–"]


def test_text_on_a_dark_tile_is_white() -> None:
    """Contrast of at least 4.5 on every shade."""
    for at, kind in enumerate(ink.SHADED, start=1):
        text = ink.ON_DARK if at >= ink.DARK_FROM else ink.TEXT
        assert _contrast(kind.fill, text) >= 4.5


def test_a_unit_without_a_figure_is_hatched() -> None:
    """Missing is not zero."""
    canvas = tiles_canvas([Tile("新蔡县", "–", 0), Tile("西平县", "0", 1)])

    assert len(canvas.areas[ink.MISSING]) == 1
    assert len(canvas.areas[ink.SHADED[0]]) == 1


def test_tiles_are_drawn_in_rows_of_four() -> None:
    """Thirteen units take four rows, and a long name does not leave its tile."""
    canvas = tiles_canvas([Tile("Khu phát triển kinh tế Trú Mã Điếm", "3.071", 5)] * 13)

    assert len({label.y for label in canvas.labels if label.text == "3.071"}) == 4
    assert len(png(canvas)) < 60_000


def _contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
