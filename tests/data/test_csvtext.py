"""A CSV is read whatever program wrote it, or refused; letters are never guessed."""

from __future__ import annotations

import codecs
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.cells import Limits, Unreadable
from thongbao.data.csvtext import read_csv

CHINESE = "单位,数\n驿城区,12\n"
VIETNAMESE = "đơn vị,số\nĐông Hưng – huyện Thái Thụy,12\n"


def _rows(content: bytes, locale: str) -> tuple[tuple[object, ...], ...]:
    return read_csv(content, locale, Limits()).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_chinese_csvs_are_read_in_every_encoding_of_excel(encoding: str) -> None:
    """Excel in China writes GB18030 unless asked for UTF-8."""
    assert _rows(CHINESE.encode(encoding), "zh_Hans") == (("单位", "数"), ("驿城区", "12"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1258"])
def test_vietnamese_csvs_are_read_composed(encoding: str) -> None:
    """Windows writes accents apart; joined, a name is the same name as in the office's list."""
    content = unicodedata.normalize("NFC", VIETNAMESE)
    apart = _cp1258(content) if encoding == "cp1258" else content.encode(encoding)

    assert _rows(apart, "vi")[1] == (unicodedata.normalize("NFC", "Đông Hưng – huyện Thái Thụy"), "12")


def _cp1258(text: str) -> bytes:
    """Encode as Windows does: letters with a tone mark become a letter and a combining mark where there is no whole."""
    out = bytearray()
    for ch in text:
        try:
            out += ch.encode("cp1258")
        except UnicodeEncodeError:
            base, tone = _split(ch)
            out += base.encode("cp1258") + tone.encode("cp1258")
    return bytes(out)


def _split(ch: str) -> tuple[str, str]:
    parts = unicodedata.normalize("NFD", ch)
    tone = next(mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", parts.replace(tone, "")), tone


@pytest.mark.parametrize("locale", ["en", "vi", "zh_Hans"])
def test_letters_that_fit_no_encoding_are_refused(locale: str) -> None:
    """Better no figures than figures under a wrong name."""
    with pytest.raises(Unreadable) as caught:
        read_csv(b"a,b\n\xff\x8a,1\x8a\n", locale, Limits())

    assert caught.value.problem.code == "encoding-unknown"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_usual_separators_and_line_ends_are_found(separator: str, newline: str) -> None:
    """Excel in Vietnam separates with semicolons because the comma is its decimal sign."""
    content = newline.join(separator.join(row) for row in (("a", "b"), ("1", "2,5" if separator != "," else "2")))

    assert len(_rows(content.encode(), "vi")[1]) == 2


def test_a_hint_of_the_separator_is_obeyed() -> None:
    """Excel writes sep=; for itself; it is not a line of the table, but it is counted."""
    table = read_csv(b"sep=;\na;b\n\n1;2\n", "en", Limits())

    assert table.rows == (("a", "b"), ("1", "2"))
    assert table.lines == (2, 4)


def test_lines_are_those_that_an_editor_shows() -> None:
    """A quoted line end makes a record of two lines; what follows is found at its own line."""
    assert read_csv(b'a,b\n"x\ny",1\n2,3\n', "en", Limits()).lines == (1, 2, 4)


FIELDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1)
ROWS = st.lists(st.lists(FIELDS, min_size=2, max_size=4), min_size=1, max_size=4)


@given(rows=ROWS, bom=st.booleans())
def test_quoted_text_comes_back_as_it_was(rows: list[list[str]], bom: bool) -> None:
    """Whatever stands in a quoted field is the field, composed."""
    rows = [["x", "y"], *rows]
    text = "\n".join(",".join('"' + field.replace('"', '""') + '"' for field in row) for row in rows)
    content = (codecs.BOM_UTF8 if bom else b"") + text.encode()
    found = [list(row) for row in _rows(content, "en")]

    assert found == [[unicodedata.normalize("NFC", f) for f in row] for row in rows if any(f.strip() for f in row)]
