"""The preview follows the file: what was saved is shown, and what hangs is left behind."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from support.unrun import code, notebook, text
from thongbao.desk.board import Board
from thongbao.desk.live import follow, watched
from thongbao.desk.trial import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode

    from thongbao.settings import Settings

NAME = "10_county_daily.ipynb"


def save(home: Settings, *cells: NotebookNode) -> None:
    (home.notebooks / NAME).write_text(notebook(*cells), encoding="utf-8")


def trial(home: Settings) -> Trial:
    path = home.notebooks / NAME
    return Trial(path, home.home, home.store, "zhumadian", "county_daily", "411702", date(2020, 2, 19), "en")


@contextmanager
def following(home: Settings) -> Iterator[Board]:
    board, stopped = Board(["one"]), threading.Event()
    thread = threading.Thread(target=follow, args=([trial(home)], board, stopped))
    thread.start()
    try:
        yield board
    finally:
        stopped.set()
        thread.join(60)
        assert not thread.is_alive()


def until_shown(board: Board, words: str) -> str:
    """Wait for a page with these words."""
    seen = -1
    for _ in range(100):
        seen = board.wait(seen, 60)
        if words in board.page(0):
            return board.page(0)
    raise AssertionError(board.page(0))


def test_a_saved_notebook_is_shown_and_a_hanging_one_is_left_behind(home: Settings) -> None:
    """Nobody waits for the end of an endless loop that was corrected meanwhile."""
    save(home, text("## First words", "words"))
    with following(home) as board:
        until_shown(board, "First words")
        save(home, code("while True: pass", "endless"), text("## Never shown", "words"))
        save(home, text("## Second words", "words"))
        until_shown(board, "Second words")
        (home.notebooks / NAME).write_text("{", encoding="utf-8")
        seen = board.wait(-1, 0)
        while b"not a readable notebook" not in board.state():
            seen = board.wait(seen, 60)


def test_what_a_page_is_made_from_is_watched(home: Settings) -> None:
    """The notebook, what lies beside it, its translations, and the settings."""
    paths = [home.notebooks / NAME, home.notebooks / "helper.py", home.notebooks / "locale" / "vi" / "notebooks.po"]
    paths += [home.params / "zhumadian" / "office.yml", home.params / "forms" / "cases.yml"]
    for path in paths:
        before = watched(trial(home))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text((path.read_text(encoding="utf-8") if path.exists() else "") + "\n", encoding="utf-8")
        assert watched(trial(home)) != before, path
    assert watched(trial(home)) == watched(trial(home))
