"""`make env` takes no environment away from another folder of the project."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from conftest import PROJECT

if TYPE_CHECKING:
    from pathlib import Path


def folder(path: Path) -> Path:
    """As much of the project as the tool looks at."""
    shutil.copytree(PROJECT / "tools", path / "tools")
    shutil.copy(PROJECT / "pyproject.toml", path)
    return path


def made(here: Path, active: Path) -> subprocess.CompletedProcess[str]:
    """Run the tool with an active environment whose Python only says what it is asked to do."""
    python = active / "bin" / "python"
    python.parent.mkdir(parents=True, exist_ok=True)
    python.write_text('#!/bin/sh\necho "$@"\n')
    python.chmod(0o755)
    programs = here / "programs"  # without uv, conda and git
    programs.mkdir(exist_ok=True)
    for name in ("sh", "dirname", "cksum", "cat", "sed", "pwd"):
        if not (programs / name).exists():
            (programs / name).symlink_to(str(shutil.which(name)))
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CONDA")}
    return subprocess.run(
        ["sh", "tools/make_environment"],
        cwd=here,
        env={**kept, "VIRTUAL_ENV": str(active), "PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("gone", [False, True])
def test_an_active_environment_of_another_folder_is_left_to_it(tmp_path: Path, gone: bool) -> None:
    """Else that folder would run this one's code. Where it is not there any more, its environment is free."""
    one, other = folder(tmp_path / "one clone"), folder(tmp_path / "other clone")
    active = one / ".venv"
    first = made(one, active)
    said = (active / ".thongbao").read_text()
    if gone:
        shutil.move(active, tmp_path / "kept")
        active = tmp_path / "kept"
        shutil.rmtree(one)

    second = made(other, active)

    assert first.returncode == 0, first.stderr
    assert said.startswith(str(one))
    if gone:
        assert second.returncode == 0, second.stderr
        assert (active / ".thongbao").read_text().startswith(str(other))
    else:
        assert second.returncode == 1
        assert f"is that of {one}. Run `deactivate`" in second.stderr
        assert (active / ".thongbao").read_text() == said
        assert "install" not in second.stdout


def test_what_is_installed_already_is_not_installed_again(tmp_path: Path) -> None:
    """Each `make` begins with it."""
    here = folder(tmp_path / "clone")

    assert "install" in made(here, here / ".venv").stdout
    assert made(here, here / ".venv").stdout == ""
