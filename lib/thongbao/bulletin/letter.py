"""Make one letter: one edition to one recipient, the same bytes every time. Pure."""

from __future__ import annotations

import json
import re
from datetime import datetime, time
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import css_inline
from babel.dates import format_date

from thongbao.bulletin.mailbody import Body, mail_body
from thongbao.bulletin.mailframe import frame, note
from thongbao.bulletin.mailparts import attach, encoded_size, fill, html_part, settle
from thongbao.bulletin.mailpolicy import LETTER, header_text, mail_address
from thongbao.bulletin.proof import prove
from thongbao.files import sha256
from thongbao.language import LANG, translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.records import EditionRecord, Head, Office, Recipient

HTML_LIMIT = 90_000
"""Bytes of the encoded HTML part. Some clients cut off at 102 kB, and relays add to it."""

_DAY = {"zh_Hans": "y年M月d日", "vi": "d/M/y", "en": "d MMM y"}
_STYLED = re.compile(r' style="[^"]*"')
_INLINER = css_inline.CSSInliner(
    keep_at_rules=True,
    remove_inlined_selectors=True,
    resolve_css_variables=True,
    load_remote_stylesheets=False,
)


def letter(
    record: EditionRecord, head: Head, page: str, text: str, recipient: Recipient, office: Office
) -> EmailMessage:
    """Return one edition as a letter to one recipient.

    Args:
        record: what became of the edition; must be made and hold a receipt.
        head: of the edition as it was printed.
        page: the edition as HTML.
        text: the edition as plain text.
        recipient: must be entitled to the edition, in its locale.
        office: that publishes.

    Returns:
        Text, HTML and its pictures; where the HTML would pass HTML_LIMIT, a summary with the page attached.

    Raises:
        LetterRefused: the recipient is not entitled, page, record and receipt are not of one edition, a picture is not
            an embedded PNG, or a header would hold a control character.
    """
    prove(record, head, page, recipient)
    sender = mail_address(head.issuer, office.sender or f"bulletins@{office.code.strip('-')}.example")
    identity = _identity(record, recipient)
    message = EmailMessage(policy=LETTER)
    message["From"] = sender
    message["To"] = mail_address(recipient.role.to(recipient.locale), recipient.address)
    message["Subject"] = subject(head)
    message["Date"] = _moment(record, office)
    message["Message-ID"] = f"<{identity[:32]}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    _fill(message, record, head, page, text)
    message["Content-Language"] = LANG[head.locale]
    settle(message, identity)
    return message


def subject(head: Head) -> str:
    """Return the subject in the recipient's language: unit, date, title, number and revision.

    Raises:
        LetterRefused: the name of the unit or the title holds a control character.
    """
    t = translator(head.locale)
    numbered = t("{unit} {date} {title} No. {number} rev. {revision}")
    return (numbered if head.number else t("{unit} {date} {title} rev. {revision}")).format(
        unit=header_text(head.unit, "The name of the unit"),
        date=format_date(head.date, format=_DAY[head.locale], locale=head.locale),
        title=header_text(head.title, "The title of the bulletin"),
        number=head.number,
        revision=head.revision,
    )


def _identity(record: EditionRecord, recipient: Recipient) -> str:
    """Return the digest that Message-ID and boundaries are made of: another content or recipient gives another."""
    said = [record.edition.model_dump(mode="json"), record.revision, record.files, recipient.address.casefold()]
    return sha256(json.dumps(said, sort_keys=True))


def _moment(record: EditionRecord, office: Office) -> datetime:
    zone = ZoneInfo(office.timezone)
    received = record.receipt.received_to if record.receipt else None
    return received.astimezone(zone) if received else datetime.combine(record.edition.date, time(), zone)


def _fill(message: EmailMessage, record: EditionRecord, head: Head, page: str, text: str) -> None:
    """Put in text and the fullest HTML that is not too long."""
    t = translator(head.locale)
    name = f"{record.edition.unit}.{record.edition.bulletin}.{record.edition.locale}.html"
    said = t("This letter holds a summary. The whole bulletin is attached: open {file} in a browser.").format(file=name)
    domain = message["From"].domain
    tried = ((_html(body, head), whole) for body, whole in _bodies(page, head, domain, said))
    part, whole = next((part, whole) for part, whole in tried if encoded_size(part) < HTML_LIMIT)
    fill(message, text if whole else f"{said}\n\n{text}", part)
    if not whole:
        attach(message, page, name)


def _bodies(page: str, head: Head, domain: str, said: str) -> Iterator[tuple[Body, bool]]:
    """Yield the page for mail, then its summary, then one sentence; each with whether it is the whole page."""
    t = translator(head.locale)
    body = mail_body(page, domain)
    if body.left_out:
        left = t("The data tables under the charts are not in this letter; {issuer} keeps them in the full page.")
        inside, foot, end = body.html.partition('<div class="colophon">')
        body.html = inside + note(left.format(issuer=head.issuer)) + foot + end
    yield body, True
    yield Body(note(said) + mail_body(page, domain, summary=True).html), False
    yield Body(note(said)), False


def _html(body: Body, head: Head) -> EmailMessage:
    html = frame(body.html, subject(head), LANG[head.locale], _style(), _INLINER.inline)
    # Rules that met no tag are left behind by the inliner; only those for dark screens are of use.
    html = re.sub(r"(?s)<style>.*?(?=@media)", "<style>", html, count=1)
    return html_part(_STYLED.sub(lambda tag: tag[0].replace(": ", ":").replace(';"', '"'), html), body.pictures)


@cache
def _style() -> str:
    return (Path(__file__).parent / "mail.css").read_text(encoding="utf-8")
