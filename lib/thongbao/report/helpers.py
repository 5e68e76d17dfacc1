"""Which modules of an office's own a notebook has used: a changed line in one of them makes its bulletins stale."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.files import sha256
from thongbao.records import Helper

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    files = {file for module in [*(sys.modules if loaded is None else loaded).values()] if (file := _file_of(module))}
    ours = sorted(file for file in files if file.is_relative_to(home) and not _installed(file))
    return tuple(Helper(path=file.relative_to(home).as_posix(), digest=sha256(file.read_bytes())) for file in ours)


def _file_of(module: ModuleType) -> Path | None:
    name = getattr(module, "__file__", None)
    if not isinstance(name, str):
        return None
    file = Path(name).resolve()
    return file if file.is_file() else None


def _installed(file: Path) -> bool:
    return any(file.is_relative_to(folder) for folder in (PROGRAM, sys.prefix)) or bool({*INSTALLED} & {*file.parts})
