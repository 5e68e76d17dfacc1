"""Prove that a page, its record, its receipt and a recipient belong together. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from thongbao.bulletin.entitled import entitled
from thongbao.bulletin.masthead import AUDIENCE
from thongbao.errors import LetterRefused
from thongbao.language import LANG, translator

if TYPE_CHECKING:
    from thongbao.records import EditionRecord, Head, Office, Receipt, Recipient

_MASTHEAD = re.compile(
    r'<html lang="([^"]*)">.*?<header class="masthead">\s*<p class="marks"><span>([^<]*)</span>.*?<p class="about">.*?'
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


def prove(record: EditionRecord, head: Head, page: str, recipient: Recipient, office: Office) -> None:
    """Refuse a letter unless everything in it is of one edition, and the recipient is entitled to it.

    Raises:
        LetterRefused: with what did not fit.
    """
    edition = record.edition
    about = f"{edition.stem} of {edition.date}"
    proven_receipt(record)
    if edition.office != office.code:
        raise LetterRefused(f"{about} was made by {edition.office}, and {office.code} does not send its bulletins.")
    if recipient.delivery != "mail":
        raise LetterRefused(f"{recipient.role.en!a} is an archive, which gets files and no letters.")
    restricted = head.audience == "internal" and not office.inside(recipient.address)
    if restricted or not entitled(recipient, edition, head.audience):
        raise LetterRefused(
            f"{recipient.address!a} is not entitled to {about}. Correct recipients.yml if it should be."
        )
    planned = (edition.unit, edition.date.isoformat(), LANG[edition.locale])
    of_head = (head.unit_code, head.date.isoformat(), LANG[head.locale])
    audience = translator(edition.locale)(AUDIENCE[head.audience])
    expected = ((of_head, planned, "the head"), (said_of(page), (*planned, audience), "the page"))
    for found, wanted, what in expected:
        if found != wanted:
            said = " ".join(found).strip() or "no unit"
            raise LetterRefused(f"{about}: {what} was of {said!r}. Make the edition again.")


def said_of(page: str) -> tuple[str, str, str, str]:
    """Return the unit, day, language and audience that a page says it is of; "" four times where it says nothing."""
    found = _MASTHEAD.match(page.removeprefix("<!DOCTYPE html>").lstrip())
    return (found[3], found[4], found[1], found[2]) if found else ("", "", "", "")
