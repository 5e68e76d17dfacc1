"""The parts of a zip, by its directory.

Nearly every workbook has the plainest directory there is, and that is taken apart here: loading the standard library's
module takes a third of the time in which the reading child gets ready. Whatever is not quite plain is left to that.
"""

from __future__ import annotations

import io
import struct
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from zipfile import ZipInfo

END = b"PK\5\6"
TAIL = struct.Struct("<4s4H2IH")
"""What ends a zip: sign, four numbers of disks and entries, size and place of the directory, length of a comment."""

ENTRY = struct.Struct("<4sBxBxHH4x3I3H8xI")
"""Of an entry: sign, two versions, flags, way of packing, checksum, both sizes, three lengths, place of the part."""

NEWEST = 63
"""The version of the format up to which the standard library reads a zip."""

LARGE = 0xFFFFFFFF
"""Stands for a number that is told elsewhere because it is larger."""

UTF8 = 0x800
"""The flag of a part whose name is UTF-8."""


class Part(NamedTuple):
    """What the directory says of one part.

    Attributes:
        raw: the name as it stands there.
        method: how it is packed.
        checksum: CRC-32 of what was packed.
        packed, size: bytes before and after unpacking.
        at: where its header begins.
    """

    name: str
    raw: bytes
    flags: int
    method: int
    checksum: int
    packed: int
    size: int
    at: int


def parts_of(content: bytes) -> list[Part]:
    """Return the parts of a zip in the order of its directory.

    Raises:
        ValueError: it has no directory that can be read; so says the standard library.
    """
    found = _plain(content)
    return _any(content) if found is None else found


def _plain(content: bytes) -> list[Part] | None:
    """Return the parts of a zip without comments, extras, large numbers or bytes before it; None where it has any."""
    directory = len(content) - TAIL.size
    if directory < 0:
        return None
    sign, *disks, size, start, comment = TAIL.unpack_from(content, directory)
    count = disks[3]
    if sign != END or comment or disks[:3] != [0, 0, count] or start + size != directory:
        return None
    parts, at = [], start
    for _ in range(count):
        if at + ENTRY.size > directory:
            return None
        entry = ENTRY.unpack_from(content, at)
        sign, _made_by, needed, flags, method, checksum, packed, unpacked, named, extra, said, header = entry
        raw = content[at + ENTRY.size : at + ENTRY.size + named]
        at += ENTRY.size + named
        name = _name(raw, flags & UTF8)
        plain = sign == b"PK\1\2" and needed <= NEWEST and not extra and not said and at <= directory
        if not plain or name is None or LARGE in (packed, unpacked, header):
            return None
        parts.append(Part(name, raw, flags, method, checksum, packed, unpacked, header))
    return parts if at == directory else None


@lru_cache(maxsize=256)
def _name(raw: bytes, utf8: int) -> str | None:
    """Return the name of a part, None where it is not plain; workbooks have the same names again and again."""
    try:
        return None if b"\0" in raw else raw.decode("utf-8" if utf8 else "cp437")
    except UnicodeDecodeError:
        return None


def _any(content: bytes) -> list[Part]:
    import zipfile  # rarely needed, and slow to load

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [_of(info) for info in archive.infolist()]
    except (zipfile.BadZipFile, OverflowError, NotImplementedError, struct.error) as error:
        raise ValueError("no directory that can be read") from error


def _of(info: ZipInfo) -> Part:
    """Return what the standard library found of one part."""
    raw = info.orig_filename.encode("utf-8" if info.flag_bits & UTF8 else "cp437")
    about = (info.flag_bits, info.compress_type, info.CRC, info.compress_size, info.file_size, info.header_offset)
    return Part(info.filename, raw, *about)
