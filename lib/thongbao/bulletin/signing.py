"""The two secrets that letters are made with, and the DKIM signature. Secrets come from the environment only."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.errors import LetterRefused

if TYPE_CHECKING:
    from thongbao.records import Office

DKIM_KEY = "THONGBAO_DKIM_KEY"
"""Names the file of the private key, RSA in PEM; the key itself stands in no variable and under no params/."""

UNSUBSCRIBE_KEY = "THONGBAO_UNSUBSCRIBE_KEY"

SIGNED = (
    *("from", "to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version", "content-type"),
    *("auto-submitted", "list-id", "list-unsubscribe", "list-unsubscribe-post", "content-language"),
)
"""RFC 6376 section 5.4.1, and RFC 8058 section 4 for the two of unsubscribing."""


def unsubscribe_key() -> bytes | None:
    """Return what tokens of one-click unsubscribing are made with, None where it is not set."""
    return os.environ.get(UNSUBSCRIBE_KEY, "").encode() or None


def sign(content: bytes, office: Office, domain: str) -> bytes:
    """Return a letter with its DKIM signature on top; as it is where the office names no selector.

    The signature holds the time, so a signed letter has the same bytes only once; the outbox keeps it as it was queued.

    Args:
        content: the whole message, CRLF.
        office: whose ``letters.dkim_selector`` names the public key.
        domain: of the sender.

    Raises:
        LetterRefused: the key was not named, could not be read, or dkimpy is not installed.
    """
    selector = office.letters.dkim_selector
    if selector is None:
        return content
    try:
        import dkim
    except ImportError as error:
        raise LetterRefused(
            "office.yml has a dkim_selector, and dkimpy is not installed. Install thongbao[dkim], "
            "or remove the selector where the relay signs."
        ) from error
    try:
        header = dkim.sign(content, selector.encode(), domain.encode(), _key(), include_headers=_present(content))
    except dkim.DKIMException as error:
        raise LetterRefused(f"The file in {DKIM_KEY} was not an RSA key in PEM. Name another file.") from error
    return bytes(header) + content


def _key() -> bytes:
    named = os.environ.get(DKIM_KEY)
    if not named:
        raise LetterRefused(
            f"office.yml has a dkim_selector, and {DKIM_KEY} was not set. Let it name the private key's file, "
            "or remove the selector where the relay signs."
        )
    try:
        return Path(named).read_bytes()
    except OSError as error:
        raise LetterRefused(f"The file in {DKIM_KEY} could not be read: {error.strerror}. Name another one.") from error


def _present(content: bytes) -> list[bytes]:
    top = content.partition(b"\r\n\r\n")[0].lower()
    there = {line.partition(b":")[0] for line in top.split(b"\r\n") if line[:1] not in (b" ", b"\t")}
    return [name.encode() for name in SIGNED if name.encode() in there]
