"""Write files so that a final name never holds half a file, and hash them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from thongbao.errors import OutputUnwritable, RunBusy

if TYPE_CHECKING:
    from collections.abc import Iterator


ASIDE = re.compile(r"^\..+\.[a-z0-9_]{8}$")
"""The names of files while they are written aside."""


def publish(path: Path, content: str | bytes) -> None:
    """Write ``content`` beside ``path``, force it to disk, and rename it to ``path``.

    Raises:
        OutputUnwritable: the folder could not be made or the file not written; what stood there before is untouched.
    """
    data = content.encode() if isinstance(content, str) else content
    aside = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        aside = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(0o644 & ~_umask())
        aside.replace(path)
    except OSError as error:
        if aside is not None:
            aside.unlink(missing_ok=True)
        raise OutputUnwritable(path, error) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def sha256(content: str | bytes) -> str:
    """Return the digest of ``content``, hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def tree_digest(folder: Path, suffixes: tuple[str, ...]) -> str:
    """Return one digest over the names and contents of all files under ``folder`` that end in one of ``suffixes``."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.suffix in suffixes and "__pycache__" not in p.parts):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{sha256(path.read_bytes())}\n".encode())
    return digest.hexdigest()


@contextmanager
def only_one(lock: Path, doing: str) -> Iterator[None]:
    """Hold ``lock`` while the block runs. The system frees it when the process ends, however it ends.

    Raises:
        RunBusy: another process holds it.
        OutputUnwritable: the lock's folder could not be made.
    """
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        held = FileLock(lock, timeout=0)
        held.acquire()
    except Timeout as error:
        raise RunBusy(f"Another process is {doing} ({lock}). Wait for it, then try again.") from error
    except OSError as error:
        raise OutputUnwritable(lock, error) from error
    try:
        yield
    finally:
        held.release()
