"""Reports of non-delivery are understood as servers write them, and break nothing however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.dsn import exchange, postfix
from thongbao.bulletin.bounces import LARGEST, Report, read_report, verdict

ID, TO = "<abc.1@zhumadian.example>", "xiping@county.example"


@pytest.mark.parametrize("returned", ["headers", "whole"])
def test_a_report_of_postfix_names_letter_address_and_reason(returned: str) -> None:
    """Whether it returns the letter or only its headers."""
    (report,) = read_report(postfix(ID, TO, returned=returned))

    assert (report.message_id, report.addresses) == (ID, frozenset({TO}))
    assert (report.action, report.status) == ("failed", "5.1.1")
    assert report.said.endswith("User unknown in virtual mailbox table")
    assert verdict(report) == "failed"


def test_a_report_of_exchange_names_them_too() -> None:
    """By In-Reply-To, with the address in capitals."""
    (report,) = read_report(exchange(ID, TO))

    assert (report.message_id, report.addresses, report.status) == (ID, frozenset({TO}), "5.1.10")
    assert verdict(report) == "failed"


@pytest.mark.parametrize(
    ("action", "status", "means"),
    [
        ("failed", "5.1.1", "failed"),
        ("failed", "5.2.1", "failed"),
        ("failed", "5.0.0", "failed"),
        ("failed", "5.2.2", "noted"),
        ("failed", "5.3.4", "noted"),
        ("failed", "5.7.1", "noted"),
        ("failed", "4.4.7", "noted"),
        ("failed", "", "noted"),
        ("delayed", "4.4.1", "noted"),
        ("delivered", "2.0.0", ""),
        ("relayed", "2.0.0", ""),
        ("expanded", "2.0.0", ""),
        ("", "5.1.1", ""),
    ],
)
def test_only_a_failure_of_the_address_itself_ends_letters_to_it(action: str, status: str, means: str) -> None:
    """A full mailbox, a long letter, a blocked sender or a delay say nothing for good about the address (RFC 3463)."""
    assert verdict(Report(ID, frozenset({TO}), action, status, "")) == means


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Subject: hello\r\n\r\nNot a report",
        b"Content-Type: multipart/report; boundary=a\r\n\r\n--a\r\nContent-Type: message/delivery-status\r\n\r\n--a--",
        b"Content-Type: multipart/report\r\n\r\nno boundary",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\nFinal-Recipient: rfc822; a@b.example\r\n",
        b"\xff\xfe\x00" * 1000,
        postfix(ID, TO).replace(b"Action: failed", b"Action: \xff\xfe"),
        postfix(ID, "no address at all"),
        b"x" * (LARGEST + 1),
        b"".join(b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (n, n) for n in range(3000)),
    ],
    ids=range(10),
)
def test_what_is_no_report_says_nothing(content: bytes) -> None:
    """No traceback, and no verdict."""
    assert not [report for report in read_report(content) if verdict(report) == "failed"]


@given(st.binary(max_size=400), st.integers(0, 1500), st.integers(0, 60))
def test_a_damaged_report_breaks_nothing(noise: bytes, at: int, cut: int) -> None:
    """Whatever stands in the middle of it, and whatever is missing."""
    whole = postfix(ID, TO)
    for report in read_report(whole[:at] + noise + whole[at + cut :]):
        assert report.said.isprintable()
        assert len(report.said) <= 300
