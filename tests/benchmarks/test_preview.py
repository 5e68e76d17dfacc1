"""How long after a save the new page is there, against the papermill and nbconvert commands for the same notebook."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from benchmarks.measured import ROUNDS, Cost, median, process, table
from thongbao.desk.board import Board
from thongbao.desk.live import follow
from thongbao.desk.server import serving
from thongbao.desk.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, FrameLocator

    from thongbao.settings import Settings

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.timeout(1800)]
SAVES = 5
"""Per round."""


@contextmanager
def previewed(browser: Browser, one: Trial) -> Iterator[tuple[Board, FrameLocator]]:
    """Follow a notebook, with its page open in the browser and shown once."""
    board, stopped = Board(["one"]), threading.Event()
    thread = threading.Thread(target=follow, args=([one], board, stopped))
    thread.start()
    try:
        with serving(board) as server:
            page = browser.new_page(viewport={"width": 1200, "height": 900})
            page.goto(server.url)
            shown = page.frame_locator("iframe:not(.coming)")
            shown.locator("h1").wait_for()
            yield board, shown
            page.close()
    finally:
        stopped.set()
        thread.join()


def used() -> float:
    """Processor seconds of what the preview has started, and of all that has ended there; without the browser's."""
    forking = [one for one in psutil.Process().children(recursive=True) if "forkserver" in " ".join(one.cmdline())]
    return sum(sum(one.cpu_times()[:4]) for one in forking)


def saved(path: Path, words: str, mark: str, board: Board, shown: FrameLocator) -> tuple[Cost, Cost]:
    """Save with another heading; return what it took until the page was made, and until it was seen."""
    before, began = used(), time.monotonic()
    path.write_text(words.replace("## Situation", f"## {mark}"), encoding="utf-8")
    seen = -1
    while mark not in board.page(0):
        seen = board.wait(seen, 60)
    made = time.monotonic() - began
    shown.locator("h2", has_text=mark).wait_for(state="attached")
    there, cpu = time.monotonic() - began, used() - before
    return Cost(made, cpu), Cost(there, cpu)


def test_from_save_to_page(sample: Settings, tmp_path: Path, browser: Browser) -> None:
    """A save costs what the edition costs: imports and warm-up are paid once."""
    source, path = sample.notebooks / "10_county_daily.ipynb", sample.notebooks / "11_copy.ipynb"
    words = source.read_text(encoding="utf-8")
    path.write_text(words, encoding="utf-8")
    one = Trial(path, sample.home, sample.store, "zhumadian", "", "411702", date(2020, 2, 19), "en")
    bins, ran = Path(sys.executable).parent, tmp_path / "ran.ipynb"
    given = [word for name in ("county 411702", "date 2020-02-19", "locale en") for word in ("-r", *name.split())]
    pair: list[Cost] = []
    made: list[Cost] = []
    seen: list[Cost] = []
    try:
        with previewed(browser, one) as (board, shown):
            for number in range(ROUNDS):
                for turn in range(SAVES):
                    mark = f"Situation {chr(97 + number)}{chr(97 + turn)}"
                    for found, cost in zip((made, seen), saved(path, words, mark, board, shown), strict=True):
                        found.append(cost)
                command = [bins / "papermill", source, ran, *given, "--no-progress-bar"]
                html = [bins / "jupyter", "nbconvert", "--to", "html", ran, "--log-level", "ERROR"]
                pair.append(process(command, html, env={"THONGBAO_HOME": str(sample.home)}))
    finally:
        path.unlink()

    least = min(cost.wall for cost in seen)
    usual = median(pair)
    rows = {"papermill CLI + nbconvert CLI": pair, "save to page made": made, "save to page seen in Chromium": seen}
    lines = [
        (name, cost.wall, min(each.wall for each in costs), cost.cpu, usual.wall / cost.wall, usual.cpu / cost.cpu)
        for name, costs in rows.items()
        for cost in [median(costs)]
    ]
    head = ("variant", "s, median", "s, least", "CPU s", "× pair, wall", "× pair, CPU")
    table(f"From save to page, {ROUNDS} rounds of {SAVES} saves", head, lines)
    assert least < usual.wall / 3
    assert median(seen).cpu < usual.cpu / 3
