"""The name that was meant is found whatever its accents."""

from __future__ import annotations

import pytest

from thongbao.data.nearby import Nearby

NAMES = Nearby(
    [("huyện Nam Sách", "huyện Nam Sách (3004)"), ("驿城区", "驿城区 (411702)"), ("3004", "huyện Nam Sách (3004)")]
    + [(f"huyện {n}", str(n)) for n in range(3000)]
)


@pytest.mark.parametrize("written", ["huyen nam sach", "HUYỆN  NAM SÁCH", "Nam Sách", "huyện Nam Sach", "3004"])
def test_accents_case_and_a_lost_word_do_not_count(written: str) -> None:
    """As people write it."""
    assert NAMES.to(written) == "huyện Nam Sách (3004)"


def test_chinese_names_are_found_by_a_part() -> None:
    """Without the word for district."""
    assert NAMES.to("驿城") == "驿城区 (411702)"


@pytest.mark.parametrize("written", ["", " ", "x", "Hà Nội", "<script>", "\u0301", "县" * 1000])
def test_what_is_near_to_nothing_gets_no_answer(written: str) -> None:
    """A wrong hint is worse than none."""
    assert NAMES.to(written) == ""


def test_nothing_is_guessed_where_it_must_not() -> None:
    """Only what is equal but for accents, case and width."""
    assert NAMES.to("３００４", guess=False) == "huyện Nam Sách (3004)"
    assert NAMES.to("30O4", guess=False) == ""
