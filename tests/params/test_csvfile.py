"""A CSV under params/ is read as text, and every fault has its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from thongbao.params.csvfile import read_row, read_table
from thongbao.records import CalendarEntry

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Path:
    path = folder / "a.csv"
    path.write_bytes(text.encode())
    return path


def test_rows_come_with_their_numbers_and_fields_trimmed(tmp_path: Path) -> None:
    """Blank rows are passed over and still counted; a byte-order mark and Windows line ends are of no matter."""
    path = written(tmp_path, "\ufefffirst,last,status\r\n\r\n 2020-02-17 ,2020-02-18,term\r\n")

    table, found = read_table(path, "a.csv", CalendarEntry)

    assert not found
    assert table == [(3, {"first": "2020-02-17", "last": "2020-02-18", "status": "term"})]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("first;last;status\n", "csv-separator"),
        ("first,last\n", "csv-header"),
        ("first,last,status,colour\n", "csv-header"),
        ("first,last,status,status\n", "csv-header"),
        ('first,last,status\n"2020\n', "csv-unreadable"),
        ("first,last,status\n2020-02-17,2020-02-18,term,more\n", "csv-fields"),
        ("first,last,status\n", "no-units"),
    ],
)
def test_what_is_wrong_with_the_file_is_said(text: str, code: str, tmp_path: Path) -> None:
    """By its code, once."""
    _, found = read_table(written(tmp_path, text), "a.csv", CalendarEntry, empty="It has no rows.")

    assert [finding.code for finding in found] == [code]


def test_an_empty_field_is_a_field_not_given() -> None:
    """It is missing where it is needed, and nothing where it is not."""
    whole, _ = read_row(
        "a.csv", 2, {"first": "2020-02-17", "last": "2020-02-17", "status": "term", "name": ""}, CalendarEntry
    )
    lacking, found = read_row("a.csv", 2, {"first": "", "last": "2020-02-17", "status": "term"}, CalendarEntry)

    assert whole is not None
    assert lacking is None
    assert [(finding.line, finding.code) for finding in found] == [(2, "missing-key")]
