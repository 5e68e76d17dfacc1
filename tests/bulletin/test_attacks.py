"""Whatever counties and settings say, in whatever slot it stands: nothing acts, nothing is loaded, nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.attacks import heads, marker, notebook, payloads, unescaped, written
from support.markup import active, parsed
from thongbao.bulletin.render import render
from thongbao.report.blocks import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser


INSIDE = ("file:", "data:")
OF_A_PAGE = 20
"""Payloads on one page: its style sheet takes as long to parse as all of them."""

POLICY = '<meta http-equiv="Content-Security-Policy"'


def pages(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], str]]:
    """Some payloads at a time, and the page that has each of them in every slot."""
    for begin in range(0, len(texts), OF_A_PAGE):
        batch = texts[begin : begin + OF_A_PAGE]
        cells = [cell for at, text in enumerate(batch) for cell in (*written(text, at), *unescaped(text, at))]
        yield batch, render(notebook(cells), heads(batch))


DIALOGS = 300


@pytest.fixture(scope="module")
def sampled(shared: Path) -> list[tuple[Sequence[str], str]]:
    """Pages with three hundred of the corpora, taken evenly."""
    texts = payloads(shared)
    return list(pages(texts[:: len(texts) // DIALOGS][:DIALOGS]))


def attack(attacked: Iterable[tuple[Sequence[str], str]]) -> None:
    """Parse the pages as a browser would, and look at everything on them."""
    for batch, page in attacked:
        found = parsed(page)
        assert active(found) == [], batch
        assert [len(list(found.all(tag))) for tag in ("style", "h1", "title", "footer", "main")] == [1] * 5, batch
        said = "".join(found.root.itertext())
        slots = ("inline", "prose", "cell", "figure", "raw")
        lost = [(slot, at) for slot in slots for at in range(len(batch)) if marker(slot, at) not in said]
        assert lost == [], batch
        assert [text for text in map(clean, batch) if text not in " ".join(found.text("td"))] == []


def test_a_sample_of_attacks_finds_no_way_into_a_page(sampled: Sequence[tuple[Sequence[str], str]]) -> None:
    """Three hundred of the corpora in six slots, as our own code writes them and as if it had not escaped them."""
    assert sum(len(batch) for batch, _ in sampled) == DIALOGS
    attack(sampled)


@pytest.mark.faults
@pytest.mark.timeout(1800)
def test_no_attack_finds_a_way_into_a_page(shared: Path) -> None:
    """The whole corpora."""
    attack(pages(payloads(shared)))


WATCHED = """window.met = [];
for (const name of ["alert", "confirm", "prompt"]) window[name] = (said) => { met.push(said); };"""
TOUCHED = """for (const e of document.querySelectorAll("body *"))
for (const n of ["mouseover", "focus", "click", "error", "load"]) e.dispatchEvent(new Event(n));"""
"""What a handler would be called for."""


@pytest.mark.browser
def test_a_browser_meets_no_dialog_and_asks_for_nothing(
    sampled: Sequence[tuple[Sequence[str], str]], browser: Browser, tmp_path: Path
) -> None:
    """Three hundred of them, all slots, and without the policy that would stop what got through.

    The same strings as they are, without any fence, do open dialogs: the browser would have told.
    """
    texts = [text for batch, _ in sampled for text in batch]
    safe = [page for _, page in sampled]

    assert [page.count(POLICY) for page in safe] == [1] * len(safe)
    assert opened(browser, [page.replace(POLICY, "<meta name=x") for page in safe], tmp_path) == ([], [])
    dialogs, _ = opened(browser, [f"<!DOCTYPE html><body>{text}" for text in texts[::10]], tmp_path)
    assert dialogs


def opened(browser: Browser, contents: Sequence[str], folder: Path) -> tuple[list[str], list[str]]:
    """Open pages one after the other, go over them with mouse and keyboard; what was said, and what was asked for."""
    page = browser.new_page(viewport={"width": 800, "height": 1000})
    said: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/*", lambda route: route.continue_() if route.request.url.startswith(INSIDE) else route.abort())
    page.add_init_script(WATCHED)
    try:
        for at, content in enumerate(contents):
            path = folder / f"{at}.html"
            path.write_text(content, encoding="utf-8", errors="replace")
            page.goto(path.as_uri(), wait_until="load")
            page.evaluate(TOUCHED)
            said += page.evaluate("window.met ?? []")
    finally:
        page.close()
    return said, [url for url in asked if not url.startswith(INSIDE)]
