"""Prove that a page, its record, its receipt and a recipient belong together. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thongbao.bulletin.plan import entitled
from thongbao.errors import LetterRefused
from thongbao.language import LANG

if TYPE_CHECKING:
    from thongbao.records import EditionRecord, Head, Receipt, Recipient

_MASTHEAD = re.compile(
    r'<html lang="([^"]*)">.*?<header class="masthead">.*?<p class="about">.*?'
    r'<span class="code">([^<]*)</span>\s*<time datetime="([^"]*)">',
    re.DOTALL,
)


def proven_receipt(record: EditionRecord) -> Receipt:
    """Return the receipt of an edition that came out, and is of the edition.

    Raises:
        LetterRefused: it failed, has no receipt, or has that of another edition.
    """
    edition, receipt = record.edition, record.receipt
    about = f"{edition.stem} of {edition.date}"
    if record.state != "made" or receipt is None:
        raise LetterRefused(f"{about} did not come out: {record.cause or 'it has no receipt'}. Make it again.")
    found = (receipt.office, receipt.unit, receipt.date, receipt.locale)
    if found != (edition.office, edition.unit, edition.date, edition.locale):
        raise LetterRefused(f"{about}: the receipt was of {' '.join(map(str, found))}. Make the edition again.")
    return receipt


def prove(record: EditionRecord, head: Head, page: str, recipient: Recipient) -> None:
    """Refuse a letter unless everything in it is of one edition, and the recipient is entitled to it.

    Raises:
        LetterRefused: with what did not fit.
    """
    edition = record.edition
    about = f"{edition.stem} of {edition.date}"
    proven_receipt(record)
    if not entitled(recipient, edition):
        raise LetterRefused(
            f"{recipient.address!a} is not entitled to {about}. Correct recipients.yml if it should be."
        )
    planned = (edition.unit, edition.date.isoformat(), LANG[edition.locale])
    of_head = (head.unit_code, head.date.isoformat(), LANG[head.locale])
    for what, found in (("the head", of_head), ("the page", said_of(page))):
        if found != planned:
            said = " ".join(found).strip() or "no unit"
            raise LetterRefused(f"{about}: {what} was of {said!a}. Make the edition again.")


def said_of(page: str) -> tuple[str, str, str]:
    """Return the unit, the day and the language that a page says it is of; "" thrice where it says nothing."""
    found = _MASTHEAD.match(page.removeprefix("<!DOCTYPE html>").lstrip())
    return (found[2], found[3], found[1]) if found else ("", "", "")
