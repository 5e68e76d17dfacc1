"""Prove that a picture on a page can be loaded, shows something and is described. Pure."""

from __future__ import annotations

import base64
import binascii
import io
import re

from PIL import Image, UnidentifiedImageError

from thongbao.errors import EditionFailed

_EMBEDDED = "data:image/png;base64,"
_LARGEST = 40_000_000
"""Pixels: an A3 page at 600 dpi would be more than any bulletin needs."""

_FILLER = re.compile(r"no description has been provided for this image|image|picture|figure|chart|alt", re.IGNORECASE)


def check_picture(source: str, alt: str | None, cell_id: str) -> None:
    """Refuse a picture that cannot be loaded, has no alternative text, or is one colour throughout.

    Args:
        source: the ``src`` of the picture, as cleaning left it: a PNG inside the page.
        alt: its alternative text; what nbconvert fills in counts as none.
        cell_id: for the message.

    Raises:
        EditionFailed: the cause names the cell.
    """
    if not (alt or "").strip() or _FILLER.fullmatch((alt or "").strip(" .")):
        raise EditionFailed(f"A picture in cell {cell_id} has no alternative text")
    try:
        with Image.open(
            io.BytesIO(base64.b64decode(source[len(_EMBEDDED) :], validate=True)), formats=["PNG"]
        ) as image:
            if image.width * image.height > _LARGEST:
                raise EditionFailed(f"A picture in cell {cell_id} is too large: {image.width} x {image.height} pixels")
            blank = _uniform(image)
    except (
        OSError,
        ValueError,
        SyntaxError,
        binascii.Error,
        UnidentifiedImageError,
        Image.DecompressionBombError,
    ) as error:
        raise EditionFailed(f"A picture in cell {cell_id} could not be read", str(error)) from error
    if blank:
        raise EditionFailed(f"A picture in cell {cell_id} is empty: it has one colour throughout")


def _uniform(image: Image.Image) -> bool:
    plain = image.convert("RGBA")
    return all(low == high for low, high in plain.getextrema())  # type: ignore[misc]  # RGBA gives pairs
