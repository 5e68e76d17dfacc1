"""Read a small text file, whatever it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.findings import Finding

if TYPE_CHECKING:
    from pathlib import Path


def read_text(path: Path, name: str, limit: int) -> tuple[str, Finding | None]:
    """Return the text of a UTF-8 file of at most ``limit`` bytes without its byte-order mark, or what is wrong."""
    try:
        if not path.is_file():
            return "", Finding(
                name, 0, "file-missing", "There is no such file. Create it, or copy it from another office."
            )
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        return "", Finding(name, 0, "file-unreadable", f"It could not be read: {error.strerror or error}.")
    if len(data) > limit:
        return "", Finding(name, 0, "file-too-big", f"It is larger than {limit // 1_000_000} MB. Is it the right file?")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n"), None
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return "", Finding(name, line, "not-utf8", "The text is not UTF-8. Save the file as UTF-8.")
