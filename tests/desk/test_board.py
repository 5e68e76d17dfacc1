"""What the preview shows is told to whoever waits for it."""

from __future__ import annotations

import json
import threading

import pytest

from thongbao.desk.board import Board
from thongbao.desk.remarks import Remark
from thongbao.desk.trial import Tried

PAGE = Tried("<p>a</p>", (Remark("trend", 2, "mend it"),), 0.51)


def test_who_waits_is_woken_by_a_new_page() -> None:
    """And told its number at once, not after the time it would have waited."""
    board = Board(["one", "two"])
    seen = board.wait(-1, 0)
    threading.Timer(0.01, board.put, (1, PAGE)).start()

    assert board.wait(seen, 60) > seen
    assert board.page(1) == "<p>a</p>"
    assert board.page(0) == ""


def test_who_has_seen_everything_waits_in_vain() -> None:
    """The number stays."""
    board = Board(["one"])

    assert board.wait(0, 0.01) == 0


def test_the_state_says_everything_but_the_pages() -> None:
    """Titles, numbers, and what is to be mended."""
    board = Board(["one"])
    board.put(0, PAGE)
    board.end()

    state = json.loads(board.state())

    assert (state["busy"], state["number"]) == (False, 2)
    assert state["frames"] == [
        {
            "title": "one",
            "number": 1,
            "page": True,
            "seconds": 0.51,
            "remarks": [{"text": "cell 'trend', line 2: mend it", "stops": True}],
        }
    ]


def test_there_are_only_so_many_frames() -> None:
    """A number from outside is not trusted."""
    with pytest.raises(IndexError):
        Board(["one"]).page(1)
