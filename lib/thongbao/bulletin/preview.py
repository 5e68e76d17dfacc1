"""One page that shows a letter as its bytes say, at the width of a desktop and of a telephone."""

from __future__ import annotations

import base64
import re
from email import message_from_bytes
from email.policy import default
from html import escape
from typing import TYPE_CHECKING

from thongbao.files import publish

if TYPE_CHECKING:
    from email.message import EmailMessage
    from pathlib import Path

WIDTHS = (("Desktop", 720), ("Telephone", 360))
"""CSS pixels of each frame."""

_CID = re.compile(r'src="cid:([^"]+)"')
_SHOWN = ("From", "To", "Subject", "Date")
_STYLE = (
    "body{margin:0;padding:16px;font:14px/1.5 system-ui,sans-serif;background:#e9e9ec;color:#1b1b1f}"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 12px;margin:0 0 12px}dt{color:#56565e}dd{margin:0}"
    "main{display:flex;flex-wrap:wrap;gap:24px;align-items:flex-start}h2{font-size:14px;margin:0 0 6px}"
    "iframe{border:1px solid #bbb;background:#fff;height:80vh}pre{background:#fff;padding:12px;overflow-x:auto}"
)


def preview_page(content: bytes) -> str:
    """Return an HTML page with a letter in two frames, its headers, and its text part.

    The frames run nothing and reach nothing: no scripts, no forms, no links out, nothing fetched.

    Args:
        content: a letter as it would be sent.
    """
    message = message_from_bytes(content, policy=default)
    html = _html(message)
    headers = "".join(f"<dt>{name}</dt><dd>{escape(str(message[name]))}</dd>" for name in _SHOWN)
    frames = "".join(
        f'<section><h2>{title}, {width} px</h2><iframe sandbox="" title="{title}" width="{width}" '
        f'srcdoc="{escape(html)}"></iframe></section>'
        for title, width in WIDTHS
    )
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
    return (
        f'<!DOCTYPE html><html lang="{escape(str(message["Content-Language"]))}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f"<title>{escape(str(message['Subject']))}</title><style>{_STYLE}</style></head><body>"
        f"<dl>{headers}<dt>Size</dt><dd>{len(content):,} bytes</dd></dl><main>{frames}</main>"
        f"<details><summary>Text part</summary><pre>{escape(_text(message))}</pre></details></body></html>"
    )


def write_preview(path: Path, content: bytes) -> None:
    """Write the page that shows a letter.

    Raises:
        OutputUnwritable: the page could not be written.
    """
    publish(path, preview_page(content))


def _html(message: EmailMessage) -> str:
    """Return the HTML part with its pictures put in, as a mail client shows it."""
    parts = {str(part["Content-ID"]).strip("<>"): part for part in message.walk() if part["Content-ID"]}

    def picture(found: re.Match[str]) -> str:
        part = parts.get(found[1])
        if part is None:
            return found[0]
        return f'src="data:image/png;base64,{base64.b64encode(part.get_content()).decode()}"'

    html = next(part for part in message.walk() if part.get_content_type() == "text/html")
    return _CID.sub(picture, str(html.get_content()))


def _text(message: EmailMessage) -> str:
    text = next(part for part in message.walk() if part.get_content_type() == "text/plain")
    return str(text.get_content())
