"""The text part of a letter."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from support.editions import edition, head_of, notebook, office_params, receipt
from thongbao.bulletin.plaintext import aligned, plain_text, width

CELLS = st.text(st.sampled_from("驿城区教育 Đông Hưng（）123,.-"), max_size=12).map(str.strip)
ABOUT = edition()
HEAD = head_of(office_params(), ABOUT, receipt(ABOUT), revision=2)


def text_of(*cells: Any) -> str:
    return plain_text(new_notebook(cells=list(cells)), HEAD)


def output(data: dict[str, Any], metadata: dict[str, Any] | None = None) -> Any:
    return new_code_cell("", outputs=[new_output("display_data", data=data, metadata=metadata or {})])


def test_the_text_says_what_the_page_says() -> None:
    """Head, headline, tables, charts in words, flags and foot, in the order of the page."""
    text = plain_text(notebook(receipt(ABOUT)), HEAD)
    order = [
        *(
            "驻马店市教育局",
            "教育系统疫情防控日报",
            "第28期",
            "驿城区 (411702)",
            "示例数据",
            "要点\n====",
            "现有确诊 26 <例>。",
        ),
        *("现有疑似: 6", "教师 1     1,234", "近28天：最高 3 例", "- 排查少于隔离", "- 驿城区教育局", HEAD.digest),
    ]

    assert sorted(order, key=text.index) == order
    assert "receipt" not in text
    assert text.endswith("\n")


def test_the_first_heading_gives_way_to_the_head() -> None:
    """The title stands once; a second heading of that level is kept."""
    text = text_of(new_markdown_cell("# The title\n\nwords"), new_markdown_cell("# Another"))

    assert "The title" not in text
    assert "Another\n=======" in text


def test_markdown_reads_as_prose() -> None:
    """Marks of emphasis, links and pictures give way to their words."""
    text = text_of(new_markdown_cell("**bold** `code` [page](https://a.example/x) ![chart](x.png)\n\n### Third"))

    assert "bold code page (https://a.example/x) [chart]" in text
    assert "Third\n-----" in text


def test_inline_values_are_never_read_as_markdown() -> None:
    """A county's name may hold stars and brackets."""
    values = output({"application/vnd.thongbao.inline+json": {"day.unit": {"html": "x", "text": "**[a](b)** `c`"}}})

    assert "of **[a](b)** `c`.\n" in text_of(values, new_markdown_cell("of {eval}`day.unit`."))


def test_a_table_in_prose_is_aligned() -> None:
    """Without the bars that Markdown needs."""
    assert "单位    数\n驿城区  12\nX        3\n" in text_of(
        new_markdown_cell("| 单位 | 数 |\n|---|--:|\n| 驿城区 | 12 |\n| X | 3 |")
    )


def test_lines_of_an_output_may_come_apart() -> None:
    """The notebook format splits texts into lines."""
    assert "a\nb" in plain_text(
        {"cells": [{"cell_type": "code", "outputs": [{"data": {"text/plain": ["a\n", "b"]}}]}]}, HEAD
    )


def test_a_picture_without_words_of_its_own_is_said_by_its_alt_text() -> None:
    """Nothing like <Figure size 640x480> reaches a reader."""
    text = text_of(
        output({"image/png": "AAAA", "text/plain": "<Figure size 640x480>"}, {"image/png": {"alt": "28 days"}})
    )

    assert "[28 days]" in text
    assert "<Figure" not in text


def test_the_receipt_is_not_for_readers() -> None:
    """Nor are streams."""
    text = text_of(output({"application/vnd.thongbao.receipt+json": {}, "text/plain": "signed"}))
    streamed = text_of(new_code_cell("", outputs=[new_output("stream", text="streamed")]))

    assert "signed" not in text
    assert "streamed" not in streamed


def test_control_characters_are_shown_and_turning_ones_removed() -> None:
    """A terminal that shows the letter does what we say, not what a county typed."""
    text = text_of(output({"text/plain": "a\x1b[2Jb\u202ec"}))

    assert "a\ufffd[2Jbc" in text


def test_a_revision_says_that_it_replaces() -> None:
    """As the page does."""
    assert "2" in text_of().split("\n\n")[3]


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_columns_end_at_the_same_place(rows: list[tuple[str, str, str]]) -> None:
    """A Chinese letter takes two places, so padding counts places and not characters."""
    lines = aligned("\n".join("\t".join(row) for row in rows)).split("\n")
    shown = [list(row) for row in rows]
    widths = [max(width(row[n]) for row in shown) for n in range(3)]

    assert len(lines) == len(rows)
    for line, row in zip(lines, shown, strict=True):
        assert width(line) <= sum(widths) + 4
        assert line.split() == " ".join(row).split()


def test_numbers_are_set_to_the_right() -> None:
    """Digits of one value stand under each other."""
    assert (
        aligned("人群\t累计\n教师\t1.615\n师生亲属\t-8,698") == "人群        累计\n教师       1.615\n师生亲属  -8,698"
    )


@given(st.text(st.characters(exclude_characters="\t"), max_size=40))
def test_lines_without_tabs_come_back_as_they_are(text: str) -> None:
    """Blocks that are aligned already stay so."""
    assert aligned(text) == text


def test_width_counts_places() -> None:
    """Also for composed and decomposed Vietnamese, and for what has no width at all."""
    assert width("驿城区") == 6
    assert width("Đông") == width(unicodedata.normalize("NFD", "Đông")) == 4
    assert width("a\x00") in {1, 2}
