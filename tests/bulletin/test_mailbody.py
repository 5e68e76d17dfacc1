"""A page as mail clients can show it."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.editions import HEADLINE, chart, figures_table, png
from thongbao.bulletin.mailbody import WIDTH, mail_body
from thongbao.errors import LetterRefused

if TYPE_CHECKING:
    from pathlib import Path


def body(fragment: str, *, summary: bool = False) -> str:
    return mail_body(
        f"<!DOCTYPE html><html><head><title>no</title></head><body>{fragment}</body></html>",
        "b.example",
        summary=summary,
    ).html


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_headline_becomes_a_table() -> None:
    """Clients without grid show each number beside its label."""
    html = body(HEADLINE)

    assert html.count("<tr>") == 2
    assert '<th scope="row" align="left">现有确诊</th><td class="value" align="right">26</td>' in html
    assert "<dl" not in html


def test_another_description_list_stays_one() -> None:
    """Only headlines are tables."""
    assert body("<dl><dt>a</dt><dd>b</dd></dl>") == "<dl><dt>a</dt><dd>b</dd></dl>"


def test_the_data_table_under_a_chart_is_left_out() -> None:
    """A telephone need not scroll through 28 days; that it is left out is known."""
    made = mail_body(chart(png()), "b.example")

    assert made.left_out
    assert "图中数据" not in made.html
    assert "教师" not in made.html
    assert "图1 近28天" in made.html


def test_the_date_stands_in_a_line_of_its_own() -> None:
    """On the page it stands to the right, which not every client can."""
    about = '<p class="about"><b>驿城区</b> <time datetime="2020-02-19">2月19日</time></p><p><time>3</time></p>'

    assert text_of(body(about).replace("<br>", "/")) == "驿城区 / 2月19日 3"


def test_a_heading_of_rows_stands_to_the_left_as_on_the_page() -> None:
    """Clients centre the headings of columns and rows unless told otherwise."""
    assert 'scope="colgroup" align="left"' in body('<table><tr><th scope="colgroup">a</th></tr></table>')


def test_other_folded_parts_are_opened() -> None:
    """Many clients cannot unfold."""
    html = body("<details><summary>Sources</summary><p>x</p></details>")

    assert html == "<div><div>Sources</div><p>x</p></div>"


def test_pictures_are_named_by_content() -> None:
    """The same picture twice travels once."""
    made = mail_body(chart(png(1)) + chart(png(2)) + chart(png(1)), "b.example")

    assert list(made.pictures.values()) == [png(1), png(2)]
    assert re.findall(r'src="cid:([^"]*)"', made.html) == [*made.pictures, next(iter(made.pictures))]
    assert "data:" not in made.html


def test_pictures_fit_the_letter() -> None:
    """Outlook goes by the attributes alone, so they hold the shown size."""
    assert f'width="{WIDTH}" height="203"' in body(chart(png()))


@pytest.mark.parametrize(
    "src",
    [
        "https://tracker.example/x.png",
        "data:image/svg+xml;base64,AAAA",
        "data:image/png;base64,AAAA",
        "data:image/png;base64,###",
        "",
    ],
)
def test_a_picture_that_is_not_an_embedded_png_is_refused(src: str) -> None:
    """A letter fetches nothing, and no client is sent what it cannot show."""
    with pytest.raises(LetterRefused, match="not an embedded PNG"):
        body(f'<img src="{src}" alt="x">')


def test_a_summary_has_no_tables_and_no_charts() -> None:
    """Head, headline, notes and flags stay."""
    html = body(
        f'{HEADLINE}<p class="banner">11 / 12</p>{figures_table(3)}{chart(png())}<ul class="flags"><li>x</li></ul>',
        summary=True,
    )

    assert "26" in html
    assert "11 / 12" in html
    assert "教师" not in html
    assert "<img" not in html
    assert "<li>x</li>" in html


def test_what_the_page_says_by_style_the_letter_says_in_words() -> None:
    """Marks before flags come from the page's style sheet, which does not travel."""
    html = body(
        '<ul class="flags"><li class="warning">a</li><li class="ok">b</li></ul>'
        '<p class="marks"><span>c</span><span>d</span></p>'
    )

    assert text_of(html) == "▲ a ✓ b c · d"


def test_escaped_text_stays_escaped() -> None:
    """County text passes through as text."""
    assert (
        body('<p title="a&quot;b">&lt;b&gt; &amp; &#39; &nbsp;</p>')
        == '<p title="a&quot;b">&lt;b&gt; &amp; &#39; &nbsp;</p>'
    )


def test_broken_nesting_is_closed() -> None:
    """A missing end tag does not swallow what follows the letter's inside."""
    assert body("<div><p>a<strong>b</div>c</p>") == "<div><p>a<strong>b</strong></p></div>c"


def only_ours(html: str) -> None:
    tree = html5lib.parse(f"<!DOCTYPE html><body>{html}", namespaceHTMLElements=False)
    for element in tree.iter():
        assert element.tag not in {"script", "style", "iframe", "object", "form", "svg", "base", "link", "input"}
        for name, value in element.attrib.items():
            assert not str(name).startswith("on")
            assert name not in {"style", "id", "srcset", "action"}
            assert name != "href" or str(value).startswith(("https://", "mailto:"))
            assert name != "src" or str(value).startswith("cid:")


@given(st.text(alphabet="<>/='\" abdiptscrmgonl!-&#;:x\n", max_size=80))
@settings(max_examples=200)
def test_whatever_stands_on_a_page_only_our_tags_travel(fragment: str) -> None:
    """The letter's own fence holds without the page's."""
    try:
        only_ours(body(fragment))
    except LetterRefused:
        assert "img" in fragment.lower()


def test_injections_do_not_travel(shared: Path) -> None:
    """No handler, script or outside address of a known attack is left."""
    corpus = min((shared / "corpora" / "xss").glob("*.txt"))
    lines = corpus.read_text(encoding="utf-8", errors="replace").splitlines()
    for line in lines[::25]:
        try:
            html = body(line)
        except LetterRefused:
            continue
        only_ours(html)


def test_a_picture_split_over_lines_is_read() -> None:
    """Base64 may hold line ends."""
    source = base64.encodebytes(png()).decode()

    assert list(mail_body(f'<img alt="x" src="data:image/png;base64,{source}">', "b.example").pictures.values()) == [
        png()
    ]
