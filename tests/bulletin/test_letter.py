"""One edition to one recipient."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.editions import (
    block,
    edition,
    figures_table,
    head_of,
    notebook,
    office_params,
    png,
    receipt,
    recipient,
    same,
)
from thongbao.bulletin.letter import HTML_LIMIT, letter
from thongbao.bulletin.mailpolicy import header_text, to_bytes
from thongbao.bulletin.plaintext import plain_text
from thongbao.bulletin.render import render
from thongbao.errors import LetterRefused
from thongbao.files import sha256
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from email.message import EmailMessage

    from playwright.sync_api import Browser

    from thongbao.records import OfficeParams

HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "MIME-Version", "Content-Type"]


def made(params: OfficeParams | None = None, *, rows: int = 4, locale: str = "zh_Hans", **changes: Any) -> EmailMessage:
    """A letter from a page that was rendered, read back by Python's own reader."""
    return read(raw(params, rows=rows, locale=locale, **changes))


def raw(params: OfficeParams | None = None, *, rows: int = 4, locale: str = "zh_Hans", **changes: Any) -> bytes:
    about = edition(locale=locale)
    to = changes.get("to") or recipient("yicheng@zhumadian.example", locale=locale)
    params = params or office_params(to)
    proof = receipt(about, changes.get("received_to", datetime(2020, 2, 19, 9, 30, tzinfo=UTC)))
    nb = notebook(proof, rows=rows)
    if "nb" in changes:
        nb.cells[4].outputs = changes["nb"]
    head = head_of(params, about, proof, changes.get("revision", 1))
    page = render(nb, head)
    files = {"county_daily.zh_Hans.html": sha256(page)}
    record = EditionRecord(edition=about, state="made", receipt=proof, revision=head.revision, files=files)
    return to_bytes(letter(record, head, page, plain_text(nb, head), to, params.office))


def read(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=default)  # type: ignore[return-value]


def kinds(message: EmailMessage) -> list[str]:
    return [part.get_content_type() for part in message.walk()]


def html_of(message: EmailMessage) -> str:
    return str(next(p for p in message.walk() if p.get_content_type() == "text/html").get_content())


def test_the_parts_stand_in_the_order_that_clients_need() -> None:
    """Text first, HTML with its pictures last: the last part that a client can show wins."""
    message = made()

    assert kinds(message) == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    assert message.keys() == [*HEADERS, "Content-Language"]
    assert message["Content-Language"] == "zh-Hans"
    assert message["Auto-Submitted"] == "auto-generated"
    assert not message.defects


def test_the_pictures_are_those_that_the_html_names() -> None:
    """No picture is missing, none is attached for nothing, none is fetched."""
    message = made()
    images = [part for part in message.walk() if part.get_content_type() == "image/png"]

    assert [part["Content-ID"].strip("<>") for part in images] == re.findall(r'src="cid:([^"]*)"', html_of(message))
    assert [part.get_content() for part in images] == [png()]
    assert {part.get_content_disposition() for part in images} == {"inline"}
    assert not re.search(r"(src|href|url\()=?[\"']?(https?|data):", html_of(message))


def test_the_style_is_written_into_the_tags() -> None:
    """Only the rules for dark screens stay in the head; no rule needs flex, grid or a variable."""
    html = html_of(made())
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)

    assert style is not None
    assert style[1].lstrip().startswith("@media (prefers-color-scheme: dark)")
    assert 'class="value" align="right" style="' in html
    assert not re.search(r"flex|grid|var\(", html)


def test_the_same_letter_has_the_same_bytes() -> None:
    """Nothing of the clock or of chance is in it."""
    assert raw() == raw()


def test_another_recipient_revision_or_content_is_another_message() -> None:
    """A Message-ID names one letter and no other."""
    letters = [
        made(),
        made(to=recipient("other@zhumadian.example")),
        made(revision=2),
        made(rows=5),
        made(locale="vi"),
    ]

    assert len({message["Message-ID"] for message in letters}) == len(letters)
    assert all(re.fullmatch(r"<[0-9a-f]{32}@zhumadian\.example>", str(m["Message-ID"])) for m in letters)


def test_the_sender_is_the_one_of_the_settings() -> None:
    """Without one the address stands under a reserved domain."""
    params = office_params()
    named = params.model_copy(update={"office": params.office.model_copy(update={"sender": "post@jyj.example"})})

    assert made()["From"].addresses[0].addr_spec == "bulletins@zhumadian.example"
    assert made(named, to=recipient("a@b.example"))["From"].addresses[0].addr_spec == "post@jyj.example"


def test_the_date_is_the_arrival_of_the_newest_report() -> None:
    """In the office's own time; without any report the day begins."""
    assert made()["Date"] == "Wed, 19 Feb 2020 17:30:00 +0800"
    assert made(received_to=None)["Date"] == "Wed, 19 Feb 2020 00:00:00 +0800"


def test_the_html_stays_under_the_limit_of_clients() -> None:
    """A usual bulletin is far below it, whole and without attachment."""
    content = raw(rows=30)
    html = content.split(b"Content-Type: text/html")[1].split(b"\r\n--=_")[0]

    assert len(html) < HTML_LIMIT / 2
    assert "multipart/mixed" not in kinds(read(content))


@pytest.mark.parametrize("rows", [900, 1100])
def test_a_long_bulletin_travels_as_summary_and_file(rows: int) -> None:
    """Cut-off pages mislead: the letter says where the rest is."""
    content = raw(rows=rows)
    message = read(content)
    html = html_of(message)
    attached = list(message.iter_attachments())

    assert kinds(message) == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/html"]
    assert [part.get_filename() for part in attached] == ["411702.county_daily.zh_Hans.html"]
    assert f"教师 {rows - 1}" in attached[0].get_content()
    assert "411702.county_daily.zh_Hans.html" in html
    assert "26" in html
    assert f"教师 {rows - 1}" not in html
    assert len(content.split(b"Content-Type: text/html")[1]) < HTML_LIMIT


def test_where_even_the_summary_is_long_one_sentence_says_where_the_bulletin_is() -> None:
    """The limit holds whatever an analyst writes."""
    content = raw(nb=[block(f"<p>{'驿城区教育局。' * 3000}</p>", "x", "note")])
    message = read(content)

    assert "411702.county_daily.zh_Hans.html" in html_of(message)
    assert len(content.split(b"Content-Type: text/html")[1]) < HTML_LIMIT
    assert "驿城区教育局。" not in html_of(message)
    assert "驿城区教育局。" in next(iter(message.iter_attachments())).get_content()


def test_a_bulletin_without_pictures_needs_no_related_part() -> None:
    """Some clients show a clip for a part that holds nothing."""
    about = edition()
    params = office_params()
    proof = receipt(about)
    nb = notebook(proof)
    nb.cells = [cell for cell in nb.cells if cell.id != "trend"]
    head = head_of(params, about, proof)
    record = EditionRecord(edition=about, state="made", receipt=proof)
    message = letter(record, head, render(nb, head), "text", params.recipients[0], params.office)

    assert kinds(read(to_bytes(message))) == ["multipart/alternative", "text/plain", "text/html"]
    assert "图表所附数据表" not in html_of(read(to_bytes(message)))


@pytest.mark.parametrize(
    "name", ['<script>alert(1)</script> & "quotes"', "Đông Hưng", "长" * 400, "a\u0301 e\u0323\u0302", "=?utf-8?q?x?="]
)
def test_an_odd_county_name_is_a_name(name: str) -> None:
    """In subject, HTML and text it says what it is, and does nothing."""
    message = made(office_params(unit=same(name)), to=recipient("a@b.example"))
    text = next(p for p in message.walk() if p.get_content_type() == "text/plain").get_content()

    assert "<script" not in html_of(message)
    assert f"{name} (411702)" in text
    assert message.keys() == [*HEADERS, "Content-Language"]


@given(st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_any_name_gives_our_headers_or_is_refused(name: str) -> None:
    """A name never becomes a header."""
    about = edition()
    params = office_params(unit=same("x"))
    head = head_of(params, about, receipt(about)).model_copy(update={"unit": name, "issuer": name[::-1]})
    record = EditionRecord(edition=about, state="made", receipt=receipt(about))
    try:
        content = to_bytes(letter(record, head, PAGE, "text", params.recipients[0], params.office))
    except LetterRefused:
        with pytest.raises(LetterRefused, match=r"U\+"):
            header_text(name, "name")
        return

    assert read(content).keys() == [*HEADERS, "Content-Language"]


def _page() -> str:
    about = edition()
    return render(notebook(receipt(about)), head_of(office_params(), about, receipt(about)))


PAGE = _page()


def test_a_table_fits_a_letter() -> None:
    """Numbers stand to the right also in clients that know attributes only."""
    assert '<td align="right" style="border-bottom:1px solid #ccc">' in html_of(made(nb=[block(figures_table(2), "x")]))


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 600])
def test_a_letter_fits_a_telephone_and_fetches_nothing(browser: Browser, width: int) -> None:
    """In Chromium: no sideways scrolling, pictures no wider than the window, no request to anywhere."""
    requests: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.on("request", lambda request: requests.append(request.url))
    page.set_content(html_of(made(nb=[block(figures_table(4), "x")])))
    shown = page.evaluate("document.documentElement.scrollWidth")
    widest = page.evaluate("Math.max(...[...document.images].map(i => i.getBoundingClientRect().right))")
    page.close()

    assert shown == width
    assert 0 < widest <= width
    assert [url for url in requests if not url.startswith("cid:")] == []
