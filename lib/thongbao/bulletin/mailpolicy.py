"""How headers are written and refused: long Chinese and Vietnamese texts unchanged, nothing smuggled in.

Python's own folding loses spaces of long non-ASCII texts (CPython issue 92081), so texts and display names are encoded
here with the older ``email.header.Header``.
"""

from __future__ import annotations

import re
import unicodedata
from email import message_from_bytes
from email.header import Header
from email.headerregistry import Address
from email.policy import EmailPolicy, compat32
from typing import TYPE_CHECKING, Any

from thongbao.bulletin.sanitize import TURNING
from thongbao.errors import LetterRefused

if TYPE_CHECKING:
    from email.message import EmailMessage

TEXTS = frozenset({"subject"})
ADDRESSES = frozenset({"from", "to"})
TOKENS = frozenset(
    {"message-id", "content-id", "in-reply-to", "references"} | {"list-id", "list-unsubscribe", "list-unsubscribe-post"}
)
"""Headers of ASCII words that are never encoded; a line may end between two words only."""
LINE = 76
"""Columns of a header line, of RFC 5322's 78."""

_WORDS = re.compile(r"[\x21-\x7e]{1,900}( [\x21-\x7e]{1,900})*")
_REFUSED = frozenset({"Cc", "Cs", "Zl", "Zp"})
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_DOMAIN = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+")


def header_text(text: str, what: str) -> str:
    """Return ``text`` as it may stand in a header.

    Args:
        text: in any script.
        what: what the text is, for the message, e.g. "the name of the unit".

    Raises:
        LetterRefused: it holds a control character, a line end or a character that turns the reading order.
    """
    for place, character in enumerate(text):
        if unicodedata.category(character) in _REFUSED or character in TURNING:
            raise LetterRefused(
                f"{what} held the character U+{ord(character):04X} at place {place + 1}, which no header may hold. "
                "Remove it in the settings of the office."
            )
    return text


def mail_address(display: str, address: str) -> Address:
    """Return an address with its display name.

    Args:
        display: the role that is written to; never a person.
        address: ASCII, a plain ``local@domain.tld`` without quotes, comments or domain literals.

    Raises:
        LetterRefused: the address is not such a one, or the name holds a control character.
    """
    local, _, domain = address.rpartition("@")
    good = _LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain) and len(local) <= 64 and len(domain) <= 190
    if not good:
        raise LetterRefused(
            f"The address {address!a} was not of the form name@domain.example with plain letters, digits and hyphens. "
            "Correct it in recipients.yml or office.yml."
        )
    return Address(display_name=header_text(display, f"the name for {address}"), username=local, domain=domain)


def _encoded(name: str, text: str, *, phrase: bool) -> str:
    """Return the folded value of a text: as it is where that is safe and short, else as encoded words."""
    plain = text.isascii() and "=?" not in text and text == " ".join(text.split())
    if plain and len(name) + 2 + len(text) <= LINE:
        return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"' if phrase else text
    return Header(text, "utf-8", maxlinelen=LINE, header_name=name).encode(linesep="\r\n")


def _address(name: str, value: Address) -> str:
    if not value.display_name:
        return value.addr_spec
    display = _encoded(name, value.display_name, phrase=True)
    last = display.rsplit("\r\n", 1)[-1]
    fits = len(name) + len(last) + len(value.addr_spec) + 5 <= LINE
    return f"{display}{' ' if fits else chr(13) + chr(10) + ' '}<{value.addr_spec}>"


def _words(name: str, value: str) -> str:
    if not _WORDS.fullmatch(value):
        raise LetterRefused(f"The header {name} held something else than plain words. Correct it in office.yml.")
    return value


def _folded(name: str, value: str) -> str:
    lines, used = [""], len(name) + 2
    for word in value.split(" "):
        if lines[-1] and used + 1 + len(word) > LINE:
            lines.append("")
            used = 0
        lines[-1] += f" {word}" if lines[-1] else word
        used += 1 + len(word)
    return "\r\n ".join(lines)


class LetterPolicy(EmailPolicy):
    """SMTP's policy, with texts and addresses kept as they were given and encoded only when they are written."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if name.lower() in TEXTS:
            return name, header_text(str(value), name)
        if name.lower() in ADDRESSES:
            return name, value if isinstance(value, Address) else mail_address("", str(value))
        if name.lower() in TOKENS:
            return name, _words(name, str(value))
        return super().header_store_parse(name, value)

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        own = TEXTS | ADDRESSES | TOKENS
        return value if name.lower() in own else super().header_fetch_parse(name, value)

    def fold(self, name: str, value: Any) -> str:
        if name.lower() in TEXTS:
            return f"{name}: {_encoded(name, value, phrase=False)}\r\n"
        if name.lower() in ADDRESSES:
            return f"{name}: {_address(name, value)}\r\n"
        if name.lower() in TOKENS:  # Python's folding would break a long one apart
            return f"{name}: {_folded(name, value)}\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


LETTER = LetterPolicy(linesep="\r\n", max_line_length=78, cte_type="7bit")


def to_bytes(message: EmailMessage) -> bytes:
    """Return the message as it is sent: ASCII, CRLF.

    Raises:
        LetterRefused: read back by an independent reader it had other headers than ours.
    """
    written = message.as_bytes(policy=LETTER)
    read = message_from_bytes(written, policy=compat32)
    if read.keys() != message.keys() or read.defects:
        raise LetterRefused("The letter did not read back with the headers it was given. Nothing was written.")
    return written
