"""The second fence keeps the vocabulary of a bulletin and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.markup import active
from support.notebooks import picture
from thongbao.bulletin.sanitize import clean

VOCABULARY = [
    (
        '<table class="figures"><caption>c</caption><thead><tr><th scope="colgroup" colspan="2">a</th></tr></thead>'
        '<tbody><tr class="total"><th scope="row">b</th><td class="n">1</td></tr></tbody></table>'
    ),
    '<abbr title="not stated">x</abbr>',
    '<dl class="headline"><div><dt>a</dt><dd class="value">1</dd><dd class="change">+1</dd></div></dl>',
    '<p class="banner">a</p><p class="none">b</p>',
    (
        '<ul class="flags"><li class="warning">a</li><li class="missing">b</li><li class="late">c</li>'
        '<li class="ok" lang="vi">d</li></ul>'
    ),
    (
        f'<figure class="chart"><img src="data:image/png;base64,{picture()}" alt="a" width="8" height="6">'
        "<figcaption>b</figcaption><details><summary>c</summary></details></figure>"
    ),
    '<span class="mark">r</span>',
]


@pytest.mark.parametrize("fragment", VOCABULARY)
def test_the_vocabulary_of_a_bulletin_passes_unchanged(fragment: str) -> None:
    """What the report's blocks write reaches the page as it is."""
    assert clean(fragment) == fragment


@pytest.mark.parametrize(
    ("fragment", "left"),
    [
        ('<p style="position:fixed" id="x" class="masthead none" onclick="a()">t</p>', '<p class="none">t</p>'),
        ('<img src="https://track.example/p.png" alt="a">', ""),
        ('<img src="data:image/svg+xml;base64,AAAA" alt="a">', ""),
        ('<img src="data:image/png;base64,AA&quot; onerror=&quot;b()" alt="a">', ""),
        ('<a href="javascript:a()">t</a>', '<a rel="noopener noreferrer">t</a>'),
        ('<a href="//evil.example">t</a>', '<a rel="noopener noreferrer">t</a>'),
        ('<a href="https://a.example">t</a>', '<a href="https://a.example" rel="noopener noreferrer">t</a>'),
        ("<script>a()</script><style>b{}</style>t", "t"),
        ('<td colspan="99999999">t</td>', "t"),
        ('<table><tr><td colspan="99999">t</td></tr></table>', "<table><tbody><tr><td>t</td></tr></tbody></table>"),
        ("a\ud800b", "a?b"),
        ("<p>a\u202eb&#x2066;c</p>", "<p>abc</p>"),
        ('<abbr title="a&#8238;b\u2069">t</abbr>', '<abbr title="ab">t</abbr>'),
    ],
)
def test_everything_else_is_taken_away_and_the_text_stays(fragment: str, left: str) -> None:
    """No styles, ids, handlers, scripts, frames or outside loads."""
    assert clean(fragment) == left


@given(st.text(alphabet=st.sampled_from(list("<>\"'=/ abionstyle!-&;:[]\x00\u2028")) | st.characters(), max_size=80))
def test_no_text_whatever_leaves_the_fence_active(text: str) -> None:
    """The rule holds for the kind, not only for lists of known attacks; cleaning twice changes nothing."""
    once = clean(text)

    assert active(f"<!DOCTYPE html><title>t</title><div>{once}</div>") == []
    assert clean(once) == once
