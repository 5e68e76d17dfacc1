"""Which files of this package can change what a bulletin shows: those that making one imports, and its template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from thongbao.files import sha256

if TYPE_CHECKING:
    from collections.abc import Container

PACKAGE = Path(__file__).parents[1]

MAKING = ("bulletin/run.py", "bulletin/jobs.py", "bulletin/names.py", "report/__init__.py", "warm/engine.py")
"""Run, check and render; what is planned; what notebooks import; and papermill's engine, which it finds by name."""

NOT_SHOWN = ("bulletin/template/gallery/", "bulletin/template/mail/", "bulletin/mail_support.csv")
"""Of the files that are no modules: pages and letters around a bulletin."""

_SHOWN = (".j2", ".css", ".csv", ".html", ".json", ".po")
_FOR_TYPES = re.compile(r"^if TYPE_CHECKING:\n(?:[ \t]+.*\n|\n)+", re.MULTILINE)
_FROM = re.compile(r"^[ \t]*from (thongbao[\w.]*) import (\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^[ \t]*import (thongbao[\w.]*)", re.MULTILINE)


def sources(code: str = "", package: Path = PACKAGE) -> str:
    """Return one digest over the names and contents of all files that can change a bulletin, hexadecimal.

    Args:
        code: of a notebook: what it imports of the package counts, too.
        package: the folder of the package ``thongbao``.
    """
    shown = {path for path in package.rglob("*") if path.suffix in _SHOWN and not _beside(path, package)}
    named = {path.relative_to(package).as_posix(): path for path in {*modules(code, package), *shown}}
    return sha256("\n".join(f"{name}\0{sha256(path.read_bytes())}" for name, path in sorted(named.items())))


def modules(code: str = "", package: Path = PACKAGE) -> set[Path]:
    """Return the modules that making a bulletin imports, also in functions, found by reading the import statements.

    What is imported for its types only is left out.
    """
    there = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    waiting = [*MAKING, *_imported(code, there)]
    found: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _imported((package / name).read_text(encoding="utf-8"), there) - found
    return {package / name for name in found}


def _imported(text: str, there: Container[str]) -> set[str]:
    """Return which of the files that are there a module's text imports, by their place in the package."""
    text = _FOR_TYPES.sub("", text)
    names = {match[1] for match in _IMPORT.finditer(text)}
    for match in _FROM.finditer(text):
        names |= {match[1], *(f"{match[1]}.{part}" for part in re.findall(r"\w+", match[2]))}
    files: set[str] = set()
    for name in names:
        parts = name.split(".")[1:]
        for depth in range(len(parts) + 1):  # a package runs before what is in it
            here = "/".join(parts[:depth])
            files |= {f"{here}/__init__.py".lstrip("/"), f"{here}.py"}
    return {name for name in files if name in there}


def _beside(path: Path, package: Path) -> bool:
    name = path.relative_to(package).as_posix()
    return name.startswith(NOT_SHOWN) or (path.suffix == ".css" and path.parent.name == "bulletin")
