"""A small picture of the first figure of a page, by which an edition is recognised in the gallery. Pure.

It is taken from the page itself, so it shows nothing that the page does not.
"""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDTH, HEIGHT = 240, 150
"""Pixels: the most of a thumbnail, shown half as large. What a figure has below that is cut off."""

COLOURS = 16
"""Charts have fewer; the others are shades between a line and its paper."""

_FIGURE = re.compile(r'<figure class="chart">(?:<div\b[^>]*>)?(<img\b[^>]*>)')
_SOURCE = re.compile(r'\ssrc="data:image/png;base64,([^"]+)"')
_SHADED = re.compile(r'\sclass="[^"]*\bshaded\b')


def thumbnail(page: str) -> bytes | None:
    """Return a PNG of the first figure of a page; None where it has none that can be read.

    A figure whose shades tell something is passed over: the gallery turns its pictures on dark screens, as the pages
    do, and such a one must not be turned.

    Args:
        page: a whole page of an edition, already checked.
    """
    source = next(_sources(page), None)
    if source is None:
        return None
    try:
        with Image.open(io.BytesIO(base64.b64decode(source, validate=True)), formats=["PNG"]) as image:
            return _small(image)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None  # a page may stand without a picture of it


def _sources(page: str) -> Iterator[str]:
    for match in _FIGURE.finditer(page):
        source = _SOURCE.search(match[1])
        if source and not _SHADED.search(match[1]):
            yield source[1]


def _small(image: Image.Image) -> bytes:
    """Cut off first and scale then: of a tall figure half the work is saved."""
    scale = max(1.0, image.width / WIDTH)
    seen = image.crop((0, 0, image.width, min(image.height, round(HEIGHT * scale))))
    if seen.mode == "RGBA" or "transparency" in seen.info:
        plain = Image.new("RGB", seen.size, "white")  # the paper of a page
        clear = seen.convert("RGBA")
        plain.paste(clear, mask=clear.getchannel("A"))
    else:
        plain = seen.convert("RGB")
    if scale.is_integer():  # as our own figures: the mean of whole squares takes a third of the time
        scaled = plain.reduce(int(scale))
    else:
        size = (max(1, round(seen.width / scale)), max(1, round(seen.height / scale)))
        scaled = plain.resize(size, Image.Resampling.BOX)
    small = scaled.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    small.info.clear()  # what a program wrote into the picture besides its points
    out = io.BytesIO()
    small.save(out, "PNG")
    return out.getvalue()
