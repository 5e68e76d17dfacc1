"""Put the parts of a letter together: text first, HTML with its pictures last, then what is attached. Pure.

In multipart/alternative the last part that a client can show wins.
"""

from __future__ import annotations

from email.message import EmailMessage
from typing import TYPE_CHECKING

from thongbao.bulletin.mailpolicy import LETTER

if TYPE_CHECKING:
    from collections.abc import Mapping


def html_part(html: str, pictures: Mapping[str, bytes]) -> EmailMessage:
    """Return the HTML, together with its pictures where it has any.

    Args:
        html: whole document; Chinese takes 9 bytes a letter encoded, tags 1.
        pictures: Content-ID without brackets -> PNG.
    """
    part = EmailMessage(policy=LETTER)
    part.set_content(html, subtype="html", cte="quoted-printable")
    for number, (name, png) in enumerate(pictures.items(), start=1):
        part.add_related(png, "image", "png", cid=f"<{name}>", disposition="inline", filename=f"chart-{number}.png")
    if pictures:
        part.set_param("type", "text/html")
    return part


def encoded_size(part: EmailMessage) -> int:
    """Return the bytes of the HTML as it is sent, without the pictures."""
    html = next(p for p in part.walk() if p.get_content_type() == "text/html")
    return len(str(html.get_payload()).encode())


def fill(message: EmailMessage, text: str, html: EmailMessage) -> None:
    """Put text and HTML into a message that has headers only."""
    message.set_content(text, cte="quoted-printable")
    message.make_alternative()
    message.attach(html)


def attach(message: EmailMessage, page: str, name: str) -> None:
    """Attach a page as a file.

    Args:
        message: filled.
        page: HTML in UTF-8.
        name: of the file, ASCII.
    """
    message.add_attachment(page.encode(), "text", "html", filename=name, params={"charset": "utf-8"})


def attach_pdf(message: EmailMessage, content: bytes, name: str) -> None:
    """Attach a PDF.

    Args:
        message: filled.
        name: of the file, ASCII.
    """
    message.add_attachment(content, "application", "pdf", filename=name)


def settle(message: EmailMessage, identity: str) -> None:
    """Give each multipart a boundary from ``identity``, so that the same letter has the same bytes.

    ``=_`` cannot stand in quoted-printable nor base64, so no boundary can be met inside a part.
    """
    for number, part in enumerate(message.walk()):
        if part is not message:
            del part["MIME-Version"]
        if part.is_multipart():
            part.set_boundary(f"=_{identity[32:56]}_{number}")
