"""Write the letters of a date to files: one for each recipient and edition they are entitled to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from thongbao.bulletin.head import head
from thongbao.bulletin.ledger import date_folder, read_record
from thongbao.bulletin.letter import letter
from thongbao.bulletin.mailpolicy import to_bytes
from thongbao.bulletin.plaintext import plain_text
from thongbao.bulletin.plan import Wish, entitled, plan
from thongbao.bulletin.proof import proven_receipt
from thongbao.errors import LetterRefused, OutputUnwritable
from thongbao.files import publish, sha256
from thongbao.records import RECEIPT_MIME, Receipt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from thongbao.records import Edition, EditionRecord, OfficeParams, Recipient


@dataclass(frozen=True, slots=True)
class Letters:
    """What was written, and what was not.

    Attributes:
        paths: in the order of recipients.yml, then of the editions.
        withheld: one sentence for each letter that could not be written, with the reason and what to do.
    """

    paths: tuple[Path, ...]
    withheld: tuple[str, ...]


def write_letters(
    outputs: Path,
    params: OfficeParams,
    day: date,
    folder: Path,
    units: Collection[str] | None = None,
    bulletins: Collection[str] | None = None,
    stale: Mapping[str, str] | None = None,
) -> Letters:
    """Write one .eml for each recipient and edition they are entitled to; the same editions give the same bytes.

    A letter that an earlier run wrote for an edition that no longer stands is removed.

    Args:
        outputs: the folder of all editions.
        params: of the office; its recipients decide who gets what, and in which language.
        day: of the editions.
        folder: is made where it is missing.
        units: codes; None for all.
        bulletins: codes; None for all.
        stale: stem -> why its edition no longer says what is known; its letters are withheld.

    Returns:
        The files, and each letter that was withheld because its edition was missing, failed, or did not prove to be
        what it should.

    Raises:
        OutputUnwritable: the folder could not be written to.
        WrongUse: a unit or bulletin was asked for that the office does not have.
    """
    paths: list[Path] = []
    withheld: list[str] = []
    for recipient, edition in entitlements(params, day, units, bulletins):
        path = folder / file_name(recipient, edition)
        try:
            _not_stale(edition, stale or {})
            content = _letter(outputs, params, recipient, edition)
        except LetterRefused as error:
            _withdraw(path)
            withheld.append(f"{path.name}: {error}")
            continue
        publish(path, content)
        paths.append(path)
    return Letters(tuple(paths), tuple(withheld))


def _not_stale(edition: Edition, stale: Mapping[str, str]) -> None:
    if edition.stem in stale:
        raise LetterRefused(
            f"{edition.stem} of {edition.date} is stale: {stale[edition.stem]}. "
            f"Make it again with `thongbao run {edition.date}`."
        )


def entitlements(
    params: OfficeParams, day: date, units: Collection[str] | None = None, bulletins: Collection[str] | None = None
) -> Iterator[tuple[Recipient, Edition]]:
    """Yield each recipient with each edition of ``day`` they are entitled to, once each.

    Raises:
        WrongUse: a unit or bulletin was asked for that the office does not have.
    """
    planned: dict[str, list[Edition]] = {}
    seen: set[str] = set()
    for recipient in params.recipients:
        if recipient.locale not in planned:
            wish = Wish(units=tuple(units or ()), bulletins=tuple(bulletins or ()), locale=recipient.locale)
            planned[recipient.locale] = plan(params, day, wish)
        for edition in planned[recipient.locale]:
            if entitled(recipient, edition) and (name := file_name(recipient, edition)) not in seen:
                seen.add(name)
                yield recipient, edition


def file_name(recipient: Recipient, edition: Edition) -> str:
    """Return the name of a letter's file: safe whatever the address holds, different for each recipient."""
    address = recipient.address.casefold()
    short = re.sub(r"[^a-z0-9]+", "-", address.split("@")[0])[:24].strip("-") or "recipient"
    return f"{edition.date}.{edition.unit}.{edition.bulletin}.{edition.locale}.{short}-{sha256(address)[:8]}.eml"


def _letter(outputs: Path, params: OfficeParams, recipient: Recipient, edition: Edition) -> bytes:
    folder = date_folder(outputs, params.office.code, edition.date)
    record = read_record(folder, edition)
    if record is None:
        raise LetterRefused(
            f"{edition.stem} of {edition.date} was not made. Make it with `thongbao run {edition.date}`, and see "
            "that bulletins.yml names its language."
        )
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
    said = head(params, edition).model_copy(
        update={
            "revision": record.revision,
            "received_to": receipt.received_to and receipt.received_to.astimezone(ZoneInfo(params.office.timezone)),
            "digest": receipt.digest,
        }
    )
    return to_bytes(letter(record, said, page, plain_text(nb, said), recipient, params.office))


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


def _withdraw(path: Path) -> None:
    """Remove the letter of an earlier run, if there is one."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputUnwritable(path, error) from error
