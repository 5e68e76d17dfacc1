"""What a notebook writes: by ``print``, and by the programs that it starts."""

from __future__ import annotations

import io
import os
import tempfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from thongbao.warm.shell import Wire

NUMBERS = {"stdout": 1, "stderr": 2}


class Descriptors:
    """What is written to file descriptors 1 and 2, kept in memory until it is asked for.

    A pipe would fill up and stop the program that writes, while nobody reads it.
    """

    def __init__(self) -> None:
        for name, number in NUMBERS.items():
            memory = os.memfd_create(name) if hasattr(os, "memfd_create") else _unnamed_file()
            os.dup2(memory, number)
            os.close(memory)
        self._read = dict.fromkeys(NUMBERS, 0)

    def written(self, name: str) -> str:
        """Return what was written to a stream since the last call."""
        number, read = NUMBERS[name], self._read[name]
        size = os.fstat(number).st_size
        if size <= read:
            return ""
        self._read[name] = size
        return os.pread(number, size - read, read).decode("utf-8", "replace")


class Stream(io.TextIOBase):
    """sys.stdout or sys.stderr of a notebook: sent when it is flushed, and so before anything that is shown."""

    encoding = "utf-8"
    errors = "strict"

    def __init__(self, name: str, wire: Wire, descriptors: Descriptors) -> None:
        self.name = name
        self._wire = wire
        self._descriptors = descriptors
        self._parts: list[str] = []

    def write(self, text: str) -> int:
        """Keep ``text`` until the next flush, after what other programs have written meanwhile."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        self._parts += [self._descriptors.written(self.name), text]
        return len(text)

    def flush(self) -> None:
        """Send what was written."""
        text = "".join([*self._parts, self._descriptors.written(self.name)])
        self._parts.clear()
        if text:
            self._wire.send(None, "stream", {"name": self.name, "text": text})

    def writable(self) -> bool:
        """Say that one can write here."""
        return True

    def isatty(self) -> bool:
        """Say that this is no terminal."""
        return False

    def fileno(self) -> int:
        """Return the descriptor that programs started here inherit."""
        return NUMBERS[self.name]


def _unnamed_file() -> int:
    with tempfile.TemporaryFile() as file:
        return os.dup(file.fileno())
