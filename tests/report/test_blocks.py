"""Markup is ours alone, whatever the texts say."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.bulletin.sanitize import clean as sanitized
from thongbao.errors import NotebookInvalid
from thongbao.records import BLOCK_MIME
from thongbao.report.blocks import Block, banner, clean, escaped, flags, headline_block, listed, note, nothing, together
from thongbao.report.tables import Cell, Mark, Table, header, row, table_block, width
from thongbao.report.whose import Whose

NASTY = st.text(st.characters(codec="utf-8"), max_size=40) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '" onerror="x',
        "'><img src=x onerror=1>",
        "&lt;b&gt;",
        "Tha\u0302\u0301i Bi\u0300nh",
        "\u202eabc",
    ]
)


def _table(text: str) -> Block:
    body = (row(text, Cell(text, marks=(Mark("x", text),)), Cell("", marks=(Mark("d", text, value=text),))),)
    return table_block(Table(text, (header([text, text, text]),), body), "en")


BUILDERS = [
    nothing,
    note,
    banner,
    _table,
    lambda text: flags([("warning", text)]),
    lambda text: listed([text]),
    lambda text: headline_block([(text, text, text)], [text]),
]


@pytest.mark.parametrize("build", BUILDERS)
@given(text=NASTY)
def test_no_text_becomes_markup(build: object, text: str) -> None:
    """With any text a block has the same tags and attribute names as with a harmless one.

    A table alone has a class for a short text, for a long one and for a long header.
    """

    def shape(block: Block) -> list[tuple[str, tuple[str, ...]]]:
        tree = html5lib.parseFragment(block.html, namespaceHTMLElements=False)
        return [(str(e.tag), tuple(sorted(e.attrib.keys() - _lengths(e)))) for e in tree.iter()]

    def _lengths(element: Any) -> set[str]:
        return {"class"} if element.get("class") in ("k", "t", "h", "h hh") else set()

    assert shape(build(text)) == shape(build("plain")) or not clean(text)  # type: ignore[operator]


@given(text=NASTY)
def test_texts_are_composed_and_without_control_characters(text: str) -> None:
    """Vietnamese in parts is joined, and nothing can turn the direction of a line."""
    found = clean(text)

    assert found == unicodedata.normalize("NFC", found)
    assert not any(unicodedata.category(ch) in ("Cc", "Cf") for ch in found)
    assert "<" not in escaped(text)


def test_a_block_says_its_kind_and_size_to_the_check() -> None:
    """The check refuses an empty table by what the block says of itself."""
    block = together(_table("a"), note("b"))
    bundle = block._repr_mimebundle_()

    assert bundle[BLOCK_MIME] == {"kind": "table", "size": 2}
    assert bundle["text/html"].startswith("<table")
    assert "b" in bundle["text/plain"]


def test_what_only_jupyterlab_needs_is_no_part_of_a_page() -> None:
    """The style goes, and everything else stays."""
    block = _table("a")

    assert "<style>" in block._repr_mimebundle_()["text/html"]
    assert sanitized(block._repr_mimebundle_()["text/html"]) == sanitized(block.html)


def test_blocks_of_two_units_are_not_put_together() -> None:
    """One cell, one unit and day."""
    mine, other = (replace(note("a"), whose=Whose("o", unit, "2020-02-19", "")) for unit in ("1", "2"))

    with pytest.raises(NotebookInvalid, match="1, 2020-02-19 and of 2"):
        together(mine, other)
    assert together(mine, mine).whose == mine.whose


@pytest.mark.parametrize("given", [(), (None,), (note("a"), note)])
def test_only_blocks_are_put_together(given: Any) -> None:
    """The brackets of a call were forgotten."""
    with pytest.raises(NotebookInvalid, match=r"report\.together takes blocks"):
        together(*given)


def test_columns_of_a_letter_are_even_with_chinese_and_latin() -> None:
    """A Chinese character takes two columns: numbers under each other stay so."""
    body = (row("驿城区", Cell("1,615")), row("Yicheng", Cell("7")))
    lines = table_block(Table("", (header(["单位", "教师"]),), body), "en").text.split("\n")

    assert len({width(line) for line in lines}) == 1


def test_a_name_of_400_letters_stays_whole_on_the_page_and_is_cut_in_a_letter() -> None:
    """A page can wrap, a letter's columns cannot."""
    name = "长" * 400
    block = _table(name)

    assert name in block.html
    assert max(width(line) for line in block.text.split("\n")[1:2]) < 200


def test_numbers_stand_to_the_right_with_their_headers() -> None:
    """A header stands over its numbers."""
    html = table_block(Table("t", (header(["Unit", "n"]),), (row("a", Cell("1")),)), "en").html

    assert '<th scope="col">Unit</th><th scope="col" class="n">n</th>' in html
    assert '<th scope="row">a</th><td class="n">1</td>' in html
