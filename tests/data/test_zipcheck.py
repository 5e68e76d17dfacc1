"""A zipped workbook is judged by its directory, before anything is unpacked."""

from __future__ import annotations

import pytest

from support.inbox_files import bombs, workbook, zipped
from thongbao.data.cells import Limits, Unreadable
from thongbao.data.zipcheck import check_zip


def test_a_plain_workbook_passes() -> None:
    """The check is for bombs, not for reports."""
    check_zip(workbook({f"A{n}": n for n in range(1, 500)}), Limits())


@pytest.mark.parametrize("name", ["ratio", "many entries", "overlapping"])
def test_bombs_are_known_by_their_directory(name: str) -> None:
    """Nothing of them is unpacked."""
    with pytest.raises(Unreadable, match=r"workbook-(too-big|broken)"):
        check_zip(bombs()[name], Limits())


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
