"""What a file is, is told by its content; what cannot be read is said, never guessed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from support.bombs import bomb
from support.inbox_files import SHEET, protected, with_sheet, workbook
from thongbao.data.cells import Limits, Odd, Unreadable, text
from thongbao.data.faults import FILE_FAULTS
from thongbao.data.sheets import open_tables

if TYPE_CHECKING:
    from pathlib import Path


def _refused(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(Unreadable) as caught:
        open_tables(content, "zh_Hans", limits or Limits())
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file-empty"),
        (b" \r\n\r\n", "file-empty"),
        (b"%PDF-1.7\n", "not-a-table"),
        (b"\x89PNG\r\n", "not-a-table"),
        (b"a,b\n\0\0\n", "not-a-table"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "html-page"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><p>", "html-page"),
        (b"PK\3\4 this is only the beginning", "workbook-broken"),
        (workbook({"A1": 1})[:-200], "workbook-broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "workbook-broken"),
        (b'a,b\n1,"2\n', "csv-broken"),
    ],
)
def test_what_is_no_table_is_refused_by_its_kind(content: bytes, code: str) -> None:
    """Each kind of wrong file has a fault of its own, so that it can be said what to do."""
    assert _refused(content) == code


def test_a_workbook_behind_a_password_is_named_as_such() -> None:
    """The clerk is told to take the password away, not that the file is broken."""
    assert _refused(protected(workbook({"A1": 1}))) == "password-protected"


@pytest.mark.parametrize("name", ["ratio", "many entries", "wide", "overlapping", "directory lies", "nested"])
def test_bombs_are_refused_before_they_are_unpacked(name: str) -> None:
    """A file that would unpack to far more than a report is refused, whatever its directory says."""
    assert _refused(bomb(name)) in {"workbook-too-big", "too-many-columns", "workbook-broken"}


def test_entities_are_not_expanded() -> None:
    """A shared string that would grow a hundred million times is refused."""
    assert _refused(bomb("entities")) == "workbook-broken"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(size=100), "file-too-big"),
        (Limits(rows=3), "too-many-rows"),
        (Limits(columns=1), "too-many-columns"),
        (Limits(cells=5), "too-many-rows"),
        (Limits(entries=3), "workbook-too-big"),
        (Limits(unpacked=1000), "workbook-too-big"),
    ],
)
def test_each_limit_of_a_workbook_holds(limits: Limits, code: str) -> None:
    """Every limit refuses by itself."""
    assert _refused(workbook({"A1": 1, "B5": 2}), limits) == code


@pytest.mark.parametrize(
    ("limits", "code"), [(Limits(rows=1), "too-many-rows"), (Limits(columns=1), "too-many-columns")]
)
def test_each_limit_of_a_csv_holds(limits: Limits, code: str) -> None:
    """A CSV has the same limits as a workbook."""
    assert _refused(b"a,b\n1,2\n", limits) == code


def test_errors_and_formulas_without_result_are_not_read_as_empty() -> None:
    """A #REF! is not "not stated": it must reach the check of the figures."""
    xml = b"<row r='1'><c r='A1' t='e'><v>#REF!</v></c><c r='B1'><f>1+1</f></c><c r='C1'><f>1+1</f><v>2</v></c></row>"

    (table,) = open_tables(with_sheet(SHEET % xml), "zh_Hans", Limits())

    assert table.rows == ((Odd("error", "#REF!"), Odd("formula", "="), 2.0),)


def test_cells_keep_their_place_when_the_first_rows_are_empty() -> None:
    """Addresses in faults are those that Excel shows."""
    (table,) = open_tables(workbook({"C5": 7}), "zh_Hans", Limits())

    assert table.rows[4] == (None, None, 7.0)


def test_csv_spectrum_gives_the_stated_values(shared: Path) -> None:
    """Quotes, line ends and separators of twelve CSVs are read as their authors meant them."""
    paths = sorted((shared / "corpora/csv_spectrum/csvs").glob("*.csv"))
    for path in paths:
        if path.stem == "location_coordinates":  # its two files do not agree
            continue
        meant = json.loads((path.parents[1] / "json" / f"{path.stem}.json").read_text())
        (table,) = open_tables(path.read_bytes(), "en", Limits())
        header = [text(cell) for cell in table.rows[0]]
        found = [dict(zip(header, (cell or "" for cell in row), strict=True)) for row in table.rows[1:]]

        assert found == [{k: v.replace("\r\n", "\n") for k, v in line.items()} for line in meant], path.name


def test_odd_workbooks_give_values_or_a_named_fault(shared: Path) -> None:
    """No workbook, however odd, ends in anything but tables or a fault that is in our list."""
    found: dict[str, int | str] = {}
    for path in sorted((shared / "corpora/workbooks").glob("*.[xo]*")):
        if path.name == "issue_594_dos.ods" or path.suffix == ".md":
            continue
        try:
            found[path.name] = len(open_tables(path.read_bytes(), "en", Limits()))
        except Unreadable as error:
            found[path.name] = error.problem.code
    refused = {name: code for name, code in found.items() if isinstance(code, str)}

    assert set(refused.values()) <= set(FILE_FAULTS)
    assert refused["pass_protected.xlsx"] == "password-protected"
    assert found["issue_644.xlsx"] == 1
    assert len(refused) <= 3
