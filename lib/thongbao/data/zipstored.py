"""Put parts that were unpacked and checked into a zip again, as they are.

The workbook reader then reads the very bytes that were held against their checksums, by the directory that was checked,
and has nothing to unpack: for a form that is a third of its time.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from thongbao.data.zipparts import END, TAIL, UTF8

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.data.zipparts import Part

LOCAL = struct.Struct("<4s5H3I2H")
"""Before a part: sign, version, flags, way of packing, time, day, checksum, both sizes, two lengths."""

ENTRY = struct.Struct("<4s6H3I5H2I")
"""In the directory: sign, two versions, flags to both sizes as before, three lengths, disk, attributes, place."""

VERSION, STORED, MIDNIGHT, FIRST_DAY = 20, 0, 0, 33
"""What a reader must know, and the day from which zips count: no part has a time of its own."""


def stored_zip(parts: Iterable[tuple[Part, bytes]]) -> bytes:
    """Return a zip of parts that are not packed, in their order and under their names.

    Args:
        parts: each with its content, whose checksum and size are those that the part states.
    """
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = count = 0
    for part, content in parts:
        size, raw = part.size, part.raw
        about = (part.flags & UTF8, STORED, MIDNIGHT, FIRST_DAY, part.checksum, size, size, len(raw), 0)
        pieces += (LOCAL.pack(b"PK\3\4", VERSION, *about), raw, content)
        directory += (ENTRY.pack(b"PK\1\2", VERSION, VERSION, *about, 0, 0, 0, 0, at), raw)
        at += LOCAL.size + len(raw) + size
        count += 1
    entries = b"".join(directory)
    return b"".join((*pieces, entries, TAIL.pack(END, 0, 0, count, count, len(entries), at, 0)))
