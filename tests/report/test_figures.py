"""Pictures: right letters, the same bytes, opaque, small."""

from __future__ import annotations

import io
from datetime import date, timedelta

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from thongbao.errors import FigureInvalid
from thongbao.report.figures import BAR, MEAN, MISSING, SCALE, Canvas, fit, png, text_width
from thongbao.report.figures_multiples import multiples_canvas
from thongbao.report.figures_scale import ticks
from thongbao.report.figures_trend import stretches, trend_canvas
from thongbao.report.series import Series


def _series(title: str, values: list[float | None], kind: str = "line", spans: list[int] | None = None) -> Series:
    days = tuple(date(2020, 2, 19) - timedelta(days=len(values) - 1 - n) for n in range(len(values)))
    reported = tuple(int(value is not None) for value in values)
    mean = (None,) * len(values) if kind == "bars" else ()
    told = tuple(spans or [1] * len(values))
    return Series(title, "人", kind, days, tuple(values), told, mean, reported, (1,) * len(values), reported)  # type: ignore[arg-type]


def _canvas(text: str = "驿城区 Thái Bình") -> Canvas:
    canvas = Canvas(200, 60)
    canvas.box(BAR, 10, 20, 30, 50)
    canvas.line(MEAN, [(10, 30), (60, 20)])
    canvas.text(70, 30, text)
    return canvas


def test_the_same_canvas_gives_the_same_bytes() -> None:
    """Same inputs give the same bytes: no date, no version, no random ids in a picture."""
    first = png(_canvas())

    assert png(_canvas()) == first
    assert b"tEXt" not in first
    assert b"Software" not in first


def test_somebodys_own_settings_of_matplotlib_change_no_picture() -> None:
    """A matplotlibrc in the folder or in the home of who runs it must not show in an edition."""
    canvas = _canvas()
    canvas.box(MISSING, 70, 5, 120, 20)
    first, wide = png(canvas), text_width("驿城区", 12)
    own = {"hatch.linewidth": 9, "hatch.color": "red", "path.sketch": (4, 9, 3), "text.hinting": "none",
           "patch.antialiased": False, "figure.autolayout": True, "font.size": 40}  # fmt: skip

    with mpl.rc_context(own):
        assert png(canvas) == first
        assert text_width("驿城区", 12) == wide
        assert mpl.rcParams["hatch.linewidth"] == 9


def test_a_picture_is_opaque_and_twice_as_fine_as_it_is_shown() -> None:
    """A dark page or mail client must not shine through, and print must be sharp."""
    picture = Image.open(io.BytesIO(png(_canvas())))

    assert picture.size == (200 * SCALE, 60 * SCALE)
    assert picture.mode == "P"
    assert "transparency" not in picture.info
    assert picture.convert("RGB").getpixel((399, 119)) == (255, 255, 255)


@pytest.mark.parametrize("text", ["\u0e01", "county \U0001f600", "\U00020000"])
def test_a_letter_the_font_does_not_have_is_an_error(text: str) -> None:
    """A box instead of a character is never published."""
    with pytest.raises(FigureInvalid, match="no glyph"):
        png(_canvas(text))


def test_all_vietnamese_letters_and_rare_characters_of_county_names_can_be_drawn() -> None:
    """The one font serves every language of the project, also Vietnamese that comes in parts."""
    text = "ăâđêôơưĂÂĐÊÔƠƯ ắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữự 埇埗沚浉瀍猇硚鄠 Tha\u0301i Bi\u0300nh −±≤≥"

    assert png(_canvas(text)).startswith(b"\x89PNG")


def test_a_dollar_sign_is_a_dollar_sign() -> None:
    """Names are never read as formulas."""
    assert png(_canvas(r"$\frac{1}{0$ $x^$")).startswith(b"\x89PNG")


@given(st.text(st.sampled_from("驿城区abcĐỗi nW"), max_size=60), st.floats(30, 300))
def test_a_shortened_label_fits(text: str, room: float) -> None:
    """Labels are measured, not guessed."""
    found = fit(text, 12, room)

    assert found == text or text_width(found, 12) <= room


@given(st.floats(0, 1e8), st.integers(1, 4))
def test_ticks_start_at_zero_cover_the_greatest_and_are_few(largest: float, steps: int) -> None:
    """Scales start at zero, so heights compare as numbers do."""
    marks = ticks(largest, steps)

    assert marks[0] == 0
    assert marks[-1] >= largest or largest < 1
    assert len(marks) <= steps + 2
    assert all(mark == int(mark) for mark in marks)


@given(st.lists(st.booleans(), max_size=40))
def test_stretches_cover_exactly_the_true_days(flags: list[bool]) -> None:
    """A gap is hatched where it is and nowhere else."""
    found = {at for first, last in stretches(flags) for at in range(first, last + 1)}

    assert found == {at for at, flag in enumerate(flags) if flag}


def test_days_without_a_report_are_hatched_and_never_joined() -> None:
    """A line over a missing day would say what nobody reported."""
    values: list[float | None] = [3.0] * 10 + [None] * 3 + [5.0] * 15
    canvas = trend_canvas([_series("现有确诊", values)], "zh_Hans")

    assert len(canvas.areas[MISSING]) == 1
    ((left, _), (right, _), *_) = canvas.areas[MISSING][0]
    strokes = [stroke for ink, lines in canvas.lines.items() if ink.level == 4 for stroke in lines]
    assert strokes
    assert not any(a[0] < left and b[0] > right for a, b in strokes)


def test_what_was_added_over_several_days_is_one_block_over_them() -> None:
    """A gap is not followed by a spike that never was."""
    values: list[float | None] = [10.0] * 20 + [None, None, 30.0] + [10.0] * 5
    series = _series("新增", values, "bars", [1] * 22 + [3] + [1] * 5)

    assert series.largest() == 10
    assert [series.missing(at) for at in (19, 20, 21, 22)] == [False, True, True, False]
    assert png(trend_canvas([series], "zh_Hans")).startswith(b"\x89PNG")


@pytest.mark.parametrize("locale", ["zh_Hans", "vi", "en"])
def test_charts_with_extreme_names_and_numbers_are_drawn_small(locale: str) -> None:
    """400 letters, one unit, thirty units, nothing but zeros: a picture under 100 kB all the same."""
    long = _series("<script>" + "W" * 392, [0.0] * 28)
    grid = [_series("Khu phát triển kinh tế Trú Mã Điếm", [float(n)] * 28) for n in range(24)]

    for canvas in (trend_canvas([long], locale), multiples_canvas([long], locale), multiples_canvas(grid, locale)):
        assert len(png(canvas)) < 100_000
