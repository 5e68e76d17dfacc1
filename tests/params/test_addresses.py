"""An address is a plain one, or the reason says what is wrong without repeating it."""

from __future__ import annotations

import json
from email.headerregistry import Address
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.params.addresses import address_problem

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example",
        "leading-group@zhumadian.example",
        "first.last+tag@x-1.county.example",
        "0@0.example",
        "x_y@xn--fsq.example",
    ],
)
def test_a_plain_address_is_right(address: str) -> None:
    """Letters, digits, dots, plus and hyphens in their places."""
    assert address_problem(address) == ""


BAD = [
    *["", "a", "@", "a@", "@b.example", "a@b", "a@@b.example", "a@b@c.example", "a..b@c.example", ".a@b.example"],
    *["a.@b.example", "a@.example", "a@b..example", "a@b.example.", "a@-b.example", "a@b-.example", "a@b_c.example"],
    *["a b@c.example", " a@b.example", "a@b.example ", "a@b.example, c@d.example", "Office <a@b.example>"],
    *['"a"@b.example', "a@[127.0.0.1]", "a@127.0.0.1", "(x)a@b.example", "a:b@c.example", "ä@b.example"],
    *["a@教育.example", "a@b.example\nBcc: c@d.example", "a@b.example\r\n", "a\x00@b.example", "a\u200b@b.example"],
    *["a\u2028@b.example", "a\u202e@b.example", "a" * 65 + "@b.example", "a@" + "b" * 64 + ".example"],
    *["a@" + "b." * 95 + "example", "ａ@b.example"],
]


@pytest.mark.parametrize("address", BAD)
def test_what_no_office_uses_and_forgers_do_is_refused(address: str) -> None:
    """Control characters, lists, names, comments, quotes, literals, missing parts."""
    assert address_problem(address).endswith(".")


@given(st.text(max_size=40))
def test_the_reason_does_not_repeat_the_address(text: str) -> None:
    """Addresses must not reach logs by way of faults."""
    marked = f"zq7{text}zq7"

    assert "zq7" not in address_problem(marked)


@given(st.text(st.characters(max_codepoint=0x2FF), max_size=30).map(lambda text: text + "@county.example"))
def test_what_is_right_can_be_put_into_a_header(address: str) -> None:
    """An accepted address is one the e-mail package takes apart into the same two parts."""
    if not address_problem(address):
        parsed = Address(addr_spec=address)
        assert f"{parsed.username}@{parsed.domain}" == address


def test_naughty_strings_are_not_addresses(shared: Path) -> None:
    """No string of the list is taken for an address, bare or as the part before the @ with a line break."""
    strings = json.loads((shared / "corpora" / "blns" / "blns.json").read_text(encoding="utf-8"))

    assert [text for text in strings if not address_problem(text)] == []
    assert [text for text in strings if not address_problem(f"{text}\r\n@county.example")] == []
