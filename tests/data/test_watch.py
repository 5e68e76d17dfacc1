"""A file is taken in when it is complete, once, whatever the folder it comes through does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.watch import EMPTY_FOR, Sign, Watched, signs, watch

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class Inbox:
    """A watched folder in which each look is preceded by something that happens."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.taken: list[list[str]] = []
        self.accept = True
        self.changed = False

    def look(self, *happens: Callable[[], object], seconds: float = 1.0) -> list[list[str]]:
        """Watch from the start; before each look one thing happens. Return what was handed on at each look."""
        at, steps = [0.0], iter([*happens])

        def wait() -> bool:
            step = next(steps, None)
            if step is None:
                return True
            step()
            at[0] += seconds
            self.taken.append([])
            return False

        def take(ready: list[Path]) -> bool:
            self.taken[-1] = sorted(path.name for path in ready)
            return self.accept

        watch([self.folder], take, wait, lambda: at[0], lambda: self.changed)
        return self.taken


@pytest.fixture
def inbox(tmp_path: Path) -> Inbox:
    """An empty inbox."""
    (tmp_path / "in").mkdir()
    return Inbox(tmp_path / "in")


def nothing() -> None:
    """Let a look pass."""


def test_a_file_is_handed_on_once_when_two_looks_find_it_alike(inbox: Inbox) -> None:
    """And again when it is changed, even to the same length at the same second."""
    path = inbox.folder / "a.csv"

    def again() -> None:
        (inbox.folder / "b").write_text("abd")
        (inbox.folder / "b").replace(path)

    found = inbox.look(lambda: path.write_text("abc"), nothing, nothing, again, nothing, nothing)

    assert found == [[], ["a.csv"], [], [], ["a.csv"], []]


def test_a_file_that_grows_is_left_until_it_stands_still(inbox: Inbox) -> None:
    """A copy over a slow line is not taken in by halves."""
    path = inbox.folder / "a.csv"
    grow = [lambda n=n: path.write_text("x" * n) for n in range(1, 5)]

    assert inbox.look(*grow, nothing, nothing) == [[], [], [], [], ["a.csv"], []]


def test_what_is_still_being_written_by_its_name_is_left(inbox: Inbox) -> None:
    """Downloads, Excel's locks and hidden files; under its final name it is taken in."""
    for name in ("a.csv.part", "b.xlsx.crdownload", "~$c.xlsx", ".d.csv", "e.tmp"):
        (inbox.folder / name).write_text("x")

    def rename() -> None:
        (inbox.folder / "a.csv.part").rename(inbox.folder / "a.csv")

    assert inbox.look(nothing, nothing, rename, nothing) == [[], [], [], ["a.csv"]]


def test_an_empty_file_is_given_time_to_be_filled(inbox: Inbox) -> None:
    """A program that makes the name first is not told that its file is empty; one that stays so is handed on."""
    path = inbox.folder / "a.csv"
    found = inbox.look(path.touch, nothing, lambda: path.write_text("x"), nothing)
    assert found == [[], [], [], ["a.csv"]]

    (inbox.folder / "b.csv").touch()
    assert ["b.csv"] in Inbox(inbox.folder).look(*[nothing] * 5, seconds=EMPTY_FOR / 2)


def test_what_could_not_be_taken_in_is_handed_on_again(inbox: Inbox) -> None:
    """The store was away: the files are not forgotten."""
    (inbox.folder / "a.csv").write_text("x")
    inbox.accept = False

    def back() -> None:
        inbox.accept = True

    assert inbox.look(nothing, nothing, nothing, back, nothing) == [[], ["a.csv"], ["a.csv"], ["a.csv"], []]


def test_all_is_handed_on_again_when_the_settings_changed(inbox: Inbox) -> None:
    """What was refused for a unit that lacked may be well now."""
    (inbox.folder / "a.csv").write_text("x")

    def change() -> None:
        inbox.changed = not inbox.changed

    assert inbox.look(nothing, nothing, change, change, nothing) == [[], ["a.csv"], ["a.csv"], [], []]


def test_a_folder_that_goes_and_comes_back_is_no_end(inbox: Inbox) -> None:
    """A network drive is away for a while; its files are looked at afresh."""
    (inbox.folder / "a.csv").write_text("x")
    away = inbox.folder.with_name("away")

    found = inbox.look(
        nothing, nothing, lambda: inbox.folder.rename(away), nothing, lambda: away.rename(inbox.folder), nothing
    )

    assert found == [[], ["a.csv"], [], [], [], ["a.csv"]]


def test_a_link_to_nowhere_is_left_out(tmp_path: Path) -> None:
    """What cannot be looked at now may be there later."""
    (tmp_path / "a.csv").symlink_to(tmp_path / "nowhere")

    assert signs([tmp_path, tmp_path / "gone"]) == {}


SIGNS = st.builds(Sign, st.just(1), st.integers(1, 2), st.integers(1, 2))


@given(st.lists(st.dictionaries(st.sampled_from("ab"), SIGNS), max_size=12))
def test_only_what_two_looks_found_alike_is_handed_on_and_that_once(looks: list[dict[str, Sign]]) -> None:
    """Whatever comes, goes and changes."""
    watched, before, last = Watched(), {}, {}
    for now, found in enumerate(looks):
        last = {path: sign for path, sign in last.items() if path in found}
        expected = {path for path, sign in found.items() if before.get(path) == sign and last.get(path) != sign}
        ready = watched.complete(found, float(now))  # type: ignore[arg-type]
        assert set(ready) == expected
        watched.hand_on(ready)
        last |= {path: found[path] for path in expected}
        before = found
