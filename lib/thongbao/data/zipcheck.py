"""Look at a zipped workbook's directory before anything is unpacked."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter

from thongbao.data.cells import Limits, Unreadable
from thongbao.data.zipparts import END, TAIL, Part, parts_of

PER_ENTRY = 46 + 512
"""Bytes an entry of the directory may take with its name; the directory is refused unread where it is larger."""

HEAD = struct.Struct("<4s4xH16xHH")
"""Of the header before each part: sign, way of packing, lengths of its name and of what else stands there."""

HEAD_SIZE = 30
STORED, DEFLATED = 0, 8
"""Ways of packing."""

ENCRYPTED = 1
"""The flag of a part that needs a password."""

LOOK_AT_RATIO = 1_000_000

SMALL_PACKED, SMALL = 8_192, 65_536
"""Bytes of a part, packed and unpacked, up to which it is remembered."""


class Damaged(ValueError):
    """A part is not what was packed."""


def check_zip(content: bytes, limits: Limits) -> list[Part]:
    """Refuse a zip that would unpack to more than the limits, by its directory alone.

    A directory that lies is caught later: the reader stops where a part is longer than stated.

    Returns:
        Its parts.

    Raises:
        Unreadable: too many parts, too large unpacked, parts that overlap, encrypted, or not a whole zip.
    """
    end = content.rfind(END, max(0, len(content) - TAIL.size - 65_535))
    if end < 0 or end + TAIL.size > len(content):
        raise Unreadable("workbook-broken")
    entries, directory = struct.unpack_from("<HI", content, end + 10)
    if entries > limits.entries or directory > limits.entries * PER_ENTRY:
        raise Unreadable("workbook-too-big")
    try:
        parts = parts_of(content)
    except ValueError as error:
        raise Unreadable("workbook-broken") from error
    _check_parts(parts, limits)
    return parts


def _check_parts(parts: list[Part], limits: Limits) -> None:
    packed = unpacked = flags = reached = 0
    in_order = apart = True
    for _, _, theirs, _, _, small, large, at in parts:
        packed += small
        unpacked += large
        flags |= theirs
        in_order &= at >= reached
        reached = at + small
    if len(parts) > limits.entries or unpacked > limits.unpacked:
        raise Unreadable("workbook-too-big")
    if unpacked > LOOK_AT_RATIO and unpacked > limits.ratio * max(packed, 1):
        raise Unreadable("workbook-too-big")
    if flags & ENCRYPTED:
        raise Unreadable("password-protected")
    if not in_order:
        by_place = sorted(parts, key=attrgetter("at"))
        apart = all(one.at + one.packed <= after.at for one, after in pairwise(by_place))
    if not apart:
        raise Unreadable("workbook-broken")


def unpack(content: bytes, part: Part) -> bytes:
    """Return one part of a zip, held against its checksum; a tenth of what ZipFile.read costs for small parts.

    Styles, theme and relations are the same bytes in every workbook of a form: they are unpacked once.

    Raises:
        Damaged: it is not what was packed.
        NotImplementedError: it was packed in a way that no spreadsheet program uses.
        struct.error, zlib.error: it is not there, or cannot be unpacked.
    """
    sign, method, name, extra = HEAD.unpack_from(content, part.at)
    start = part.at + HEAD_SIZE
    from_here = start + name + extra
    if sign != b"PK\3\4" or content[start : start + name] != part.raw or method != part.method:
        raise Damaged("a part is not where the directory says")
    packed = content[from_here : from_here + part.packed]
    small = part.packed <= SMALL_PACKED and part.size <= SMALL
    return (_unpacked if small else _unpacked.__wrapped__)(packed, method, part.size, part.checksum)


@lru_cache(maxsize=128)
def _unpacked(packed: bytes, method: int, size: int, checksum: int) -> bytes:
    if method == STORED:
        data = packed
    elif method == DEFLATED:
        data = zlib.decompressobj(-15).decompress(packed, size + 1)
    else:
        raise NotImplementedError("this way of packing")
    if len(data) != size or zlib.crc32(data) != checksum:
        raise Damaged("a part is not what its checksum says")
    return data
