"""desk.yml: whose bulletin an analyst sees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from thongbao.params.deskfile import read_desk
from thongbao.records import Desk

if TYPE_CHECKING:
    from pathlib import Path

UNITS = ("411702", "411721")


def read(folder: Path, text: str) -> tuple[Desk, list[str]]:
    (folder / "desk.yml").write_text(text, encoding="utf-8")
    desk, found = read_desk(folder / "desk.yml", "params/o/desk.yml", UNITS)
    return desk, [finding.code for finding in found]


def test_everything_may_be_left_out(tmp_path: Path) -> None:
    """Also the file."""
    assert read_desk(tmp_path / "none.yml", "none", UNITS) == (Desk(), [])
    assert read(tmp_path, "county: 411721\n") == (Desk(county="411721"), [])


def test_all_of_it_is_read_as_text(tmp_path: Path) -> None:
    """A code needs no quotes."""
    assert read(tmp_path, "county: 411702\ndate: 2020-02-19\nlocale: vi\n") == (
        Desk(county="411702", date=date(2020, 2, 19), locale="vi"),
        [],
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("county: 411799\n", "unknown-unit"),
        ("date: 2020-02-30\n", "bad-date"),
        ("locale: fr\n", "unknown-value"),
        ("unit: 411702\n", "unknown-key"),
        ("", "file-empty"),
    ],
)
def test_what_cannot_be_meant_is_named(tmp_path: Path, text: str, code: str) -> None:
    """Each with its own code."""
    assert read(tmp_path, text)[1] == [code]
