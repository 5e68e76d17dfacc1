"""The small picture of an edition: of its first figure, small, and nothing that the page does not show."""

from __future__ import annotations

import base64
import io

import pytest
from PIL import Image, PngImagePlugin

from support.notebooks import chart, code, executed_notebook, head, html, picture
from thongbao.bulletin.render import render
from thongbao.bulletin.thumbnails import COLOURS, HEIGHT, WIDTH, thumbnail


def figure(content: bytes, attributes: str = "", around: str = "") -> str:
    """A figure as it stands on a page."""
    source = base64.b64encode(content).decode()
    return f'<figure class="chart">{around}<img src="data:image/png;base64,{source}" alt="a"{attributes}></figure>'


def drawn(width: int, height: int, colour: str = "red", mode: str = "RGB") -> bytes:
    """A PNG of two colours, the upper half in the first."""
    image = Image.new(mode, (width, height), colour)
    image.paste("blue", (0, height // 2, width, height))
    out, note = io.BytesIO(), PngImagePlugin.PngInfo()
    note.add_text("Comment", "seen by nobody")
    image.save(out, "PNG", pnginfo=note)
    return out.getvalue()


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(io.BytesIO(content))


@pytest.mark.parametrize(
    ("size", "small"),
    [
        ((960, 1190), (240, 150)),
        ((960, 300), (240, 75)),
        ((120, 60), (120, 60)),
        ((3000, 1), (240, 1)),
        ((1, 900), (1, 150)),
    ],
)
def test_a_figure_fits_the_width_and_is_cut_off_below(size: tuple[int, int], small: tuple[int, int]) -> None:
    """What is small already is not blown up."""
    found = opened(thumbnail(figure(drawn(*size))))

    assert found.size == small
    assert found.width <= WIDTH
    assert found.height <= HEIGHT


def test_it_shows_the_upper_part_in_few_colours_and_carries_no_words() -> None:
    """A palette of 16, and no text that some program wrote into the picture."""
    found = opened(thumbnail(figure(drawn(960, 1200))))

    assert found.mode == "P"
    assert len(found.convert("RGB").getcolors() or []) <= COLOURS
    assert found.convert("RGB").getpixel((10, 10)) == (255, 0, 0)
    assert found.info == {}


def test_what_is_clear_in_a_figure_is_white_as_the_paper() -> None:
    """Not black, which a picture without its alpha would be."""
    content = thumbnail(figure(drawn(480, 200, (0, 0, 0, 0), "RGBA")))  # type: ignore[arg-type]

    assert opened(content).convert("RGB").getpixel((3, 3)) == (255, 255, 255)


def test_the_first_figure_counts_that_may_be_turned_on_a_dark_screen() -> None:
    """Small pictures in tables are no figures, and in a shaded one light and dark tell something."""
    in_table = f'<td><img src="data:image/png;base64,{base64.b64encode(drawn(8, 8)).decode()}" alt="x"></td>'
    shaded, plain = figure(drawn(480, 480, "lime"), ' class="shaded"'), figure(drawn(480, 480, "red"), around="<div>")

    found = opened(thumbnail(in_table + shaded + plain)).convert("RGB")

    assert found.getpixel((3, 3)) == (255, 0, 0)
    assert thumbnail(in_table + shaded) is None


def test_the_same_page_gives_the_same_bytes() -> None:
    """As all files of an edition."""
    page = figure(drawn(700, 500))

    assert thumbnail(page) == thumbnail(page)


@pytest.mark.parametrize("content", [b"", b"no picture", drawn(96, 96)[:60], drawn(96, 96)[:-30]])
def test_a_figure_that_cannot_be_read_gives_none_and_stops_nothing(content: bytes) -> None:
    """The check refuses such a page; an edition never fails for the sake of its thumbnail."""
    assert thumbnail(figure(content)) is None or opened(thumbnail(figure(content)))
    assert thumbnail('<figure class="chart"><img src="data:image/png;base64,A" alt="a"></figure>') is None
    assert thumbnail("<p>no figure</p>") is None


def test_a_picture_that_unfolds_to_gigabytes_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few kilobytes can hold it; Pillow says so before it reads the points."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 1000)

    assert thumbnail(figure(drawn(200, 200))) is None


def test_the_figure_of_a_rendered_page_is_found() -> None:
    """Cleaned, put into a region that scrolls, with its width: as the template leaves it."""
    page = render(executed_notebook([code(html(chart("Cases", picture(1600, 600))))]), head())

    assert opened(thumbnail(page)).size == (240, 90)
