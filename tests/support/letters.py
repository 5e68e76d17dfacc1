"""Letters as bytes, for tests that read them back; and what is in them."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default
from html import unescape
from typing import TYPE_CHECKING, Any, cast

from support.editions import edition, head_of, notebook, office_params, receipt, recipient
from thongbao.bulletin.letter import letter
from thongbao.bulletin.mailpolicy import to_bytes
from thongbao.bulletin.plaintext import plain_text
from thongbao.bulletin.render import render
from thongbao.files import sha256
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from email.message import EmailMessage

    from thongbao.bulletin.mailheaders import Posting
    from thongbao.records import OfficeParams


def letter_bytes(
    locale: str = "zh_Hans", params: OfficeParams | None = None, posting: Posting | None = None, **changes: Any
) -> bytes:
    """A letter of an edition with each kind of block."""
    about = edition(locale=locale)
    params = params or office_params(recipient("yicheng@zhumadian.example", locale=locale))
    proof = receipt(about)
    nb = notebook(proof)
    head = head_of(params, about, proof).model_copy(update=changes)
    page = render(nb, head)
    files = {f"{about.bulletin}.{locale}.html": sha256(page)}
    record = EditionRecord(edition=about, state="made", receipt=proof, revision=head.revision, files=files)
    to = params.recipients[0]
    return to_bytes(letter(record, head, page, plain_text(nb, head), to, params.office, posting))


def read(content: bytes) -> EmailMessage:
    """Read a letter with Python's own reader."""
    return cast("EmailMessage", message_from_bytes(content, policy=default))


def part(content: bytes | EmailMessage, kind: str) -> str:
    """Return the first part of a kind, e.g. text/html, as text."""
    message = read(content) if isinstance(content, bytes) else content
    found = next(each for each in message.walk() if each.get_content_type() == kind)
    return str(cast("EmailMessage", found).get_content())


def declarations(html: str) -> set[tuple[str, str]]:
    """Return every (property, value) of a letter: in its tags and in its head."""
    style = "".join(re.findall(r"(?s)<style>(.*?)</style>", html))
    blocks = [*re.findall(r'\bstyle="([^"]*)"', html), *re.findall(r"\{([^{}]*)\}", style)]
    pairs = [one.partition(":") for block in blocks for one in unescape(block).split(";") if one.strip()]
    return {(name.strip().lower(), value.replace("!important", "").strip().lower()) for name, _, value in pairs}
