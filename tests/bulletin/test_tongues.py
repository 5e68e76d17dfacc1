"""What is written in another language than the page's says so, and nothing else of the page is touched."""

from __future__ import annotations

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.bulletin.sanitize import clean
from thongbao.bulletin.tongues import marked


@pytest.mark.parametrize(
    ("text", "locale", "shown"),
    [
        ("It said “约168人”.", "en", 'It said “<span lang="zh-Hans">约168人</span>”.'),
        ("上蔡县示例乡、示例一中", "vi", '<span lang="zh-Hans">上蔡县示例乡、示例一中</span>'),
        ("学校；Trường THPT Nguyễn Du", "zh_Hans", '学校；<span lang="vi">Trường THPT Nguyễn Du</span>'),
        ("利用率 80% Mbps", "zh_Hans", "利用率 80% Mbps"),
        ("huyện Hưng Hà", "en", "huyện Hưng Hà"),
        ("café", "zh_Hans", "café"),
    ],
)
def test_a_text_in_other_letters_says_its_language(text: str, locale: str, shown: str) -> None:
    """Chinese among Latin letters, Vietnamese among Chinese; what letters do not tell is left as it is."""
    assert marked(f"<p>{text}</p>", locale) == f"<p>{shown}</p>"


def test_what_says_its_language_already_is_left_alone() -> None:
    """The block knew whose text it is."""
    cell = '<td lang="zh-Hans">进行中</td>'

    assert marked(cell, "vi") == cell


@given(st.text(st.sampled_from('<>"&;=/ab 中文ệ'), max_size=40), st.sampled_from(["zh_Hans", "vi", "en"]))
def test_no_value_of_an_attribute_is_torn(text: str, locale: str) -> None:
    """A value that holds the sign that ends a tag stays one, and every letter of the text stays."""
    quoted = text.replace("&", "&amp;").replace('"', "&quot;")
    fragment = clean(
        f'<p>{text}</p><abbr title="{quoted}">中 ệ</abbr><img alt="{quoted}" src="data:image/png;base64,AA==">'
    )
    before, after = (
        html5lib.parseFragment(html, namespaceHTMLElements=False) for html in (fragment, marked(fragment, locale))
    )

    assert "".join(after.itertext()) == "".join(before.itertext())
    assert [dict(e.attrib) for e in after.iter() if e.tag != "span"] == [dict(e.attrib) for e in before.iter()]
    assert {e.get("lang") for e in after.iter("span")} <= {"vi", "zh-Hans"}
