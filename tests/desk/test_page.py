"""The preview as an analyst meets it: the command, its page in Chromium, and the hardest units side by side."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from support.filled import DAY, NOTHING, PUBLISHED, put, rename, screening
from support.unrun import code, notebook, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode
    from playwright.sync_api import Browser, FrameLocator, Page

    from thongbao.settings import Settings

pytestmark = pytest.mark.browser
NAME = "10_county_daily.ipynb"
SMALL, ZERO, LONG, REVISED = "411702", "411721", "411723", "411722"
LONG_NAME = "A county whose name is longer than all others of the office"
WAIT = 120_000
TALL = "from IPython.display import publish_display_data\n" + "\n".join(
    f'publish_display_data({{"text/html": "<p>line {n}</p>" * 20, "text/plain": ""}})' for n in range(3)
)


@contextmanager
def previewed(home: Settings, *words: str) -> Iterator[str]:
    """Run the command until the block ends, and give the address that it says."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("THONGBAO")}
    with subprocess.Popen(
        [sys.executable, "-m", "thongbao", "preview", NAME, "--no-open", *words],
        cwd=home.home,
        env={**environment, "THONGBAO_HOME": str(home.home)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait(60)


def put_every_kind(home: Settings) -> str:
    """Fill the day so that each kind is another county; return one that sent nothing."""
    put(home, SMALL, DAY, {form: dict.fromkeys(figures, 1) for form, figures in NOTHING.items()})
    put(home, ZERO, DAY, NOTHING, state="zero")
    put(home, LONG, DAY, PUBLISHED["411702"])
    for hour in (14, 15, 16):
        put(home, REVISED, DAY, {"screening": screening(hour, 100, 200)}, hour=hour)
    rename(home, LONG, LONG_NAME)
    return "411724"


def save(home: Settings, heading: str, *more: NotebookNode) -> None:
    cells = (text(heading, "words"), code(TALL, "tall"), *more)
    (home.notebooks / NAME).write_text(notebook(*cells), encoding="utf-8")


def inside(page: Page, place: int) -> FrameLocator:
    return page.locator("section").nth(place).frame_locator("iframe:not(.coming)")


def test_the_hardest_units_stand_side_by_side_and_follow_the_file(home: Settings, browser: Browser) -> None:
    """Each under why it is there; a save changes all, keeps the place, and an error is shown at its cell."""
    silent = put_every_kind(home)
    save(home, "## First words")
    with previewed(home, "--hard", "--date", str(DAY), "--locale", "en") as url:
        page = browser.new_page(viewport={"width": 1800, "height": 900})
        page.set_default_timeout(WAIT)
        page.goto(url)
        for place in range(5):
            inside(page, place).locator("h2", has_text="First words").wait_for()
        titles = page.locator("section > h2").all_inner_texts()
        tops = page.locator("section").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
        codes = [inside(page, place).locator("body").inner_text() for place in range(5)]
        place = inside(page, 0)
        place.locator("html").evaluate("(html) => html.ownerDocument.defaultView.scrollTo(0, 150)")

        save(home, "## Second words")
        for each in range(5):
            inside(page, each).locator("h2", has_text="Second words").wait_for()
        kept = place.locator("html").evaluate("(html) => html.ownerDocument.defaultView.scrollY")
        save(home, "## Third words", code("a = 1\nmissing", "broken"))
        mark = place.locator("[role=note]", has_text="cell 'broken', line 2: NameError")
        mark.wait_for(state="attached")
        page.locator("#status", has_text="5 to mend").wait_for()
        listed = page.locator("section").first.locator(".remarks button.stops").all_inner_texts()
        page.close()

    whys = [title.partition(":")[0] for title in titles]
    assert whys == ["smallest", "zero", "missing", "longest name", "most revisions"]
    for title, shown, unit in zip(titles, codes, (SMALL, ZERO, silent, LONG, REVISED), strict=True):
        assert f"({unit})" in title
        assert unit in shown
    assert LONG_NAME in titles[3]
    assert len(set(tops)) == 1
    assert kept == 150
    assert any("cell 'broken', line 2" in one for one in listed)
