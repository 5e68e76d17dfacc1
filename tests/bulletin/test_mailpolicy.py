"""Headers: long texts come back unchanged, and nothing is smuggled in."""

from __future__ import annotations

import json
import unicodedata
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import compat32
from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from thongbao.bulletin.mailpolicy import LETTER, header_text, mail_address, to_bytes
from thongbao.errors import LetterRefused

if TYPE_CHECKING:
    from email.message import Message
    from pathlib import Path

OURS = ["From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
WORDS = (
    *("驿城区", "教育系统疫情防控日报", "第28期", "（第1版）", "2020年2月19日", "市直学校", "—", "“现有”", "𠮷"),
    *(
        "huyện Đông Hưng",
        "Bản tin",
        "cúm mùa tại",
        "ngày 19/2/2020",
        "Số 28",
        "phòng chống dịch",
        "thành phố",
        "Ủy ban",
    ),
    *(
        "Yicheng",
        "Daily epidemic situation in education",
        "No. 28",
        "rev. 2",
        "19 Feb 2020",
        "-",
        "=?utf-8?q?x?=",
        "a, b",
    ),
)
SUBJECTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=40).map(" ".join)
REFUSED = ("Cc", "Cs", "Zl", "Zp")
ALLOWED = st.characters(
    exclude_categories=REFUSED, exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def written(subject: str = "x", display: str = "y") -> bytes:
    message = EmailMessage(policy=LETTER)
    message["From"] = mail_address("驻马店市教育局", "bulletins@zhumadian.example")
    message["To"] = mail_address(display, "yicheng@zhumadian.example")
    message["Subject"] = subject
    message.set_content("x")
    return to_bytes(message)


def read(content: bytes) -> Message:
    """Read with the older reader: the newer one changes folded names itself."""
    return message_from_bytes(content, policy=compat32)


def decoded(value: str) -> str:
    return str(make_header(decode_header(value)))


def naughty(shared: Path) -> list[str]:
    lines = (shared / "corpora" / "crlf" / "crlfinjection.txt").read_text(encoding="utf-8").splitlines()
    strings = json.loads((shared / "corpora" / "blns" / "blns.json").read_text(encoding="utf-8"))
    return [*map(unquote, lines), *(unquote(unquote(line)) for line in lines), *strings, *map(chr, range(0xA0))]


def check_subject(subject: str) -> None:
    content = written(subject)

    assert decoded(read(content)["Subject"]) == subject
    assert max(map(len, content.split(b"\r\n"))) <= 78
    assert content.isascii()


@given(SUBJECTS)
@settings(max_examples=100)
@example("Bản tin tình hình dịch bệnh cúm mùa tại huyện Đông Hưng, tỉnh Thái Bình, ngày 19 tháng 2 năm 2020")
def test_a_long_subject_reads_back_unchanged(subject: str) -> None:
    """No space is lost where a line is folded, in any of the three languages."""
    check_subject(subject)


@pytest.mark.faults
@given(SUBJECTS)
@settings(max_examples=3000, deadline=None)
def test_three_thousand_subjects_read_back_unchanged(subject: str) -> None:
    """The same for many more of them."""
    check_subject(subject)


@given(st.text(ALLOWED, max_size=120))
@settings(max_examples=100)
@example(" blanks  around ")
@example("=?utf-8?q?not_encoded?=")
@example('quote " and \\ backslash, comma <a@b.example>')
def test_any_text_without_control_characters_is_a_subject_and_a_name(text: str) -> None:
    """Whatever a county is called, subject and display name say just that."""
    message = read(written(text, text))

    assert decoded(message["Subject"]) == text
    assert decoded(parseaddr(message["To"])[0]) == text
    assert parseaddr(message["To"])[1] == "yicheng@zhumadian.example"
    assert message.keys() == OURS


@given(st.text(ALLOWED, max_size=30), st.characters(categories=REFUSED), st.text(ALLOWED, max_size=30))
def test_a_control_character_is_refused_anywhere(before: str, control: str, after: str) -> None:
    """A line end in a header would begin another header."""
    with pytest.raises(LetterRefused, match="The title"):
        header_text(before + control + after, "The title")
    with pytest.raises(LetterRefused):
        written(before + control + after)
    with pytest.raises(LetterRefused):
        written(display=before + control + after)


def test_a_character_that_turns_the_reading_order_is_refused() -> None:
    """A subject must not read as another one."""
    with pytest.raises(LetterRefused, match=r"U\+202E"):
        header_text("411702\u202e207114", "The title")


def test_naughty_strings_never_add_a_header(shared: Path) -> None:
    """Each is refused, or is the subject and nothing but the subject."""
    refused = 0
    for text in naughty(shared):
        try:
            message = read(written(text, text))
        except LetterRefused:
            refused += 1
            assert any(
                unicodedata.category(c) in REFUSED or c in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
                for c in text
            )
            continue
        assert message.keys() == OURS
        assert decoded(message["Subject"]) == text
    assert refused >= 80


def test_a_naughty_address_is_refused(shared: Path) -> None:
    """No string of the corpora is an address that a letter could go to."""
    for text in naughty(shared):
        for address in (text, f"{text}@zhumadian.example", f"a@{text}.example"):
            try:
                taken = mail_address("x", address)
            except LetterRefused:
                continue
            assert taken.addr_spec == address
            assert address.isascii()
            assert not set(address) & set(' \t\r\n",:;<>()[]\\')


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example",
        "leading-group@zhumadian.example",
        "o'neil+x=1@sub.b-c.example",
        "a.b.c@1.example",
        "x" * 64 + "@b.example",
    ],
)
def test_a_plain_address_is_taken(address: str) -> None:
    """What an office would write is taken as it is."""
    assert mail_address("", address).addr_spec == address


@pytest.mark.parametrize(
    "address",
    [
        *(
            "",
            "@",
            "a@",
            "@b.example",
            "a",
            "a@b",
            "a@b.",
            "a@.example",
            ".a@b.example",
            "a.@b.example",
            "a..b@c.example",
        ),
        *("a b@c.example", '"a b"@c.example', "a@b@c.example", "a@[127.0.0.1]", "a(x)@b.example", "a@b.example(x)"),
        *(
            "a@-b.example",
            "a@b-.example",
            "ạ@b.example",
            "a@驻马店.example",
            "a@b.example\n",
            "a@b.example\r\nBcc: c@d.example",
        ),
        *("a@b.example, c@d.example", "<a@b.example>", "x" * 65 + "@b.example", "a@" + "b" * 64 + ".example"),
        "a@" + "b." * 100 + "example",
    ],
)
def test_any_other_address_is_refused(address: str) -> None:
    """The message says where to mend it."""
    with pytest.raises(LetterRefused, match=r"recipients\.yml"):
        mail_address("", address)


def test_a_long_message_id_is_not_broken_apart() -> None:
    """A folded Message-ID would no longer be one."""
    message = EmailMessage(policy=LETTER)
    message["Message-ID"] = f"<{'0' * 32}@{'office.' * 15}example>"
    message.set_content("x")

    assert f"Message-ID: <{'0' * 32}@{'office.' * 15}example>\r\n".encode() in to_bytes(message)


def test_without_a_name_the_address_stands_alone() -> None:
    """No empty quotes before it."""
    assert read(written(display=""))["To"] == "yicheng@zhumadian.example"


def test_texts_stay_readable_in_the_message() -> None:
    """They are encoded only when they are written."""
    message = EmailMessage(policy=LETTER)
    message["Subject"] = "驿城区"
    message["To"] = "a@b.example"

    assert message["Subject"] == "驿城区"
    assert str(message["To"]) == "a@b.example"


def test_headers_that_would_read_back_otherwise_are_refused() -> None:
    """The last fence: what was written is read before it leaves."""
    message = EmailMessage(policy=LETTER)
    message["Subject"] = "x"
    message.set_content("x")
    message._headers.append(("X-A", "1\r\nX-B: 2"))  # past every other fence

    with pytest.raises((LetterRefused, ValueError)):
        to_bytes(message)
