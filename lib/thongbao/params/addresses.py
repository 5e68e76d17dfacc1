"""What an e-mail address must be to be put into a letter. Pure.

Stricter than RFC 5322 on purpose: no comments, quoted names or domain literals, which no office uses and forged
headers do. The address itself is not repeated in the answer: it would end up in logs.
"""

from __future__ import annotations

import re
import unicodedata

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(\.{_ATOM})*")
_LABEL = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def address_problem(address: str) -> str:
    """Say what is wrong with ``address`` and what to do, "" where nothing is."""
    bad = next((ch for ch in address if unicodedata.category(ch) in ("Cc", "Cf", "Zl", "Zp")), "")
    if bad:
        return f"The address has the invisible character U+{ord(bad):04X}. Type it anew."
    if any(ch.isspace() for ch in address):
        return "The address has a space. Write the bare address, without a name, and one per entry."
    if any(ch in address for ch in '<>,;"()[]\\:'):
        return "The address has a character such as < or a comma. Write the bare address, and one per entry."
    if not address.isascii():
        return "The address has letters other than a to z. Write its domain in the form xn--…."
    local, at, domain = address.rpartition("@")
    if not at or "@" in local:
        return "The address needs exactly one @. Write it as office@county.example."
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        return "What stands before the @ is not an address: dots stand single and inside, 64 characters at most."
    if not _domain(domain):
        return "What stands after the @ is not a domain such as county.example."
    if domain.rsplit(".", 1)[-1].isdigit():
        return "What stands after the @ is a number. Write the domain's name."
    return ""


def domain_problem(domain: str) -> str:
    """Say what is wrong with the domain of addresses and what to do, "" where nothing is."""
    if _domain(domain) and not domain.rsplit(".", 1)[-1].isdigit():
        return ""
    return "This is not a domain such as county.example. Write it without @, in plain letters."


def _domain(text: str) -> bool:
    labels = text.split(".")
    return len(labels) >= 2 and len(text) <= 190 and all(_LABEL.fullmatch(label) for label in labels)
