"""A zipped workbook is judged by its directory, before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.bombs import bomb
from support.inbox_files import workbook, zipped
from thongbao.data.cells import Limits, Unreadable
from thongbao.data.zipcheck import Damaged, check_zip, unpack


def test_a_plain_workbook_passes() -> None:
    """The check is for bombs, not for reports."""
    check_zip(workbook({f"A{n}": n for n in range(1, 500)}), Limits())


@pytest.mark.parametrize("name", ["ratio", "many entries", "overlapping"])
def test_bombs_are_known_by_their_directory(name: str) -> None:
    """Nothing of them is unpacked."""
    with pytest.raises(Unreadable, match=r"workbook-(too-big|broken)"):
        check_zip(bomb(name), Limits())


def test_a_directory_that_is_cut_or_missing_is_a_broken_workbook() -> None:
    """A half-sent file is told from a large one."""
    whole = zipped([("a", b"b")])
    for content in (whole[:-1], whole[:30], b"PK\5\6", b"PK\3\4" + b"\0" * 100):
        with pytest.raises(Unreadable, match="workbook-broken"):
            check_zip(content, Limits())


def test_an_encrypted_part_is_a_password() -> None:
    """A zip tool's password is named like Excel's."""
    content = bytearray(zipped([("xl/workbook.xml", b"x")]))
    content[content.index(b"PK\1\2") + 8] |= 1

    with pytest.raises(Unreadable, match="password-protected"):
        check_zip(bytes(content), Limits())


@given(
    parts=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=9),
        st.binary(max_size=300),
        max_size=5,
    ),
    stored=st.booleans(),
)
def test_parts_are_unpacked_as_the_standard_library_does(parts: dict[str, bytes], stored: bool) -> None:
    """Whatever their names and content are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("/", "-"), content)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        found = check_zip(out.getvalue(), Limits())
        for part, info in zip(found, archive.infolist(), strict=True):
            assert (part.name, unpack(out.getvalue(), part)) == (info.filename, archive.read(info))


def test_a_bit_that_was_lost_is_found() -> None:
    """Anywhere in a part: its content, its header, its name; though the part was remembered as it was before."""
    whole = zipped([("xl/workbook.xml", bytes(range(256)) * 4)])
    (part,) = check_zip(whole, Limits())
    assert unpack(whole, part) == bytes(range(256)) * 4
    for at in (0, 8, 31, 60, part.packed + 20):
        changed = bytearray(whole)
        changed[at] ^= 1
        with pytest.raises((Damaged, zlib.error, NotImplementedError)):
            unpack(bytes(changed), part)
