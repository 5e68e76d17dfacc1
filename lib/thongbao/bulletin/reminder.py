"""Make one reminder: what is awaited of one unit, to one person who is responsible for it. Pure."""

from __future__ import annotations

import json
from email.message import EmailMessage
from html import escape
from typing import TYPE_CHECKING

from thongbao.bulletin.letter import dressed
from thongbao.bulletin.mailframe import note
from thongbao.bulletin.mailheaders import Mailing, Posting, write_all
from thongbao.bulletin.mailparts import fill, html_part, settle
from thongbao.bulletin.mailpolicy import LETTER
from thongbao.bulletin.plaintext import shown
from thongbao.bulletin.reminder_words import say
from thongbao.errors import LetterRefused
from thongbao.files import sha256
from thongbao.language import LANG
from thongbao.records import REMINDERS

if TYPE_CHECKING:
    from datetime import datetime

    from thongbao.bulletin.reminder_words import Said
    from thongbao.records import Awaited, Office, Recipient, Silence


def reminder(
    office: Office, silence: Silence, recipient: Recipient, at: datetime, *, late: bool, key: bytes | None = None
) -> EmailMessage:
    """Return what is awaited of a unit as a letter to one who reports for it.

    Args:
        silence: only what this letter is to tell.
        recipient: must report for the unit.
        at: when it was looked up, in the office's zone; also its Date.
        late: whether the cut-offs have passed.
        key: what tokens of one-click unsubscribing are made with; needed where office.yml has such a URL.

    Raises:
        LetterRefused: the recipient does not report for the unit, may not read internal letters, or opted out; or a
            header would hold a control character.
    """
    _entitled(office, silence, recipient)
    said = say(office, silence, recipient.locale, at, late=late)
    identity = digest_of(office.code, silence, recipient.address, late=late)
    message = EmailMessage(policy=LETTER)
    of = Mailing(identity, REMINDERS, said.subject, said.issuer, at)
    write_all(message, of, recipient, office, Posting(unsubscribe_key=key))
    fill(message, _text(said), html_part(dressed(_html(said), said.subject, LANG[said.locale]), {}))
    message["Content-Language"] = LANG[said.locale]
    settle(message, identity)
    return message


def digest_of(office: str, silence: Silence, address: str, *, late: bool) -> str:
    """Return the digest that names a reminder: of another report, cut-off or recipient it is another one."""
    asked = [[*key_of(one), one.until.isoformat()] for one in silence.awaited]
    return sha256(json.dumps([REMINDERS, office, silence.unit, address.casefold(), late, asked]))


def key_of(one: Awaited) -> tuple[str, str]:
    """Return the form and day of a report that is awaited."""
    return one.form, one.day.isoformat()


def _entitled(office: Office, silence: Silence, recipient: Recipient) -> None:
    if recipient.opted_out is not None:
        raise LetterRefused(
            f"the address opted out of all letters on {recipient.opted_out}. Remind them in another way, or name "
            "somebody else in recipients.yml."
        )
    entitled = silence.unit in recipient.reports_for and recipient.audience == "internal"
    if not entitled or not office.inside(recipient.address):
        raise LetterRefused(f"{recipient.address} is not responsible for reports of {silence.unit} in recipients.yml.")


def _text(said: Said) -> str:
    table = "\n".join("\t".join(row) for row in (said.head, *said.rows))
    faults = ["\n".join([about, *(f"- {line}" for line in lines)]) for about, lines in said.refused]
    zero = ["\n".join([f"{said.zero[0]}:", *said.zero[1]])] if said.zero[1] else []
    parts = [
        said.issuer,
        said.opening,
        table,
        said.streak,
        *faults,
        *zero,
        "\n".join([f"{said.sending[0]}:", said.sending[1]]),
    ]
    parts += [said.closing, "-" * 40, *said.foot]
    return "\n\n".join(text for text in map(shown, parts) if text) + "\n"


def _html(said: Said) -> str:
    top = f'<div class="masthead"><p class="issuer">{escape(said.issuer)}</p><h1>{escape(said.subject)}</h1></div>'
    zero = f"<h2>{escape(said.zero[0])}</h2>{_paragraphs(said.zero[1])}" if said.zero[1] else ""
    sending = f"<h2>{escape(said.sending[0])}</h2>{_paragraphs((said.sending[1], said.closing))}"
    foot = f'<div class="colophon">{_paragraphs(said.foot)}</div>'
    streak = note(said.streak) if said.streak else ""
    return f"{top}{_paragraphs((said.opening,))}{_table(said)}{streak}{_faults(said)}{zero}{sending}{foot}"


def _table(said: Said) -> str:
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in said.head)
    body = "".join(
        f'<tr><th scope="row">{escape(form)}</th><td class="keep">{escape(day)}</td>'
        f"<td>{escape(until)}</td><td>{escape(state)}</td></tr>"
        for form, day, until, state in said.rows
    )
    return (
        '<table cellpadding="4" cellspacing="0" border="0" width="100%">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _faults(said: Said) -> str:
    return "".join(
        f'<p>{escape(about)}</p><ul class="flags">{"".join(f"<li>{escape(line)}</li>" for line in lines)}</ul>'
        for about, lines in said.refused
    )


def _paragraphs(texts: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(text)}</p>" for text in texts)
