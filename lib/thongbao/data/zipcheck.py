"""Look at a zipped workbook's directory before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import lru_cache

from thongbao.data.cells import Limits, Unreadable

END = b"PK\5\6"
END_SIZE = 22
PER_ENTRY = 46 + 512
"""Bytes an entry of the directory may take with its name; the directory is refused unread where it is larger."""

HEAD = struct.Struct("<4s4xH16xHH")
"""Of the header before each part: sign, way of packing, lengths of its name and of what else stands there."""

HEAD_SIZE = 30
UTF8 = 0x800
"""The flag of a part whose name is UTF-8."""

LOOK_AT_RATIO = 1_000_000

SMALL_PACKED, SMALL = 8_192, 65_536
"""Bytes of a part, packed and unpacked, up to which it is remembered."""


def check_zip(content: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """Refuse a zip that would unpack to more than the limits, by its directory alone.

    A directory that lies is caught later: the reader stops where a part is longer than stated.

    Returns:
        Its parts.

    Raises:
        Unreadable: too many parts, too large unpacked, parts that overlap, encrypted, or not a whole zip.
    """
    end = content.rfind(END, max(0, len(content) - END_SIZE - 65_535))
    if end < 0 or end + END_SIZE > len(content):
        raise Unreadable("workbook-broken")
    entries, directory = struct.unpack_from("<HI", content, end + 10)
    if entries > limits.entries or directory > limits.entries * PER_ENTRY:
        raise Unreadable("workbook-too-big")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, struct.error) as error:
        raise Unreadable("workbook-broken") from error
    _check_parts(parts, limits)
    return parts


def _check_parts(parts: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    if len(parts) > limits.entries or unpacked > limits.unpacked:
        raise Unreadable("workbook-too-big")
    if unpacked > LOOK_AT_RATIO and unpacked > limits.ratio * max(packed, 1):
        raise Unreadable("workbook-too-big")
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("password-protected")
    reached = 0
    for part in sorted(parts, key=lambda p: p.header_offset):
        if part.header_offset < reached:
            raise Unreadable("workbook-broken")
        reached = part.header_offset + part.compress_size


def unpack(content: bytes, part: zipfile.ZipInfo) -> bytes:
    """Return one part of a zip, held against its checksum; a tenth of what ZipFile.read costs for small parts.

    Styles, theme and relations are the same bytes in every workbook of a form: they are unpacked once.

    Raises:
        zipfile.BadZipFile: it is not what was packed.
        NotImplementedError: it was packed in a way that no spreadsheet program uses.
    """
    sign, method, name, extra = HEAD.unpack_from(content, part.header_offset)
    start = part.header_offset + HEAD_SIZE
    named = content[start : start + name]
    packed = memoryview(content)[start + name + extra :][: part.compress_size]
    if sign != b"PK\3\4" or named != _raw_name(part) or method != part.compress_type:
        raise zipfile.BadZipFile("a part is not where the directory says")
    small = part.compress_size <= SMALL_PACKED and part.file_size <= SMALL
    return (_unpacked if small else _unpacked.__wrapped__)(bytes(packed), method, part.file_size, part.CRC)


@lru_cache(maxsize=128)
def _unpacked(packed: bytes, method: int, size: int, checksum: int) -> bytes:
    if method == zipfile.ZIP_STORED:
        data = packed
    elif method == zipfile.ZIP_DEFLATED:
        data = zlib.decompressobj(-15).decompress(packed, size + 1)
    else:
        raise NotImplementedError("this way of packing")
    if len(data) != size or zlib.crc32(data) != checksum:
        raise zipfile.BadZipFile("a part is not what its checksum says")
    return data


def _raw_name(part: zipfile.ZipInfo) -> bytes:
    return part.orig_filename.encode("utf-8" if part.flag_bits & UTF8 else "cp437")
