"""The directory of a zip is read as the standard library reads it, or left to it."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.inbox_files import workbook
from thongbao.data import zipparts
from thongbao.data.zipparts import Part, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/"), min_size=1, max_size=9)


def as_the_library_does(content: bytes) -> list[Part] | None:
    """Return what the standard library finds, None where it refuses the zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [
                Part(i.filename, i.orig_filename.encode("utf-8" if i.flag_bits & 0x800 else "cp437"), i.flag_bits,
                     i.compress_type, i.CRC, i.compress_size, i.file_size, i.header_offset)
                for i in archive.infolist()
            ]  # fmt: skip
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return None


def as_we_do(content: bytes) -> list[Part] | None:
    """Return what we find, None where the zip is refused."""
    try:
        return parts_of(content)
    except ValueError:
        return None


def test_a_workbook_needs_no_help(monkeypatch: pytest.MonkeyPatch) -> None:
    """What spreadsheet programs write is plain: were it not, every start of the child would load more."""
    content = workbook({"A1": 1})
    monkeypatch.setattr(zipparts, "_any", pytest.fail)

    assert parts_of(content) == as_the_library_does(content)


@given(
    parts=st.dictionaries(NAMES, st.binary(max_size=40), max_size=4),
    before=st.sampled_from([b"", b"#!/bin/sh\n"]),
    comment=st.binary(max_size=5),
    extra=st.sampled_from([b"", b"\xfe\xca\0\0"]),
    said=st.sampled_from([b"", b"a comment"]),
)
def test_any_zip_has_the_parts_that_the_standard_library_finds(
    parts: dict[str, bytes], before: bytes, comment: bytes, extra: bytes, said: bytes
) -> None:
    """With bytes before it, comments and extras too."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name)
            info.extra, info.comment, info.compress_type = extra, said, zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
        archive.comment = comment
    whole = before + out.getvalue()

    assert as_we_do(whole) == as_the_library_does(whole)


@given(data=st.data())
def test_a_damaged_directory_is_never_read_otherwise_than_the_standard_library_reads_it(data: st.DataObject) -> None:
    """One byte of it may be anything, and its end may be missing."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("a", "省/xl"):
            archive.writestr(name, b"x")
    whole = bytearray(out.getvalue())
    at = data.draw(st.integers(whole.index(b"PK\1\2"), len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: len(whole) - data.draw(st.sampled_from([0, 0, 0, 1, 22]))])

    assert as_we_do(cut) == as_the_library_does(cut)


@pytest.mark.parametrize("make", [lambda: b"", lambda: b"PK\5\6", lambda: b"PK\3\4" + bytes(60)])
def test_what_has_no_directory_is_refused(make: Callable[[], bytes]) -> None:
    """In words of our own."""
    with pytest.raises(ValueError, match="no directory"):
        parts_of(make())
