"""Make one letter: one edition to one recipient, the same bytes every time. Pure."""

from __future__ import annotations

import re
from email.message import EmailMessage
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import css_inline

from thongbao.bulletin.mailbody import Body, mail_body
from thongbao.bulletin.mailframe import frame, note
from thongbao.bulletin.mailheaders import Posting, subject, write_headers
from thongbao.bulletin.mailparts import attach, attach_pdf, encoded_size, fill, html_part, settle
from thongbao.bulletin.mailpolicy import LETTER
from thongbao.bulletin.masthead import STATUS
from thongbao.bulletin.proof import prove
from thongbao.language import LANG, translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.records import EditionRecord, Head, Office, Recipient

HTML_LIMIT = 90_000
"""Bytes of the encoded HTML part. Some clients cut off at 102 kB, and relays add to it."""

_STATUS = re.compile(r'(<p class="marks"><span>[^<]*</span><span>)[^<]*')
_STYLED = re.compile(r' style="[^"]*"')
_INLINER = css_inline.CSSInliner(
    keep_at_rules=True,
    remove_inlined_selectors=True,
    resolve_css_variables=True,
    load_remote_stylesheets=False,
)


def letter(
    record: EditionRecord,
    head: Head,
    page: str,
    text: str,
    recipient: Recipient,
    office: Office,
    posting: Posting | None = None,
) -> EmailMessage:
    """Return one edition as a letter to one recipient.

    Args:
        record: what became of the edition; must be made and hold a receipt.
        head: of the edition as it was printed.
        page: the edition as HTML.
        text: the edition as plain text.
        recipient: must be entitled to the edition, in its locale.
        office: that publishes.
        posting: what is known only when the letter is queued; without it the same edition gives the same bytes.

    Returns:
        Text, HTML and its pictures; where the HTML would pass HTML_LIMIT, a summary with the page attached; and the
        page as a PDF, where ``posting`` has one.

    Raises:
        LetterRefused: the recipient is not entitled, page, record and receipt are not of one edition, a picture is not
            an embedded PNG, or a header would hold a control character.
    """
    posting = posting or Posting()
    prove(record, head, page, recipient, office)
    message = EmailMessage(policy=LETTER)
    identity = write_headers(message, record, head, recipient, office, posting)
    _fill(message, record, head, page, text)
    if posting.pdf:
        attach_pdf(message, posting.pdf, f"{_file_name(record)}.pdf")
    message["Content-Language"] = LANG[head.locale]
    settle(message, identity)
    return message


def _fill(message: EmailMessage, record: EditionRecord, head: Head, page: str, text: str) -> None:
    """Put in text and the fullest HTML that is not too long."""
    t = translator(head.locale)
    name = f"{_file_name(record)}.html"
    said = t("This letter holds a summary. The whole bulletin is attached: open {file} in a browser.").format(file=name)
    domain = message["From"].domain
    # A page keeps its bytes when it is approved; only its letters can say that it was.
    status = _STATUS.sub(lambda found: found[1] + escape(t(STATUS[head.status])), page, count=1)
    tried = ((_html(body, head), whole) for body, whole in _bodies(status, head, domain, said))
    part, whole = next((part, whole) for part, whole in tried if encoded_size(part) < HTML_LIMIT)
    fill(message, text if whole else f"{said}\n\n{text}", part)
    if not whole:
        attach(message, page, name)


def _file_name(record: EditionRecord) -> str:
    return f"{record.edition.unit}.{record.edition.bulletin}.{record.edition.locale}"


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
    return html_part(dressed(body.html, subject(head), LANG[head.locale]), body.pictures)


def dressed(inside: str, title: str, lang: str) -> str:
    """Return the whole document of a letter, with the style of letters in its tags.

    Args:
        inside: HTML of the letter.
        title: of the document; the subject.
        lang: BCP 47, e.g. "zh-Hans".
    """
    html = frame(inside, title, lang, _style(), _INLINER.inline)
    # Rules that met no tag are left behind by the inliner; only those for dark screens are of use.
    html = re.sub(r"(?s)<style>.*?(?=@media)", "<style>", html, count=1)
    return _STYLED.sub(lambda tag: tag[0].replace(": ", ":").replace(';"', '"'), html)


@cache
def _style() -> str:
    return (Path(__file__).parent / "mail.css").read_text(encoding="utf-8")
