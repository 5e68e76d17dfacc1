"""Draw pictures that every reader can read: one font, few inks, opaque white, the same bytes each time.

The only module that touches matplotlib. A picture is planned on a Canvas in CSS pixels, from the top left, and drawn in
one go at twice that many pixels: all shapes of one ink are one collection, because a patch per bar costs a millisecond.
"""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from matplotlib import rc_context, rcParamsDefault
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import LoadFlags
from PIL import Image
from pylopdf_fonts_zh_cn import sans_path

from thongbao.errors import FigureInvalid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.backends.backend_agg import RendererAgg

Point = tuple[float, float]
Align = Literal["left", "center", "right"]

SCALE = 2
"""Picture pixels per CSS pixel: sharp on a phone and in print."""

MIDDLE = 0.38
"""From the baseline to the middle of a line, ems: that of a Chinese letter and nearly that of a capital."""

_OWN = {name: value for name, value in rcParamsDefault.items() if not name.startswith("backend")}
"""Matplotlib's own settings: a matplotlibrc in somebody's folder must not change a picture."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is painted; shapes of one ink are drawn together.

    Attributes:
        fill: colour of an area, "" for none.
        line: colour of a line or outline, "" for none.
        width: of the line, CSS pixels.
        dash: lengths of stroke and gap in line widths, empty for a solid line.
        hatch: matplotlib's hatch in the colour of ``line``.
        level: what is drawn over what; higher is nearer.
    """

    fill: str = ""
    line: str = ""
    width: float = 1
    dash: tuple[float, ...] = ()
    hatch: str = ""
    level: int = 1


# Dark blue and light blue differ in grey as much as in colour, to any eye; black and grey carry the rest.
BAR = Ink(fill="#4a90c4", level=2)
BAR_TENTATIVE = Ink(fill="#d3e5f2", line="#4a90c4", width=1, level=2)
SPAN = Ink(fill="#eef4f9", line="#4a90c4", width=1, dash=(2, 2), level=2)
MEAN = Ink(line="#0b2545", width=2, level=4)
STOCK = Ink(line="#0b2545", width=2, level=4)
STOCK_TENTATIVE = Ink(line="#0b2545", width=1.5, dash=(1.5, 1.5), level=4)
AREA = Ink(fill="#dbe8f3", level=1)
DOT = Ink(fill="#0b2545", level=5)
DOT_OPEN = Ink(fill="#ffffff", line="#0b2545", width=1.2, level=5)
GRID = Ink(line="#d9d9d9", width=0.75, level=0)
BASE = Ink(line="#595959", width=1, level=3)
MISSING = Ink(fill="#f4f4f4", line="#8c8c8c", width=0, hatch="/////", level=1)
PAPER = Ink(fill="#ffffff", level=3)
DONE = Ink(fill="#0b2545", level=2)
GUIDE = Ink(line="#8c8c8c", width=0.75, level=1)
ON_TIME, LATE, SILENT = Ink(fill="#0b2545"), Ink(fill="#4a90c4"), Ink(fill="#8c8c8c")
SHADED = tuple(Ink(fill=color) for color in ("#eaf2f9", "#c3dbec", "#8cb9da", "#33729f", "#0b2545"))
"""Light to dark in even steps, in grey print too."""

ON_DARK, DARK_FROM = "#ffffff", 4
TEXT, QUIET = "#1a1a1a", "#595959"


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text whose middle stands at ``y``; size in CSS pixels."""

    x: float
    y: float
    text: str
    size: float = 13
    color: str = TEXT
    align: Align = "left"


@dataclass(slots=True)
class Canvas:
    """A picture being planned, ``width`` x ``height`` CSS pixels, y downwards."""

    width: int
    height: int
    areas: dict[Ink, list[list[Point]]] = field(default_factory=dict)
    lines: dict[Ink, list[list[Point]]] = field(default_factory=dict)
    labels: list[Label] = field(default_factory=list)

    def box(self, ink: Ink, left: float, top: float, right: float, bottom: float) -> None:
        """Add a rectangle."""
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        self.areas.setdefault(ink, []).append(corners)

    def area(self, ink: Ink, points: list[Point]) -> None:
        """Add a filled shape."""
        self.areas.setdefault(ink, []).append(points)

    def dot(self, ink: Ink, x: float, y: float, radius: float) -> None:
        """Add a small disc."""
        half = radius * 0.7071
        ring = ((radius, 0), (half, half), (0, radius), (-half, half))
        self.area(ink, [(x + dx, y + dy) for dx, dy in (*ring, *((-a, -b) for a, b in ring))])

    def line(self, ink: Ink, points: list[Point]) -> None:
        """Add a line through ``points``."""
        self.lines.setdefault(ink, []).append(points)

    def text(self, x: float, y: float, text: str, size: float = 13, color: str = TEXT, align: Align = "left") -> None:
        """Add a line of text, NFC."""
        self.labels.append(Label(x, y, unicodedata.normalize("NFC", text), size, color, align))


def text_width(text: str, size: float) -> float:
    """Return how wide a line of text is, CSS pixels."""
    return size * sum(map(_advance, text))


def fit(text: str, size: float, width: float) -> str:
    """Shorten ``text`` with an ellipsis so that it is no wider than ``width`` CSS pixels."""
    text = unicodedata.normalize("NFC", text)
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "…", size) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def png(canvas: Canvas) -> bytes:
    """Draw the canvas: an opaque PNG with a palette, the same bytes for the same canvas.

    Raises:
        FigureInvalid: the font has no glyph for a letter.
    """
    for label in canvas.labels:
        _check_glyphs(label.text)
    with rc_context(_OWN):
        return _compressed(_drawn(canvas))


def pngs(canvas: Canvas, boxes: Sequence[tuple[int, int, int, int]]) -> list[bytes]:
    """Draw the canvas once and cut it into pictures: left, top, right and bottom of each in CSS pixels."""
    whole = Image.open(io.BytesIO(png(canvas)))
    return [_file(whole.crop(tuple(SCALE * edge for edge in box))) for box in boxes]  # type: ignore[arg-type]


def _drawn(canvas: Canvas) -> FigureCanvasAgg:
    figure = Figure(figsize=(canvas.width / 96, canvas.height / 96), dpi=96 * SCALE, facecolor="white")
    agg = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, canvas.width), ylim=(canvas.height, 0))
    axes.set_axis_off()
    for ink, shapes in canvas.areas.items():
        axes.add_collection(_polygons(ink, shapes), autolim=False)
    for ink, strokes in canvas.lines.items():
        axes.add_collection(_strokes(ink, strokes), autolim=False)
    agg.draw()  # type: ignore[no-untyped-call]
    _write(agg.get_renderer(), canvas.labels)  # type: ignore[no-untyped-call]
    return agg


def _write(renderer: RendererAgg, labels: Sequence[Label]) -> None:
    """Write over what is drawn: a Text of matplotlib's lays out each line twice, which was half of a figure's cost."""
    context = renderer.new_gc()
    for label in labels:
        font = FontProperties(fname=str(sans_path()), size=label.size * 0.75)
        before = {"left": 0.0, "center": 0.5, "right": 1.0}[label.align] * text_width(label.text, label.size)
        context.set_foreground(label.color)
        where = SCALE * (label.x - before), SCALE * (label.y + MIDDLE * label.size)
        renderer.draw_text(context, *where, label.text, font, 0, ismath=False)  # type: ignore[no-untyped-call]
    context.restore()


def _polygons(ink: Ink, shapes: list[list[Point]]) -> PolyCollection:
    fill, line = ink.fill or "none", ink.line or "none"
    made = PolyCollection(shapes, facecolors=fill, edgecolors=line, zorder=ink.level, **_stroke(ink))
    if ink.hatch:
        made.set_hatch(ink.hatch)
    return made


def _strokes(ink: Ink, strokes: list[list[Point]]) -> LineCollection:
    ends: dict[str, Any] = {"capstyle": "butt", "joinstyle": "round"}
    return LineCollection(strokes, colors=ink.line, zorder=ink.level, **ends, **_stroke(ink))


def _stroke(ink: Ink) -> dict[str, Any]:
    return {"linewidths": ink.width * 0.75, "linestyles": (0, ink.dash) if ink.dash else "solid"}


@cache
def _advance(letter: str) -> float:
    """Return the width of a letter, in ems."""
    font = get_font(str(sans_path()))
    font.set_size(100, 72)
    return float(font.load_char(ord(letter), flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536 / 100


@cache
def _glyphs() -> frozenset[int]:
    return frozenset(get_font(str(sans_path())).get_charmap())


def _check_glyphs(text: str) -> None:
    for letter in text:
        if ord(letter) not in _glyphs():
            name = unicodedata.name(letter, "a character without a name")
            raise FigureInvalid(
                f"The font of the pictures had no glyph for U+{ord(letter):04X} ({name}) in "
                f"'{ascii(text)[1:-1][:60]}'. Write the name without it."
            )


def _compressed(agg: FigureCanvasAgg) -> bytes:
    width, height = agg.get_width_height()
    pixels = agg.buffer_rgba()  # type: ignore[no-untyped-call]
    picture = Image.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1).convert("RGB")
    few = picture.quantize(48, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = few.getpalette() or []
    for at in range(0, len(palette), 3):
        if min(palette[at : at + 3]) >= 252:  # the octree's white is a shade off, which shows on a white page
            palette[at : at + 3] = [255, 255, 255]
    few.putpalette(palette)
    return _file(few)


def _file(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG", compress_level=6)
    return out.getvalue()
