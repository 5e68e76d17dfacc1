"""Make the letter of an edition from its files on disk, each proven to be the one that was recorded."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from thongbao.bulletin.head import head
from thongbao.bulletin.ledger import date_folder, read_record
from thongbao.bulletin.letter import letter
from thongbao.bulletin.mailheaders import Posting
from thongbao.bulletin.mailpolicy import to_bytes
from thongbao.bulletin.pdf import pdf_of
from thongbao.bulletin.plaintext import plain_text
from thongbao.bulletin.proof import proven_receipt
from thongbao.bulletin.signing import sign, unsubscribe_key
from thongbao.errors import LetterRefused
from thongbao.files import sha256
from thongbao.records import RECEIPT_MIME, Receipt

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from thongbao.records import Edition, EditionRecord, Head, OfficeParams, Recipient


@dataclass(frozen=True, slots=True)
class Composed:
    """One letter, ready to be sent.

    Attributes:
        record: of the edition in it.
        message_id: with its brackets.
        content: ASCII with CRLF, signed where the office signs.
    """

    record: EditionRecord
    message_id: str
    content: bytes


def compose(
    outputs: Path,
    params: OfficeParams,
    recipient: Recipient,
    edition: Edition,
    posting: Posting | None = None,
    stale: Mapping[str, str] | None = None,
    *,
    signed: bool = True,
) -> Composed:
    """Return the letter of an edition to a recipient as it would be sent, from the files of the edition.

    Args:
        outputs: the folder of all editions.
        params: of the office.
        recipient: must be entitled to the edition.
        edition: must have come out and stand under its final names as it was recorded.
        posting: what is known only when the letter is queued; None for a letter whose bytes are always the same.
        stale: stem -> why its edition no longer says what is known.
        signed: with DKIM where office.yml names a selector; a preview needs neither key nor signature.

    Raises:
        LetterRefused: the edition is missing, failed, stale or was changed, or does not prove to be what it should;
            or the recipient is not entitled to it.
    """
    _not_stale(edition, stale or {})
    folder = date_folder(outputs, params.office.code, edition.date)
    record = read_record(folder, edition)
    if record is None:
        raise LetterRefused(
            f"{edition.stem} of {edition.date} was not made. Make it with `thongbao run {edition.date}`, and see "
            "that bulletins.yml names its language."
        )
    posting = posting or Posting()
    if params.office.letters.unsubscribe_url and posting.unsubscribe_key is None:
        posting = replace(posting, unsubscribe_key=unsubscribe_key() if signed else b"preview")
    page, nb = _proven(folder, record)
    if params.office.letters.attach_pdf:
        posting = replace(posting, pdf=_pdf(page))
    said = _head(params, record, approved=posting.approved)
    message = letter(record, said, page, plain_text(nb, said), recipient, params.office, posting)
    content = to_bytes(message)
    if signed:
        content = sign(content, params.office, message["From"].domain)
    return Composed(record, str(message["Message-ID"]), content)


@lru_cache(maxsize=4)
def _pdf(page: str) -> bytes:
    """Return a page as a PDF; made once for all that receive the edition one after the other."""
    return pdf_of(page)


def _not_stale(edition: Edition, stale: Mapping[str, str]) -> None:
    if edition.stem in stale:
        raise LetterRefused(
            f"{edition.stem} of {edition.date} is stale: {stale[edition.stem]}. "
            f"Make it again with `thongbao run {edition.date}`."
        )


def _proven(folder: Path, record: EditionRecord) -> tuple[str, Any]:
    """Return the page and the notebook of an edition, proven to be those that were recorded."""
    edition = record.edition
    receipt = proven_receipt(record)
    page = _read(folder, record, ".html")
    notebook = _read(folder, record, ".ipynb")
    try:
        nb = json.loads(notebook)
        signed = _receipts(nb)
    except (ValueError, KeyError, TypeError) as error:
        raise LetterRefused(f"{edition.stem} of {edition.date}: the notebook is not one. Make it again.") from error
    if signed != [receipt]:
        raise LetterRefused(f"{edition.stem} of {edition.date}: the notebook holds another receipt. Make it again.")
    return page, nb


def _head(params: OfficeParams, record: EditionRecord, *, approved: bool) -> Head:
    receipt = proven_receipt(record)
    return head(params, record.edition).model_copy(
        update={
            "revision": record.revision,
            "received_to": receipt.received_to and receipt.received_to.astimezone(ZoneInfo(params.office.timezone)),
            "digest": receipt.digest,
            "status": "approved" if approved else "provisional",
        }
    )


def _read(folder: Path, record: EditionRecord, suffix: str) -> str:
    """Return a file of an edition, proven to be the one that was recorded."""
    path = folder / f"{record.edition.stem}{suffix}"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise LetterRefused(f"{path} could not be read: {error.strerror or error}. Make the edition again.") from error
    if sha256(content) != record.files.get(path.name):
        raise LetterRefused(f"{path} was changed after it was made. Make the edition again.")
    return content.decode()


def _receipts(nb: Any) -> list[Receipt]:
    """Return the receipts that a notebook holds, in the order of its outputs."""
    outputs = [output for cell in nb["cells"] for output in cell.get("outputs", [])]
    return [
        Receipt.model_validate(output["data"][RECEIPT_MIME])
        for output in outputs
        if RECEIPT_MIME in output.get("data", {})
    ]
