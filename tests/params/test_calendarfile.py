"""calendar.csv: terms and days unlike the country's, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from thongbao.params.calendar import own_days
from thongbao.params.calendarfile import read_calendar

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "first,last,status,name\n"


def written(folder: Path, text: str) -> Path:
    path = folder / "calendar.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_rows_become_days(tmp_path: Path) -> None:
    """One day is written once; a period is inclusive."""
    path = written(tmp_path, HEAD + "2020-02-17,2020-02-19,term,第二学期\n2020-02-18,,closed,停电\n")

    entries, found = read_calendar(path)

    assert not found
    assert own_days(entries) == {
        "term": frozenset(date(2020, 2, n) for n in (17, 18, 19)),
        "closed": frozenset({date(2020, 2, 18)}),
    }


def test_an_office_need_not_have_one(tmp_path: Path) -> None:
    """No file, no rows, no complaint."""
    assert read_calendar(tmp_path / "calendar.csv") == ((), [])
    assert read_calendar(written(tmp_path, HEAD)) == ((), [])


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("2020-02-19,2020-02-17,term,\n", "bad-date"),
        ("2020-02-30,,closed,\n", "bad-date"),
        ("2020-02-19,2029-02-17,term,\n", "bad-date"),
        ("2020-02-19,,holiday,\n", "unknown-value"),
        ("2020-02-19,,closed,\n2020-02-18,2020-02-20,working,\n", "closed-and-working"),
        ("2020-01-01,2020-12-31,closed,\n", "closed-too-long"),
        (",,closed,\n", "missing-key"),
        ("2020-02-19,,closed,a\x07b\n", "control-character"),
    ],
)
def test_what_is_wrong_is_said_with_its_code(rows: str, code: str, tmp_path: Path) -> None:
    """One slip, one finding."""
    _, found = read_calendar(written(tmp_path, HEAD + rows))

    assert [finding.code for finding in found] == [code]
