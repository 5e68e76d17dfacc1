"""The document around a letter."""

from __future__ import annotations

from thongbao.bulletin.mailframe import frame, note


def test_a_remark_is_text() -> None:
    """Names in it are escaped."""
    assert "<tr><td>&lt;b&gt;</td></tr></table>" in note("<b>")
    assert note("x").startswith('<table class="notice" role="presentation"')


def test_the_document_has_language_title_and_style() -> None:
    """All are handed to the inliner at once, the title escaped."""
    seen: list[str] = []

    html = frame("<p>x</p>", '"<script>', "vi", "p { margin: 0 }", lambda whole: seen.append(whole) or whole)

    assert seen == [html]
    assert html.startswith('<!DOCTYPE html><html lang="vi">')
    assert "<title>&quot;&lt;script&gt;</title><style>p { margin: 0 }</style>" in html
    assert '<div class="letter" lang="vi"><p>x</p></div>' in html
