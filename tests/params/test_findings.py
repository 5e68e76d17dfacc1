"""Faults come in the order of files and lines, short, and with a name that may have been meant."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from thongbao.params.findings import MOST, Finding, faults, nearest, refused_character, shown


def test_faults_are_in_the_order_of_files_and_lines() -> None:
    """The file that was read first comes first; a fault that was found twice is said once."""
    found = [Finding("b.yml", 9, "x", "X."), Finding("a.csv", 2, "y", "Y."), Finding("b.yml", 1, "z", "Z.")]

    assert [fault.where for fault in faults([*found, *found])] == ["b.yml line 1", "b.yml line 9", "a.csv row 2"]


def test_a_fault_of_a_whole_file_has_no_line() -> None:
    """Line 0 stands for the file."""
    assert faults([Finding("a.yml", 0, "x", "X.")])[0].where == "a.yml"


def test_a_file_that_is_wrong_throughout_does_not_fill_the_screen() -> None:
    """The first hundred faults of a file are listed, and how many more there are."""
    said = faults([Finding("a.yml", n, "x", "X.") for n in range(1, MOST + 43)] + [Finding("b.yml", 1, "x", "X.")])

    assert len(said) == MOST + 2
    assert said[MOST].message == "42 more faults are not listed."
    assert said[-1].where == "b.yml line 1"


def test_the_nearest_name_or_all_names() -> None:
    """A slip gets one name, something else the whole list."""
    assert nearest("conty", ["county", "district"]) == "Did you mean county?"
    assert nearest("zzz", ["county", "district"]) == "Known: county, district."
    assert nearest("zzz", map(str, range(99)), limit=2) == "Known: 0, 1, …."
    assert nearest("zzz", []) == "There are none yet."


@given(st.text(max_size=200))
def test_what_is_shown_is_short_and_printable(text: str) -> None:
    """Whatever was in a file, its quotation is one line without control characters."""
    quoted = shown(text)

    assert len(quoted) <= 6 * 61 + 3
    assert not any(unicodedata.category(ch)[0] == "C" for ch in quoted)


@given(st.text(max_size=30))
def test_a_text_without_refused_characters_is_safe_in_a_header(text: str) -> None:
    """No carriage return, null byte, separator or turn of the reading order passes."""
    if not refused_character(text):
        assert not set("\r\0\x1b\x7f\x85\u2028\u2029\u202e\u2066") & set(text)


def test_the_first_refused_character_is_named() -> None:
    """So that an editor can search for it; a line feed may stand in a text of several lines."""
    assert refused_character("a\nb\x07c\x00") == "U+0007"
