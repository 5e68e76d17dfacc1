"""The letter of an edition that was only tried: in a folder that is gone afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from thongbao.bulletin.composing import compose
from thongbao.bulletin.entitled import recipients_of
from thongbao.bulletin.ledger import date_folder
from thongbao.bulletin.preview import preview_page
from thongbao.bulletin.run import make_edition
from thongbao.records import Recipient, Text

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.bulletin.job import Job
    from thongbao.records import Edition, OfficeParams


def letter_page(one: Job, params: OfficeParams, outputs: Path) -> str:
    """Return the page that shows the letter of a job's edition, "" where the edition does not come out.

    Args:
        outputs: an empty folder for the files that a letter is made from.

    Raises:
        LetterRefused: it came out, and no letter can be made of it.
    """
    folder = date_folder(outputs, params.office.code, one.edition.date)
    record = make_edition(replace(one, folder=folder))
    if record.state != "made":
        return ""
    return preview_page(compose(outputs, params, recipient_of(params, one.edition), one.edition, signed=False).content)


def recipient_of(params: OfficeParams, edition: Edition) -> Recipient:
    """Return the first who is entitled to an edition; where nobody is, somebody under a reserved domain."""
    there = [recipient for recipient in recipients_of(params, edition) if recipient.delivery == "mail"]
    domain = (params.office.letters.internal_domains or ("preview.example",))[0]
    return (
        there[0]
        if there
        else Recipient(
            role=Text(zh_Hans="预览", vi="Xem trước", en="Preview"),
            address=f"preview@{domain}",
            locale=edition.locale,
            audience="internal",
            units=(edition.unit,),
            bulletins=(edition.bulletin,),
        )
    )
