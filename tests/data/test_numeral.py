"""A number that was written as text is that number, or it is refused; how it was written is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.numeral import FULL_WIDTH, numeral

WIDE = {half: full for full, half in FULL_WIDTH.items()}


@pytest.mark.parametrize(
    ("written", "vi", "zh", "way"),
    [
        ("1615", 1615, 1615, ""),
        ("1.234", 1234, "two-meanings", "grouped"),
        ("1,234", "two-meanings", 1234, "grouped"),
        ("1.234.567", 1234567, 1234567, "grouped"),
        ("1,234,567", 1234567, 1234567, "grouped"),
        ("1 234", 1234, 1234, "grouped"),
        ("1\u202f234", 1234, 1234, "grouped"),
        ("1.234,5", 1234.5, "two-meanings", "grouped"),
        ("1,234.5", "two-meanings", 1234.5, "grouped"),
        ("１２３", 123, 123, "full-width"),
        ("１，２３４", "two-meanings", 1234, "grouped"),
        ("5.7万", "not-a-number", 57000, "myriads"),
        ("５．７万", "not-a-number", 57000, "myriads"),
        ("5,7万", 57000, "not-a-number", "myriads"),
        ("1万", 10000, 10000, "myriads"),
        ("3亿", 300_000_000, 300_000_000, "myriads"),
        ("0.0001万", "not-a-number", 1, "myriads"),
        ("1.234万", "two-meanings", 12340, "myriads"),
        ("1,234万", "two-meanings", "two-meanings", ""),
        ("万", "not-a-number", "not-a-number", ""),
        ("1万2千", "not-a-number", "not-a-number", ""),
        ("1,23", 1.23, "not-a-number", ""),
        ("12,34,567", "not-a-number", "not-a-number", ""),
        ("1.234,567.8", "not-a-number", "not-a-number", ""),
        ("1,234 567", "not-a-number", "not-a-number", ""),
    ],
)
def test_a_number_is_read_as_the_office_writes_it(written: str, vi: float | str, zh: float | str, way: str) -> None:
    """Thousands are 1.234 in Vietnamese and 1,234 in Chinese and English; what could be either is refused."""
    found = {locale: numeral(written, locale, whole=True) for locale in ("vi", "zh_Hans", "en")}

    assert (found["vi"].value, found["zh_Hans"].value) == (vi, zh)
    assert found["en"] == found["zh_Hans"]
    assert {one.way for one in found.values() if isinstance(one.value, float)} <= {way}


@given(value=st.integers(-(10**12), 10**12), vi=st.booleans(), wide=st.booleans())
def test_grouped_digits_are_the_number_they_were_made_of(value: int, vi: bool, wide: bool) -> None:
    """In half and full width."""
    written = f"{value:,}".replace(",", "." if vi else ",")
    if wide:
        written = "".join(WIDE.get(ch, ch) for ch in written)

    assert numeral(written, "vi" if vi else "zh_Hans", whole=True).value == value


@given(st.integers(0, 10**8))
def test_ten_thousands_are_exact(value: int) -> None:
    """5.7万 is 57000 and not 56999.99…: it is worked out in decimals."""
    whole, rest = divmod(value, 10_000)

    assert numeral(f"{whole}.{rest:04}万", "zh_Hans", whole=True).value == value


@given(written=st.text(max_size=40), locale=st.sampled_from(["vi", "zh_Hans", "en"]), whole=st.booleans())
def test_any_text_is_a_number_or_a_fault(written: str, locale: str, whole: bool) -> None:
    """Nothing that can be typed ends in anything else."""
    found = numeral(written, locale, whole=whole).value

    assert isinstance(found, float) or found in ("too-big", "not-a-number", "two-meanings")
