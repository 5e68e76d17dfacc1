"""Which modules of an office's own a notebook has used: a changed line in one of them makes its bulletins stale."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.files import sha256
from thongbao.records import Helper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import ModuleType

PROGRAM = Path(__file__).parents[1]
INSTALLED = ("site-packages", "dist-packages")


def helpers(home: Path, loaded: Mapping[str, ModuleType] | None = None) -> tuple[Helper, ...]:
    """Return the modules under ``home`` that this process has imported, by path, with the digests of their files.

    Thongbao's own are left out, and what is installed: the fingerprint has them.

    Args:
        home: of the project: the folder that holds notebooks/.
        loaded: name -> module; sys.modules where it is not given.
    """
    modules = [*(sys.modules if loaded is None else loaded).values()]
    named = {name for module in modules if isinstance(name := getattr(module, "__file__", None), str)}
    files = {Path(file) for file in _real(named) if file.startswith(f"{home}{os.sep}")}
    ours = sorted(file for file in files if file.is_file() and not _installed(file))
    return tuple(Helper(path=file.relative_to(home).as_posix(), digest=sha256(file.read_bytes())) for file in ours)


def _real(names: Iterable[str]) -> Iterator[str]:
    """Yield where files are. Two thousand lie in a few hundred folders, and to follow links takes its time."""
    folders: dict[str, str] = {}
    for name in names:
        folder, file = os.path.split(name)
        if folder not in folders:
            folders[folder] = str(Path(folder or ".").resolve())
        path = Path(f"{folders[folder]}{os.sep}{file}")
        yield str(path.resolve() if path.is_symlink() else path)


def _installed(file: Path) -> bool:
    return any(file.is_relative_to(folder) for folder in (PROGRAM, sys.prefix)) or bool({*INSTALLED} & {*file.parts})
