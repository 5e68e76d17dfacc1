"""What the reading child makes of files of every kind: right values or a named fault, soon and in little memory."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from support.bombs import BOMBS, bomb
from support.inbox_files import DAY, filled, long_csv, screening, workbook
from thongbao.data.cells import Unreadable, text
from thongbao.data.faults import FILE_FAULTS
from thongbao.data.opened import raw_reports
from thongbao.data.reader import Reader
from thongbao.data.written import day_of, figure
from thongbao.records import Column, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from thongbao.data.cells import Table

TESTS = Path(__file__).parents[1]
NAME = Text(zh_Hans="x", vi="x", en="x")
WHOLE = Column(code="screened", label=NAME, unit=NAME, basis="flow", maximum=10_000)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One child for all files of a module, as for all files of a morning."""
    with Reader("zh_Hans") as one:
        yield one


def read(reader: Reader, content: bytes) -> list[Table] | str:
    """Return the tables of a file, or the code of its fault; anything else is an error of ours."""
    try:
        return reader.read(content)
    except Unreadable as error:
        return FILE_FAULTS[error.problem.code] and error.problem.code


@pytest.mark.parametrize("name", sorted(BOMBS))
def test_a_bomb_costs_little_before_it_is_refused(name: str, tmp_path: Path) -> None:
    """Less than 2 seconds of processor time and 200 MB, in all children that looked at it together."""
    (tmp_path / "bomb").write_bytes(bomb(name))
    run = subprocess.run(
        [sys.executable, TESTS / "support" / "read_one.py", tmp_path / "bomb", "zh_Hans"],
        capture_output=True,
        check=True,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
    )
    told = json.loads(run.stdout)

    assert told["code"] in (FILE_FAULTS if name != "dimension lies" else {*FILE_FAULTS, "read"})
    assert told["seconds"] < 2
    assert told["memory"] < 200_000_000


def seeds() -> dict[str, bytes]:
    """Twelve workbooks that are well: name -> content."""
    texts = {f"A{n}": f"校 {n}" for n in range(1, 40)}
    numbers = {f"B{n}": n * 1.25 for n in range(1, 40)}
    return {
        "filled": filled(screening()),
        "zero": filled({}, nothing="yes"),
        "large figures": filled(screening(1615, 4762, 8698, 15075)),
        "texts": workbook(texts),
        "numbers": workbook(numbers),
        "both": workbook(texts | numbers),
        "days": workbook({f"A{n}": date(2020, 2, n) for n in range(1, 28)}),
        "moments": workbook({f"A{n}": datetime(2020, 2, n, 12, 30) for n in range(1, 28)}),  # noqa: DTZ001 -- as Excel has them
        "formulas": workbook({f"A{n}": f"=B{n}+1" for n in range(1, 20)} | numbers),
        "truths": workbook({f"A{n}": n % 2 == 0 for n in range(1, 20)}),
        "wide": workbook({f"{a}{b}1": 1 for a in "ABC" for b in "ABCDEFGH"}),
        "long text": workbook({"A1": "x" * 30_000, "B2": 7}),
    }


def mutant(content: bytes, other: bytes, kind: str, dice: random.Random) -> bytes:
    """Return a workbook with some bits flipped, cut short, or with a piece of another in it."""
    at = dice.randrange(len(content))
    if kind == "flip":
        changed = bytearray(content)
        for _ in range(dice.choice((1, 1, 2, 16))):
            changed[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
        return bytes(changed)
    if kind == "truncate":
        return content[:at]
    start = dice.randrange(len(other))
    return content[:at] + other[start : start + dice.randrange(1, 2000)] + content[at + dice.randrange(2000) :]


def mutants(each: int) -> Iterator[tuple[str, bytes, bytes]]:
    """Yield (name, seed, mutant): for each seed, ``each`` of every kind; the same ones every time."""
    dice = random.Random("600 mutants")
    there = seeds()
    for name, content in there.items():
        for kind in ("flip", "truncate", "splice"):
            for n in range(each):
                other = there[dice.choice(sorted(there))]
                yield f"{name} {kind} {n}", content, mutant(content, other, kind, dice)


def right_or_refused(reader: Reader, each: int) -> None:
    whole: dict[bytes, list[Table] | str] = {}
    for name, seed, changed in mutants(each):
        expected = whole.setdefault(seed, read(reader, seed))
        assert not isinstance(expected, str)
        found = read(reader, changed)
        assert isinstance(found, str) or found == expected, name


def test_a_damaged_workbook_gives_the_right_values_or_none(reader: Reader) -> None:
    """A lost bit never changes a figure. 72 of the mutants; all of them under `make faults`."""
    right_or_refused(reader, 2)


@pytest.mark.faults
def test_six_hundred_damaged_workbooks_give_the_right_values_or_none(reader: Reader) -> None:
    """The long run of the same rule: 12 seeds × 3 kinds × 17."""
    right_or_refused(reader, 17)


ENCODINGS = {
    "zh_Hans": ("utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312", "big5", "shift_jis", "utf-16-le"),
    "vi": ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1258", "cp1252", "latin-1", "utf-16-be"),
}
SEPARATORS = (",", ";", "\t", "|")
MUST_BE_READ = {"utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk", "gb2312", "cp1258"}


@pytest.mark.parametrize("separator", SEPARATORS, ids=ascii)
@pytest.mark.parametrize(("locale", "encoding"), [(lc, one) for lc, some in ENCODINGS.items() for one in some])
def test_a_csv_in_any_encoding_gives_the_right_values_or_a_fault(locale: str, encoding: str, separator: str) -> None:
    """72 ways of saving one report; those that Excel offers in the office's country are read."""
    note = "备注" if locale == "zh_Hans" else "ghi chú"
    lines = long_csv(screening(1615, 4762, 8698, 15075)).replace(",", separator).splitlines()
    rows = [separator.join([lines[0], note]), *(separator.join([line, note]) for line in lines[1:])]
    content = "\r\n".join(rows).encode(encoding, "replace")
    with Reader(locale) as one:
        found = read(one, content)
    if isinstance(found, str):
        assert encoding not in MUST_BE_READ
        return
    if separator == "|" or (encoding not in MUST_BE_READ and text(found[0].rows[0][0]) != "form"):
        with pytest.raises(Unreadable, match="header-unknown"):
            raw_reports(found, ())
        return
    (report,) = raw_reports(found, ())

    assert [figure(cell.value, WHOLE.model_copy(update={"maximum": 10**6}), locale) for cell in report.cells] == [
        1615,
        4762,
        8698,
        15075,
    ]
    assert day_of(report.day.value, locale) == DAY
    if encoding in MUST_BE_READ:
        assert text(found[0].rows[0][-1]) == note


def test_workbooks_of_every_kind_are_read_or_refused(reader: Reader, shared: Path) -> None:
    """The corpus of a workbook library: odd, old and broken ones; those that are well are read."""
    found = {
        path.name: read(reader, path.read_bytes()) for path in sorted((shared / "corpora" / "workbooks").glob("*.*s*"))
    }

    assert len(found) >= 35
    refused = {name: code for name, code in found.items() if isinstance(code, str)}
    assert set(refused) <= MAY_BE_REFUSED, refused
    assert refused["pass_protected.xlsx"] == "password-protected"


MAY_BE_REFUSED = {"pass_protected.xlsx", "issue_594_dos.ods", "issue252.xlsx"}
"""Behind a password, as large as a sheet can be, or with a part that is not what its checksum says."""


def test_the_values_of_workbooks_are_those_another_reader_finds(reader: Reader, shared: Path) -> None:
    """Numbers and texts, cell by cell, wherever openpyxl can open the file too."""
    compared = 0
    for path in sorted((shared / "corpora" / "workbooks").glob("*.xlsx")):
        ours = read(reader, path.read_bytes())
        theirs = independent(path)
        if isinstance(ours, str) or theirs is None:
            continue
        for table in ours:
            for r, row in enumerate(table.rows, start=1):
                for c, cell in enumerate(row, start=1):
                    other = theirs[table.name].cell(r, c).value if table.name in theirs.sheetnames else None
                    if isinstance(cell, float) and isinstance(other, int | float):
                        assert cell == pytest.approx(other, rel=1e-15), (path.name, r, c)
                        compared += 1

    assert compared > 100


def independent(path: Path) -> Any:
    try:
        return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    except Exception:  # noqa: BLE001 -- it fails on some in ways of its own
        return None


def test_csvs_with_every_quirk_give_the_expected_cells(reader: Reader, shared: Path) -> None:
    """Quotes, line ends, empty fields and UTF-8, held against the corpus's own answers."""
    folder = shared / "corpora" / "csv_spectrum"
    seen = 0
    for path in sorted((folder / "csvs").glob("*.csv")):
        expected = json.loads(
            (folder / "json" / f"{path.stem}.json").read_text(encoding="utf-8").replace("\\r\\n", "\\n")
        )
        expected = expected if isinstance(expected, list) else [expected]
        found = read(reader, path.read_bytes())
        assert not isinstance(found, str), path.name
        header, *rows = found[0].rows
        as_said = [
            {text(name): text(cell).replace("\r\n", "\n") for name, cell in zip(header, row, strict=False)}
            for row in rows
        ]
        for line in (*as_said, *expected):
            line.pop("Contact Phone Number", None)  # the corpus has it masked in its answers only
        wanted = [{name.strip(): value for name, value in line.items()} for line in expected]
        assert [line for line in as_said if any(line.values())] == wanted, path.name
        seen += 1

    assert seen >= 10


def test_a_csv_reads_as_the_standard_library_reads_it(reader: Reader) -> None:
    """Of a table of the size of a morning's."""
    rows = [[f"{n}", "驿城区", "x,y", 'a"b', ""] for n in range(2000)]
    out = io.StringIO()
    csv.writer(out).writerows([["a", "b", "c", "d", "e"], *rows])

    (table,) = reader.read(out.getvalue().encode())
    assert [[cell or "" for cell in row] for row in table.rows[1:]] == rows
