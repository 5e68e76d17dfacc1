"""Read a report of non-delivery (RFC 3464) as mail servers write it. Pure; whatever the message is, nothing is raised.

Anybody can send such a message. So it says nothing by itself: what it returns is believed only for the letter whose
Message-ID it repeats, which nobody knows but its recipient.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

LARGEST = 5_000_000
"""Bytes of a report that is looked at; servers return a letter of 100 kB with some lines on top."""

SAID = 300

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,250}>")
_ADDRESS = re.compile(r"[^\s<>;,\"]{1,64}@[^\s<>;,\"]{1,255}")
_NOT_THE_ADDRESS = re.compile(r"5\.(2\.[23]|3\.4|6\.\d+|7\.\d+)")
"""RFC 3463: a full mailbox, too long a letter, its content or the sender's standing; another letter may pass."""


@dataclass(frozen=True, slots=True)
class Report:
    """What became of one letter, as a server reports it.

    Attributes:
        message_id: of the letter, with its brackets; "" where it is not repeated.
        addresses: that it was for, case-folded; the original and the final one.
        action: failed, delayed, delivered, relayed or expanded (RFC 3464, 2.3.3).
        status: as in RFC 3463, e.g. 5.1.1; "" where none is given.
        said: what the other server said, one line.
    """

    message_id: str
    addresses: frozenset[str]
    action: str
    status: str
    said: str


def verdict(report: Report) -> str:
    """Say what a report means for the address: ``failed``, ``noted``, or "" for nothing.

    Only a failure that is about the address itself ends letters to it.
    """
    if report.action == "failed":
        lasting = report.status.startswith("5.") and not _NOT_THE_ADDRESS.fullmatch(report.status)
        return "failed" if lasting else "noted"
    return "noted" if report.action == "delayed" else ""


def read_report(content: bytes) -> list[Report]:
    """Return what a message reports, once for each recipient; nothing where it is no report."""
    if len(content) > LARGEST:
        return []
    try:
        return list(_reports(message_from_bytes(content)))
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError, AssertionError):
        return []  # made to break readers: no server writes such a thing


def _reports(message: Message) -> Iterator[Report]:
    if not message.is_multipart():
        return
    parts: list[Message] = list(message.get_payload())  # type: ignore[arg-type]
    about = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if about is None or not isinstance(about.get_payload(), list):
        return
    known = _message_id(message, parts)
    blocks: Any = about.get_payload()
    for block in blocks[:50]:
        action = _text(block, "Action").casefold().split(" ")[0]
        found = {_address(_text(block, name)) for name in ("Final-Recipient", "Original-Recipient")} - {""}
        if not action or not found:
            continue  # the first block is about the message, not about a recipient
        status = _STATUS.search(_text(block, "Status")) or _STATUS.search(_text(block, "Diagnostic-Code"))
        said = _text(block, "Diagnostic-Code") or _text(block, "Status")
        yield Report(known, frozenset(found), action[:16], status[1] if status else "", said[:SAID])


def _message_id(message: Message, parts: list[Message]) -> str:
    """Return the Message-ID of the letter: from the part that returns it, else from what the report answers."""
    for part in parts:
        kind = part.get_content_type()
        inside: Any = part.get_payload()
        if kind not in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers") or not inside:
            continue
        returned: Any = message_from_string(inside) if isinstance(inside, str) else inside[0]
        found = _MESSAGE_ID.search(_text(returned, "Message-ID"))
        if found:
            return found[0]
    found = _MESSAGE_ID.search(_text(message, "In-Reply-To")) or _MESSAGE_ID.search(_text(message, "References"))
    return found[0] if found else ""


def _address(field: str) -> str:
    found = _ADDRESS.search(field.rpartition(";")[2])
    return found[0].casefold() if found else ""


def _text(message: Message, name: str) -> str:
    """Return a header as one printable line."""
    shown = "".join(c if c.isprintable() else " " for c in str(message.get(name, ""))[:2000])
    return " ".join(shown.split())
