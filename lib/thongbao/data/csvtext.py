"""Read CSV as it comes: with or without BOM, in the encodings of Windows, with comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import unicodedata

from thongbao.data.cells import Limits, Place, Table, Unreadable

WINDOWS = {"zh_Hans": "gb18030", "vi": "cp1258"}
"""What "CSV" means where Excel is not asked for UTF-8."""

MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\0\0", "utf-32"),  # before UTF-16, which begins alike
    (b"\0\0\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
"""How a text begins that says its encoding itself."""

NAMES = {"utf-8-sig": "UTF-8", "cp1258": "Windows-1258"}
"""What people call an encoding, where it is not Python's name in capitals."""

SEPARATORS = (",", ";", "\t")

_Rows = tuple[tuple[str | None, ...], ...]


def decode(content: bytes, locale: str) -> tuple[str, str]:
    """Return the text and its encoding: what a mark at the beginning says, else UTF-8, else the office's Windows one.

    Strictly; the text is composed (NFC).

    Raises:
        Unreadable: none of them fits, or it is no text at all.
    """
    marked = next((encoding for mark, encoding in MARKS if content.startswith(mark)), None)
    encodings = [marked] if marked else ["utf-8", *([WINDOWS[locale]] if locale in WINDOWS else [])]
    for encoding in encodings:
        try:
            found = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in found:
            raise Unreadable("not-a-table", kind="binary")
        return unicodedata.normalize("NFC", found), NAMES.get(encoding, encoding.upper())
    raise Unreadable("encoding-unknown", tried=", ".join(NAMES.get(one, one.upper()) for one in encodings))


def read_csv(content: bytes, locale: str, limits: Limits) -> Table:
    """Read one CSV; empty lines are passed over, a first line ``sep=;`` is obeyed.

    Raises:
        Unreadable: encoding, quoting or limits.
    """
    text, encoding = decode(content, locale)
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    skipped = 0
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:
        text, skipped, separator = rest, 1, first.strip()[4:] or "\t"
    else:
        separator = max(SEPARATORS, key=first.count)
    rows, lines = _records(text, separator, skipped, limits)
    if not rows:
        raise Unreadable("file-empty")
    return Table("", rows, lines, (encoding, separator))


def _records(
    text: str, separator: str, skipped: int, limits: Limits
) -> tuple[tuple[tuple[str | None, ...], ...], tuple[int, ...]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows: list[tuple[str | None, ...]] = []
    lines: list[int] = []
    begins, cells = skipped + 1, 0
    try:
        for record in reader:
            if any(field.strip() for field in record):
                rows.append(tuple(field or None for field in record))
                lines.append(begins)
                cells += len(record)
            if len(rows) > limits.rows or cells > limits.cells:
                raise Unreadable("too-many-rows", limit=str(limits.rows))
            if len(record) > limits.columns:
                raise Unreadable("too-many-columns", Place(line=begins), limit=str(limits.columns))
            begins = skipped + reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("csv-broken", Place(line=begins)) from error
    return tuple(rows), tuple(lines)
