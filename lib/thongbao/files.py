"""Write files so that a final name never holds half a file, and hash them."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from thongbao.errors import OutputUnwritable, RunBusy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


ASIDE = re.compile(r"^\..+\.[a-z0-9_]{8}$")
"""The names of files while they are written aside."""


def publish(path: Path, content: str | bytes) -> None:
    """Write ``content`` beside ``path``, force it to disk, and rename it to ``path``; see publish_all."""
    publish_all({path: content})


def publish_all(contents: Mapping[Path, str | bytes], written: int = 0) -> None:
    """Write several files of one folder aside and force them to disk; then rename them, in the order given.

    Args:
        contents: path -> what is to stand there.
        written: the moment that the files bear as that of their last change, ns since 1970; 0 for that of the writing.

    Raises:
        OutputUnwritable: one of them could not be written; what stood under any of the names is untouched.
    """
    asides: dict[Path, Path] = {}
    path = next(iter(contents))
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            asides[path] = _write_aside(path, content, written)
        for path, aside in asides.items():
            aside.replace(path)
        _keep_names(path.parent)
    except OSError as error:
        for aside in asides.values():
            aside.unlink(missing_ok=True)
        raise OutputUnwritable(path, error) from error


@contextmanager
def aside(path: Path, *, over: bool = True, mode: int | None = None) -> Iterator[Path]:
    """Give a file beside ``path`` for somebody else to write; it becomes ``path`` if the block ends well, else it goes.

    Args:
        over: whether a file that stands under the name is replaced.
        mode: the permissions; those of published files by default.

    Raises:
        OutputUnwritable: it could not be written; what stood under the name is untouched.
    """
    beside = path.with_name(f".{path.name[:40]}.{os.getpid():08d}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield beside
        beside.chmod(MODE if mode is None else mode)
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        if over:
            beside.replace(path)
        else:
            _name_once(beside, path)
        _keep_names(path.parent)
    except OSError as error:
        raise OutputUnwritable(path, error) from error
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _name_once(beside: Path, path: Path) -> None:
    try:
        os.link(beside, path)  # unlike a rename it fails where somebody else was first
    except PermissionError:  # a drive that knows no second names
        beside.rename(path)


def _write_aside(path: Path, content: str | bytes, written: int) -> Path:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(MODE)
        if written:
            os.utime(aside, ns=(written, written))
    except OSError:
        aside.unlink(missing_ok=True)
        raise
    return aside


def _keep_names(folder: Path) -> None:
    """Force the names in a folder to disk: without it a power cut may undo a rename."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return 0o644 & ~mask


MODE = _mode()
"""Of published files; asked once, for asking sets the mask of the whole process for a moment."""


def sha256(content: str | bytes) -> str:
    """Return the digest of ``content``, hexadecimal."""
    return hashlib.sha256(content.encode() if isinstance(content, str) else content).hexdigest()


def digest_in(folder: Path, name: str) -> str:
    """Return the digest of a file under ``folder``, "" where it cannot be read."""
    try:
        return sha256((folder / name).read_bytes())
    except OSError:
        return ""


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
