"""No text that a county wrote becomes a formula in somebody's spreadsheet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.formulas import grid, harmless
from thongbao.data.guarded import guarded


@pytest.mark.parametrize("text", grid(), ids=ascii)
def test_no_cell_starts_with_what_begins_a_formula(text: str) -> None:
    """Bare, or behind what a program between may take away."""
    assert not harmless(text)
    assert harmless(guarded(text))
    assert guarded(text).removeprefix("'") == text


@pytest.mark.parametrize(
    "text", ["", "-5", "+5", "-0.5", "-1,5", "驿城区", "Đông Hưng – Thái Bình", "a=b", "x@y.z", "“quoted”", "1-2"]
)
def test_other_text_is_left_as_it_is(text: str) -> None:
    """Also a number below 0 that stands as text."""
    assert guarded(text) == text


@given(st.text(alphabet=st.sampled_from("=+-@＝＋－＠﹢⁼ \t\r\n\ufeff\u200b\u3000\"'“0aạ中"), max_size=8))
def test_whatever_is_written_is_harmless_and_can_be_had_back(text: str) -> None:
    """An apostrophe is all that is ever added; numbers aside, nothing begins with a trigger."""
    found = guarded(text)

    assert found in (text, "'" + text)
    assert harmless(found) or found.lstrip("+-").replace(",", ".").replace(".", "", 1).isdigit()
