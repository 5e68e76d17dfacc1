"""Which modules of an office's own a bulletin was made with."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import thongbao.report.words
from thongbao.files import sha256
from thongbao.records import Helper
from thongbao.report.helpers import PROGRAM, helpers

if TYPE_CHECKING:
    from pathlib import Path


def module(file: str | None) -> ModuleType:
    made = ModuleType("made")
    made.__file__ = file
    return made


def test_only_modules_of_the_home_are_named_with_the_digest_of_their_files(tmp_path: Path) -> None:
    """What is installed, built in or elsewhere is somebody else's."""
    own, installed = tmp_path / "notebooks" / "own.py", tmp_path / ".venv" / "lib" / "site-packages" / "theirs.py"
    for path in (own, installed):
        path.parent.mkdir(parents=True)
        path.write_text("X = 1\n")
    loaded = [module(str(own)), module(str(installed)), module(None), module(str(tmp_path / "gone.py"))]
    loaded += [module("/elsewhere/other.py"), thongbao.report.words]

    found = helpers(tmp_path, {str(n): one for n, one in enumerate(loaded)})

    assert found == (Helper(path="notebooks/own.py", digest=sha256("X = 1\n")),)


def test_a_module_is_known_by_where_its_file_really_lies(tmp_path: Path) -> None:
    """Whether its folder or the file itself is a link, into the home or out of it."""
    home, other = tmp_path / "home", tmp_path / "other"
    for path in (home / "notebooks" / "own.py", other / "theirs.py"):
        path.parent.mkdir(parents=True)
        path.write_text("X = 1\n")
    (tmp_path / "link").symlink_to(home / "notebooks")
    (other / "linked.py").symlink_to(home / "notebooks" / "own.py")
    (home / "notebooks" / "foreign.py").symlink_to(other / "theirs.py")
    paths = [tmp_path / "link" / "own.py", other / "linked.py", home / "notebooks" / "foreign.py"]

    found = helpers(home, {path.stem: module(str(path)) for path in paths})

    assert [helper.path for helper in found] == ["notebooks/own.py"]


def test_the_program_itself_is_no_helper_where_it_lies_in_the_home() -> None:
    """As it does for whoever works on it; the fingerprint has it."""
    assert helpers(PROGRAM.parent, {"words": thongbao.report.words}) == ()
