"""A picture with what is to be said of it. Pure."""

from __future__ import annotations

import base64
from dataclasses import dataclass

from thongbao.report.blocks import escaped


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture for a page.

    Attributes:
        content: a PNG.
        width, height: CSS pixels at which it is shown.
        alt: the same for who cannot see it.
        caption: what stands under it, "" for nothing.
        shaded: its shades tell something, so that a dark screen must not turn light into dark.
    """

    content: bytes
    width: int
    height: int
    alt: str
    caption: str = ""
    shaded: bool = False

    def html(self) -> str:
        """Return the picture as a tag, its content inside."""
        source = "data:image/png;base64," + base64.b64encode(self.content).decode("ascii")
        shaded = ' class="shaded"' if self.shaded else ""
        return f'<img src="{source}" alt="{escaped(self.alt)}" width="{self.width}" height="{self.height}"{shaded}>'
