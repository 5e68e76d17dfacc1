"""The headers of a letter: who, what, when, which list, how to leave it, and what it corrects. Pure."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from babel.dates import format_date

from thongbao.bulletin.mailpolicy import header_text, mail_address
from thongbao.errors import LetterRefused
from thongbao.files import sha256
from thongbao.language import translator
from thongbao.records import REMINDERS

if TYPE_CHECKING:
    from email.message import EmailMessage

    from thongbao.records import EditionRecord, Head, Office, OfficeParams, Recipient

ONE_CLICK = "List-Unsubscribe=One-Click"
"""What RFC 8058 section 3.1 asks for, letter by letter."""

EARLIER = 20
"""The newest Message-IDs that References names at most; a thread holds together by the last."""

_DAY = {"zh_Hans": "y年M月d日", "vi": "d/M/y", "en": "d MMM y"}


@dataclass(frozen=True, slots=True)
class Posting:
    """What is known of a letter only when it is queued. Without it the same edition gives the same bytes.

    Attributes:
        at: its Date, with a zone; None: when the newest report of the edition arrived.
        approved: whether the edition is approved; else the letter says that its figures are provisional.
        earlier: Message-IDs of the letters that this recipient was sent of earlier revisions, oldest first.
        unsubscribe_key: what tokens of one-click unsubscribing are made with; needed where office.yml has such a URL.
        pdf: the page as a PDF, to be attached; None where the office attaches none.
    """

    at: datetime | None = None
    approved: bool = False
    earlier: tuple[str, ...] = ()
    unsubscribe_key: bytes | None = None
    pdf: bytes | None = None


@dataclass(frozen=True, slots=True)
class Mailing:
    """What the headers of a letter say that is its own.

    Attributes:
        identity: a digest, of which its Message-ID and boundaries are made.
        list_name: of what list it is: its bulletin, or reminders.
        subject: in the recipient's language.
        issuer: the office's name in that language.
        at: its Date, in the office's zone.
    """

    identity: str
    list_name: str
    subject: str
    issuer: str
    at: datetime


def write_headers(
    message: EmailMessage, record: EditionRecord, head: Head, recipient: Recipient, office: Office, posting: Posting
) -> str:
    """Give the letter of an edition every header but those of its content.

    Returns:
        the digest that Message-ID and boundaries are made of.

    Raises:
        LetterRefused: a text or address cannot stand in a header, or there is no key for the unsubscribe token.
    """
    identity, at = _identity(record, recipient), _moment(record, office, posting)
    of = Mailing(identity, record.edition.bulletin, subject(head), head.issuer, at)
    write_all(message, of, recipient, office, posting)
    return identity


def write_all(message: EmailMessage, of: Mailing, recipient: Recipient, office: Office, posting: Posting) -> None:
    """Give a letter every header but those of its content.

    Raises:
        LetterRefused: a text or address cannot stand in a header, or there is no key for the unsubscribe token.
    """
    sender = mail_address(of.issuer, office.sender or f"bulletins@{office.code.strip('-')}.example")
    message["From"] = sender
    message["To"] = mail_address(recipient.role.to(recipient.locale), recipient.address)
    message["Subject"] = of.subject
    message["Date"] = of.at
    message["Message-ID"] = f"<{of.identity[:32]}@{sender.domain}>"
    if posting.earlier:
        message["In-Reply-To"] = posting.earlier[-1]
        message["References"] = " ".join(posting.earlier[-EARLIER:])
    message["Auto-Submitted"] = "auto-generated"
    message["List-Id"] = f"<{of.list_name}.{office.code.strip('-')}.{sender.domain}>"
    leave = _leave(of.list_name, recipient, office, posting)
    if leave:
        message["List-Unsubscribe"] = ", ".join(f"<{uri}>" for uri in leave)
    if office.letters.unsubscribe_url:
        message["List-Unsubscribe-Post"] = ONE_CLICK


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


def unsubscribe_token(key: bytes, office: str, bulletin: str, address: str) -> str:
    """Return what tells who wants to be taken off which list, and cannot be guessed without the key (RFC 8058, 3.1).

    Returns:
        32 hexadecimal digits; the same for every letter of a bulletin to an address.
    """
    said = json.dumps([office, bulletin, address.casefold()])
    return hmac.new(key, said.encode(), "sha256").hexdigest()[:32]


def lists_of(recipient: Recipient) -> tuple[str, ...]:
    """Return what a recipient is on the list of: bulletins, and reminders."""
    return (*recipient.bulletins, *((REMINDERS,) if recipient.reports_for else ()))


def who_asked(params: OfficeParams, key: bytes, token: str) -> list[tuple[Recipient, str]]:
    """Return the recipients and the list that a letter's token stands for; several where they share an address."""
    return [
        (recipient, bulletin)
        for recipient in params.recipients
        for bulletin in lists_of(recipient)
        if recipient.address
        and hmac.compare_digest(
            unsubscribe_token(key, params.office.code, bulletin, recipient.address).encode(),
            token.strip().casefold().encode(),
        )
    ]


def _leave(list_name: str, recipient: Recipient, office: Office, posting: Posting) -> list[str]:
    found = []
    if office.letters.unsubscribe_url:
        if not posting.unsubscribe_key:
            raise LetterRefused(
                "office.yml has an unsubscribe_url, and THONGBAO_UNSUBSCRIBE_KEY was not set: its tokens could be "
                "guessed. Set it to a long random text, the same for every run."
            )
        token = unsubscribe_token(posting.unsubscribe_key, office.code, list_name, recipient.address)
        found.append(office.letters.unsubscribe_url.replace("{token}", token))
    if office.letters.unsubscribe_address:
        found.append(f"mailto:{office.letters.unsubscribe_address}?subject=unsubscribe%20{list_name}")
    return found


def _identity(record: EditionRecord, recipient: Recipient) -> str:
    """Return the digest that names a letter: another content or recipient gives another."""
    said = [record.edition.model_dump(mode="json"), record.revision, record.files, recipient.address.casefold()]
    return sha256(json.dumps(said, sort_keys=True))


def _moment(record: EditionRecord, office: Office, posting: Posting) -> datetime:
    zone = ZoneInfo(office.timezone)
    known = posting.at or (record.receipt.received_to if record.receipt else None)
    return known.astimezone(zone) if known else datetime.combine(record.edition.date, time(), zone)
