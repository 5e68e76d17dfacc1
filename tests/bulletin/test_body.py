"""What of a notebook stands on the page."""

from __future__ import annotations

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.notebooks import chart, code, data, executed_notebook, html, prose
from thongbao.bulletin.body import fragments, in_regions
from thongbao.bulletin.markdown import to_html
from thongbao.bulletin.sanitize import clean


def test_plain_text_keeps_its_lines_and_is_escaped() -> None:
    """A value without HTML is shown as text."""
    nb = executed_notebook([code(data({"text/plain": "a < b\nc"}))])

    assert list(fragments(nb, "en", titled=True)) == ['<p class="text">a &lt; b<br>c</p>']


def test_markdown_made_from_data_is_never_rendered() -> None:
    """It would be a way around the escaping; its plain text stands instead."""
    nb = executed_notebook([code(data({"text/markdown": "# <b>x</b>", "text/plain": "x"}))])

    assert list(fragments(nb, "en", titled=True)) == ['<p class="text">x</p>']


@pytest.mark.parametrize("titled", [True, False])
def test_a_block_cannot_pose_as_the_head_of_a_page(titled: bool) -> None:
    """There is one title, and it is not in an output."""
    nb = executed_notebook([code(data({"text/html": "<h1>Another bureau</h1>"}))])

    assert list(fragments(nb, "en", titled=titled)) == ["<h2>Another bureau</h2>"]


def test_a_chart_scrolls_in_a_region_of_its_own() -> None:
    """On a telephone it keeps the size at which it can be read."""
    chart = clean('<figure class="chart"><img src="data:image/png;base64,AA==" alt="a"></figure>')

    region = '<div class="scroll picture" role="region" tabindex="0" aria-label="Biểu đồ">'
    assert in_regions(chart, "vi") == chart.replace("<img", f"{region}<img").replace("</figure>", "</div></figure>")


@pytest.mark.parametrize(("width", "regions"), [(480, 0), (481, 1)])
def test_a_chart_that_fits_a_telephone_is_no_stop_for_tab(width: int, regions: int) -> None:
    """There is nothing to scroll in it."""
    chart = clean(f'<figure class="chart"><img src="data:image/png;base64,AA==" alt="a" width="{width}"></figure>')

    assert in_regions(chart, "en").count('role="region"') == regions


@pytest.mark.parametrize(("columns", "kind"), [(6, "scroll"), (7, "scroll wide")])
def test_a_table_with_many_columns_is_marked_as_wide(columns: int, kind: str) -> None:
    """The style sheet sets it smaller and keeps its first column in sight."""
    table = clean(f"<table><tr>{'<td>1</td>' * columns}</tr></table>")

    assert in_regions(table, "en").startswith(f'<div class="{kind}" role="region" tabindex="0" aria-label="Table">')


@given(st.lists(st.sampled_from(["<table>", "</table>", "<td>", "a", "<tr>", "</td>"]), max_size=30))
def test_only_outermost_tables_get_a_region_however_they_are_nested(parts: list[str]) -> None:
    """Every region opened is closed, and no text is lost."""
    fragment = clean("".join(parts))
    wrapped = in_regions(fragment, "en")

    assert wrapped.count("<div") == wrapped.count("</div>") <= fragment.count("<table")
    assert (
        wrapped.replace('<div class="scroll" role="region" tabindex="0" aria-label="Table">', "")
        .replace("</div>", "")
        .replace('<div class="scroll wide" role="region" tabindex="0" aria-label="Table">', "")
        == fragment
    )


@given(st.text(max_size=40))
def test_an_inline_value_is_shown_letter_by_letter(text: str) -> None:
    """Whatever a value holds, the reader sees exactly that."""
    shown = to_html("x {eval}`a` y", {"a": {"html": escape(text), "text": text}})

    assert shown == clean(f"<p>x {escape(text)} y</p>\n")


def test_regions_of_the_same_name_are_numbered() -> None:
    """Somebody who lists the regions of a page can tell one chart from the next; texts are left as they are."""
    text = 'role="region" tabindex="0" aria-label="Chart"'
    wide = chart().replace('width="8"', 'width="1600"')
    nb = executed_notebook([code(html(wide), html(wide)), prose(text), code(html(wide))])

    page = "".join(fragments(nb, "en", titled=True))

    assert f"<p>{text}</p>" in page
    assert re.findall(r'<div[^>]*aria-label="(Chart.*?)">', page) == ["Chart", "Chart (2)", "Chart (3)"]
