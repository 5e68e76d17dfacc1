"""The document around the inside of a letter, and the letter's remarks about itself. Pure."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


BOX_END = "</td></tr></table>"


def box(kind: str) -> str:
    """Return the beginning of a box with a coloured edge; it ends with BOX_END.

    Outlook's Word engine draws padding and edges on table cells only.
    """
    return (
        f'<table class="{escape(kind)}" role="presentation" cellpadding="0" cellspacing="0" border="0" width="100%">'
        "<tr><td>"
    )


def note(text: str) -> str:
    """Return a remark of the letter about itself."""
    return f"{box('notice')}{escape(text)}{BOX_END}"


def frame(inside: str, title: str, lang: str, css: str, inline: Callable[[str], str]) -> str:
    """Return a whole HTML document around ``inside``, its style written into the tags.

    Args:
        inside: HTML of the letter.
        title: of the document; the subject.
        lang: BCP 47, e.g. "zh-Hans".
        css: the style of letters.
        inline: writes the style into the tags.
    """
    # The comments hold the width in those versions of Outlook that know no max-width.
    return inline(
        f'<!DOCTYPE html><html lang="{escape(lang)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">'
        f"<title>{escape(title)}</title><style>{css}</style></head><body>"
        '<!--[if mso]><table role="presentation" width="640" align="center"><tr><td style="padding:12px 16px">'
        "<![endif]-->"
        f'<div class="letter" lang="{escape(lang)}">{inside}</div>'
        "<!--[if mso]></td></tr></table><![endif]--></body></html>"
    )
