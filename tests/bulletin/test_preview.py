"""A letter as it will look, before anybody else sees it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from support.letters import letter_bytes, part
from thongbao.bulletin.preview import WIDTHS, preview_page

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

PAGE = preview_page(letter_bytes())


def test_both_frames_show_the_letter_itself_with_its_pictures() -> None:
    """Only the names of the pictures are replaced, by the pictures that travel with it."""
    frames = [unescape(text) for text in re.findall(r'srcdoc="([^"]*)"', PAGE)]
    original = part(letter_bytes(), "text/html")

    assert len(frames) == len(WIDTHS)
    assert "cid:" not in frames[0]
    assert re.sub(r'src="[^"]*"', "", frames[0]) == re.sub(r'src="[^"]*"', "", original)
    assert frames[0].count('src="data:image/png;base64,') == original.count('src="cid:') == 1


def test_the_frames_run_nothing_and_the_page_reaches_nothing() -> None:
    """A letter with a script in it would still do nothing."""
    assert PAGE.count('sandbox=""') == len(WIDTHS)
    assert "default-src 'none'" in PAGE
    assert "<script" not in PAGE


def test_headers_and_text_part_are_shown_as_text() -> None:
    """A name with a tag in it is a name."""
    page = preview_page(letter_bytes(unit="<b>x</b>"))

    assert "&lt;b&gt;x&lt;/b&gt;2020年2月19日" in page
    assert "<b>x</b>" not in page
    assert re.search(r"人群 +累计排查\r?\n教师 1 +1,234", page)


@pytest.mark.browser
def test_the_preview_opens_at_both_widths_and_asks_for_nothing(browser: Browser, tmp_path: Path) -> None:
    """In Chromium: two frames of the widths they say, nothing fetched, nothing said on the console."""
    path = tmp_path / "letter.html"
    path.write_text(PAGE, encoding="utf-8")
    asked: list[str] = []
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    widths = page.evaluate("[...document.querySelectorAll('iframe')].map((frame) => frame.clientWidth)")
    heading = page.frame_locator("iframe").nth(1).locator("h1").inner_text()
    page.close()

    assert widths == [width for _, width in WIDTHS]
    assert heading == "教育系统疫情防控日报"
    assert [url for url in asked if not url.startswith(("file:", "data:", "about:"))] == []
