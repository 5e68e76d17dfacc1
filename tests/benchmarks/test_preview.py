"""How long after a save the new page is there, against making the same edition in a fresh Python."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from datetime import date
from typing import TYPE_CHECKING

import pytest

from thongbao.desk.board import Board
from thongbao.desk.live import follow
from thongbao.desk.trial import Trial

if TYPE_CHECKING:
    from thongbao.settings import Settings

ROUNDS = 7


@pytest.mark.bench
def test_from_save_to_page(sample: Settings) -> None:
    """A save costs what the edition costs: imports and warm-up are paid once."""
    source = sample.notebooks / "10_county_daily.ipynb"
    path = sample.notebooks / "11_copy.ipynb"
    words = source.read_text(encoding="utf-8")
    path.write_text(words, encoding="utf-8")
    one = Trial(path, sample.home, sample.store, "zhumadian", "", "411702", date(2020, 2, 19), "en")
    board, stopped, took = Board(["one"]), threading.Event(), []
    thread = threading.Thread(target=follow, args=([one], board, stopped))
    thread.start()
    try:
        while not board.page(0):
            board.wait(-1, 1)
        for number in range(ROUNDS):
            mark = f"Situation {chr(97 + number)}{chr(97 + number)}"
            began = time.monotonic()
            path.write_text(words.replace("## Situation", f"## {mark}"), encoding="utf-8")
            seen = -1
            while mark not in board.page(0):
                seen = board.wait(seen, 60)
            took.append(time.monotonic() - began)
    finally:
        stopped.set()
        thread.join()
        path.unlink()
    began = time.monotonic()
    run = ["run", "2020-02-19", "--unit", "411702", "--bulletin", "county_daily", "--locale", "en", "--force"]
    subprocess.run([sys.executable, "-m", "thongbao", *run], cwd=sample.home, check=True, capture_output=True)
    cold = time.monotonic() - began
    middle = statistics.median(took)

    print(f"\nsave to page: median {middle:.2f} s, least {min(took):.2f} s; a run of its own {cold:.2f} s")
    assert middle < cold
