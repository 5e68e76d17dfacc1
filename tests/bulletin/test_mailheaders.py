"""The headers of a letter: who, what, when, which list, how to leave it, and what it corrects."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.editions import edition, head_of, office_params, receipt, recipient, same
from support.letters import letter_bytes, part, read
from thongbao.bulletin.mailheaders import EARLIER, Posting, subject, unsubscribe_token
from thongbao.errors import LetterRefused
from thongbao.records import Letters

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import OfficeParams

HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "List-Id", "MIME-Version", "Content-Type"]
URL = "https://zhumadian.example/leave?t={token}"
KEY = b"a long random text"


def office(address: str = "yicheng@zhumadian.example", **said: Any) -> OfficeParams:
    params = office_params(recipient(address))
    return params.model_copy(update={"office": params.office.model_copy(update={"letters": Letters(**said)})})


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("zh_Hans", "驿城区2020年2月19日教育系统疫情防控日报第28期（第2版）"),
        ("vi", "quận Dịch Thành 19/2/2020 Bản tin hằng ngày Số 28 (bản 2)"),
        ("en", "Yicheng 19 Feb 2020 Daily epidemic situation No. 28 rev. 2"),
    ],
)
def test_the_subject_names_unit_date_title_number_and_revision(locale: Any, said: str) -> None:
    """In the recipient's language, so that letters sort and are found again."""
    about = edition(locale=locale)

    assert subject(head_of(office_params(), about, receipt(about), revision=2)) == said


def test_a_bulletin_without_number_has_a_subject_without() -> None:
    """No. 0 says nothing."""
    about = edition(locale="en")
    head = head_of(office_params(), about, receipt(about)).model_copy(update={"number": 0})

    assert subject(head) == "Yicheng 19 Feb 2020 Daily epidemic situation rev. 1"


def test_the_list_is_that_of_the_bulletin_and_office() -> None:
    """Filters of a mail client sort by it (RFC 2919); it is the same for every unit and day."""
    assert read(letter_bytes())["List-Id"] == "<county_daily.zhumadian.zhumadian.example>"
    assert read(letter_bytes("vi"))["List-Id"] == "<county_daily.zhumadian.zhumadian.example>"


def test_a_letter_is_dated_when_it_was_queued_in_the_offices_time() -> None:
    """Without a moment it is that of the newest report, so that files are the same each time."""
    queued = Posting(at=datetime(2020, 2, 19, 23, 30, tzinfo=UTC))

    assert read(letter_bytes(posting=queued))["Date"] == "Thu, 20 Feb 2020 07:30:00 +0800"
    assert read(letter_bytes())["Date"] == "Wed, 19 Feb 2020 17:30:00 +0800"


def test_a_correction_refers_to_what_it_corrects() -> None:
    """Clients put it below the letter that it replaces."""
    before = tuple(f"<{n:032x}@zhumadian.example>" for n in range(30))
    message = read(letter_bytes(posting=Posting(earlier=before), revision=31))

    assert message["In-Reply-To"] == before[-1]
    assert str(message["References"]).split() == list(before[-EARLIER:])
    assert "References" not in read(letter_bytes())
    assert max(map(len, letter_bytes(posting=Posting(earlier=before)).split(b"\r\n"))) <= 998


def test_leaving_the_list_takes_one_click() -> None:
    """RFC 8058: an https address first, a POST that needs no page, an address for clients that know only mail."""
    params = office(unsubscribe_url=URL, unsubscribe_address="leave@zhumadian.example")
    message = read(letter_bytes(params=params, posting=Posting(unsubscribe_key=KEY)))
    token = unsubscribe_token(KEY, "zhumadian", "county_daily", "yicheng@zhumadian.example")

    assert message["List-Unsubscribe"] == (
        f"<https://zhumadian.example/leave?t={token}>, "
        "<mailto:leave@zhumadian.example?subject=unsubscribe%20county_daily>"
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_url_there_is_no_promise_of_one_click() -> None:
    """An address alone is offered as such; nothing configured, nothing offered."""
    message = read(letter_bytes(params=office(unsubscribe_address="leave@zhumadian.example")))

    assert str(message["List-Unsubscribe"]).startswith("<mailto:leave@")
    assert "List-Unsubscribe-Post" not in message
    assert "List-Unsubscribe" not in read(letter_bytes())


def test_a_token_needs_a_key() -> None:
    """A token made of public things alone would let anybody take anybody off the list."""
    with pytest.raises(LetterRefused, match="THONGBAO_UNSUBSCRIBE_KEY"):
        letter_bytes(params=office(unsubscribe_url=URL))


@given(st.lists(st.tuples(*[st.text(min_size=1, max_size=8)] * 3), min_size=2, max_size=6, unique=True))
def test_every_recipient_and_list_has_a_token_of_its_own(of: list[tuple[str, str, str]]) -> None:
    """Also where parts run together; an address is the same in capitals."""
    folded = {(o, b, a.casefold()) for o, b, a in of}

    assert len({unsubscribe_token(KEY, *each) for each in of}) == len(folded)
    assert all(unsubscribe_token(KEY, *each) != unsubscribe_token(b"other", *each) for each in of)


def test_an_approved_letter_says_so_and_the_page_does_not_change() -> None:
    """The page's bytes are what was approved; its letter says in HTML and text that they were."""
    approved, before = (letter_bytes(status=status) for status in ("approved", "provisional"))

    for content, said, unsaid in ((approved, "已核定", "数据未最终核定"), (before, "", "已核定")):
        for kind in ("text/html", "text/plain"):
            assert said in part(content, kind)
            assert unsaid not in part(content, kind)


def strings(shared: Path) -> list[str]:
    """17 decoded CRLF attacks, 515 naughty strings, every control character."""
    lines = (shared / "corpora" / "crlf" / "crlfinjection.txt").read_text(encoding="utf-8").splitlines()
    naughty = json.loads((shared / "corpora" / "blns" / "blns.json").read_text(encoding="utf-8"))
    return [*(unquote(unquote(line)) for line in lines), *naughty, *(f"a{chr(n)}b" for n in range(0x20))]


def check_whole(text: str) -> bool:
    """Put ``text`` everywhere a name can stand; say whether the letter was refused."""
    params = office_params(recipient("a@b.example").model_copy(update={"role": same(text)}), title=same("x"))
    params = params.model_copy(update={"office": params.office.model_copy(update={"names": same(text)})})
    try:
        content = letter_bytes(params=params, unit=text, title=text)
    except LetterRefused:
        return True
    head = content.partition(b"\r\n\r\n")[0]
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names == [*HEADERS, "Content-Language"]
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    return False


@pytest.mark.parametrize(
    "text", ["x\r\nBcc: all@evil.example", "x\nSubject: y", "x\r\n\r\n<script>", "x\u2028Bcc: e@e.example", "x\x00y"]
)
def test_a_name_with_a_line_end_is_refused_in_a_whole_letter(text: str) -> None:
    """As county, title, office and recipient."""
    assert check_whole(text)


@pytest.mark.faults
def test_no_string_of_the_corpora_adds_a_header_to_a_whole_letter(shared: Path) -> None:
    """Exactly our headers, in our order, or no letter."""
    given = [text for text in strings(shared) if text.strip()]
    refused = sum(map(check_whole, given))

    assert len(given) > 500
    assert 40 < refused < len(given) / 2
