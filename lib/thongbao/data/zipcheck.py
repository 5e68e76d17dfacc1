"""Look at a zipped workbook's directory before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile

from thongbao.data.cells import Limits, Unreadable

END = b"PK\5\6"
END_SIZE = 22
PER_ENTRY = 46 + 512
"""Bytes an entry of the directory may take with its name; the directory is refused unread where it is larger."""

LOOK_AT_RATIO = 1_000_000


def check_zip(content: bytes, limits: Limits) -> None:
    """Refuse a zip that would unpack to more than the limits, by its directory alone.

    A directory that lies is caught later: the reader stops where a part is longer than stated.

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
