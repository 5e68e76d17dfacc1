"""Files are whole or not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from thongbao.errors import OutputUnwritable, RunBusy
from thongbao.files import digest_in, only_one, publish, publish_all

if TYPE_CHECKING:
    from pathlib import Path


def test_a_published_file_has_the_content_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """The file that was written aside is gone after the rename."""
    publish(tmp_path / "a" / "page.html", "通报")

    assert (tmp_path / "a" / "page.html").read_text(encoding="utf-8") == "通报"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["page.html"]


@pytest.mark.parametrize("step", ["fsync", "replace", "fdopen"])
def test_a_failing_write_keeps_what_stood_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Whatever system call fails, the old page is untouched and the error names the file and the reason."""
    page = tmp_path / "page.html"
    publish(page, "old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace" if step == "replace" else f"os.{step}", fail)

    with pytest.raises(OutputUnwritable, match=r"page\.html could not be written: No space left"):
        publish(page, "new")

    monkeypatch.undo()
    assert page.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["page.html"]


def test_a_long_name_can_be_published(tmp_path: Path) -> None:
    """The name written aside stays within what file systems allow."""
    path = tmp_path / ("通" * 80)

    publish(path, "x")

    assert path.read_text() == "x"


def test_only_one_holds_a_lock_and_it_is_free_afterwards(tmp_path: Path) -> None:
    """Nothing has to be unlocked by hand."""
    lock = tmp_path / "lock"
    with only_one(lock, "making bulletins"), pytest.raises(RunBusy, match="making bulletins"):
        only_one(lock, "making bulletins").__enter__()

    with only_one(lock, "making bulletins"):
        pass


def test_the_digest_of_a_file_is_of_its_content_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    """A file that is gone is another answer than one that is empty."""
    (tmp_path / "a.py").write_text("")
    empty = digest_in(tmp_path, "a.py")
    (tmp_path / "a.py").write_text("1")

    assert len({empty, digest_in(tmp_path, "a.py"), digest_in(tmp_path, "b.py")}) == 3
    assert digest_in(tmp_path, "b.py") == ""


def test_published_files_bear_the_moment_they_are_given(tmp_path: Path) -> None:
    """To the nanosecond where the file system keeps it: by it, their record knows them again."""
    moment = 1_582_000_000_123_456_789
    publish_all({tmp_path / "a": "a", tmp_path / "b": b"b"}, moment)

    assert {path.stat().st_mtime_ns // 1000 for path in (tmp_path / "a", tmp_path / "b")} == {moment // 1000}
