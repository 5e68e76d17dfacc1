"""Cells: what is short stays in one piece, what is long has room, and a text says its language."""

from __future__ import annotations

import pytest

from thongbao.bulletin.sanitize import clean
from thongbao.report.tables import Cell, Table, header, row, table_html, table_text


def _cell(cell: Cell) -> str:
    html = table_html(Table("", (header(["a", "b"]),), (row("x", cell),)))
    assert clean(html).count("<td") == html.count("<td") == 1
    return clean(html).partition("<td")[2].partition("</td>")[0]


@pytest.mark.parametrize(
    ("text", "classes"),
    [
        ("已批准", ' class="k"'),
        ("2月14日 11:20", ' class="k"'),
        ("đúng hạn", ' class="k"'),
        ("Done", ""),
        ("Kế hoạch giảng dạy", ""),
        ("逐级成立疫情防控领导小组和办公室", ' class="t"'),
    ],
)
def test_a_short_text_stays_in_one_piece_and_a_long_one_has_room(text: str, classes: str) -> None:
    """One word needs nothing; a Chinese one could be torn between any two letters."""
    assert _cell(Cell(text, "text")) == f"{classes}>{text}"


def test_what_stands_below_is_a_line_of_its_own_and_in_brackets_in_a_letter() -> None:
    """The leader of a day, and how many work elsewhere."""
    cell = Cell("Head", "text", below="76; 8")

    assert _cell(cell) == ">Head <small>76; 8</small>"
    assert "Head (76; 8)" in table_text(Table("", (header(["a", "b"]),), (row("x", cell),)))


@pytest.mark.parametrize(
    ("name", "classes"),
    [("Units in it", ""), ("Delivered (cumulative)", "h"), ("Eligible remote days (cumulative), days", "h hh")],
)
def test_a_long_header_has_room_on_a_telephone(name: str, classes: str) -> None:
    """Above a narrow number it would stand in ten lines of one word."""
    head = table_html(Table("", (header([name]),), ()))

    assert (f'class="{classes}"' in head) == bool(classes)


def test_only_the_name_is_in_another_language_and_not_what_stands_below() -> None:
    """A school's name as its clerk typed it; its kind in the reader's words."""
    assert _cell(Cell("示例一中", "text", below="School", lang="zh-Hans")) == (
        ' class="k"><span lang="zh-Hans">示例一中</span> <small>School</small>'
    )


def test_a_text_in_another_language_says_so() -> None:
    """The sanitizer lets it through."""
    assert _cell(Cell("Done", "text", lang="zh-Hans")) == ' lang="zh-Hans">Done'
