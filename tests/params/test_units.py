"""units.csv is one tree of units with codes that are text; every fault has its row."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.arrivals import a_form
from thongbao.params.units import Units, read_units
from thongbao.records import LOCALES, Office, OfficeParams, Text

if TYPE_CHECKING:
    from pathlib import Path

HEADER = "code,parent,kind,name_zh_Hans,name_vi,name_en,valid_from,valid_to,pupils,staff\n"
ROOT = "00,,city,市,thành phố,City,,,,\n"


@pytest.fixture
def write(tmp_path: Path) -> Path:
    """The file that is written and read."""
    return tmp_path / "units.csv"


def read(path: Path, rows: str | bytes, header: str = HEADER) -> Units:
    path.write_bytes(rows if isinstance(rows, bytes) else (header + ROOT + rows).encode())
    return read_units(path, root="00")


def codes(units: Units) -> list[tuple[int, str]]:
    return [(finding.line, finding.code) for finding in units.findings]


def test_code_01_stays_01(write: Path) -> None:
    """Codes are text: 01, 1 and 001 are three units."""
    units = read(write, "01,00,county,a,a,a,,,,\n1,00,county,b,b,b,,,,\n001,00,county,c,c,c,,,,\n")

    assert [unit.code for unit in units.units] == ["00", "01", "1", "001"]
    assert not units.findings


def test_a_full_row_is_read(write: Path) -> None:
    """Days, denominators and names in three languages arrive where they belong; empty means not known."""
    units = read(write, '01,00,county,"甲, 乙",huyện A,"County, A",2020-01-01,2025-06-30,1200,\n')

    unit = units.units[1]
    assert [unit.names.to(locale) for locale in LOCALES] == ["甲, 乙", "huyện A", "County, A"]
    assert (str(unit.valid_from), str(unit.valid_to), unit.pupils, unit.staff) == (
        "2020-01-01",
        "2025-06-30",
        1200,
        None,
    )
    assert (units.units[0].parent, unit.parent) == ("", "00")


def test_names_are_normalised_and_kept(write: Path) -> None:
    """NFD Vietnamese becomes NFC; brackets and quotes are letters like others, made harmless where they are shown."""
    units = read(write, '01,00,county,"<script>alert(1)</script>",Tha\u0301i Bi\u0300nh,"O\'""Brien",,,,\n')

    names = units.units[1].names
    assert (names.zh_Hans, names.vi, names.en) == ("<script>alert(1)</script>", "Thái Bình", "O'\"Brien")


def test_400_characters_are_a_name_and_401_are_not(write: Path) -> None:
    """The longest name is 400 characters, counted after normalisation."""
    long = "e\u0301" * 400
    assert not codes(read(write, f"01,00,county,{'县' * 400},{long},c,,,,\n"))
    assert codes(read(write, f"01,00,county,{'县' * 401},b,c,,,,\n")) == [(3, "too-long")]


def test_blank_rows_and_a_byte_order_mark_are_no_faults(write: Path) -> None:
    """Spreadsheets write both; rows are counted as a spreadsheet shows them."""
    data = "\ufeff" + HEADER.replace("\n", "\r\n") + ROOT + ",,,,,,,,,\r\n\r\n01,00,Bad,b,b,b,,,,\r\n"

    units = read(write, data.encode())

    assert codes(units) == [(5, "bad-code")]


def test_an_order_of_columns_of_ones_own_and_fewer_columns_are_fine(write: Path) -> None:
    """Columns are found by their names; those that may be empty may be left out."""
    write.write_text("name_en,name_vi,name_zh_Hans,kind,parent,code\nCity,tp,市,city,,00\n", encoding="utf-8")

    assert [unit.code for unit in read_units(write, root="00").units] == ["00"]


ROWS = {
    "A1,00,county,a,b,c,,,,\n": [(3, "bad-code")],
    "a b,00,county,a,b,c,,,,\n": [(3, "bad-code")],
    "../x,00,county,a,b,c,,,,\n": [(3, "bad-code")],
    f"{'a' * 33},00,county,a,b,c,,,,\n": [(3, "bad-code")],
    "４１,00,county,a,b,c,,,,\n": [(3, "bad-code")],
    "4.117E+05,00,county,a,b,c,,,,\n": [(3, "bad-code")],
    ",00,county,a,b,c,,,,\n": [(3, "missing-key")],
    "01,00,,a,b,c,,,,\n": [(3, "missing-key")],
    "01,00,County,a,b,c,,,,\n": [(3, "bad-code")],
    "01,00,county,a,,c,,,,\n": [(3, "missing-key")],
    "01,00,county,a,b,c,2020-02-30,,,\n": [(3, "bad-date")],
    "01,00,county,a,b,c,2020,,,\n": [(3, "bad-date")],
    "01,00,county,a,b,c,19/2/2020,,,\n": [(3, "bad-date")],
    "01,00,county,a,b,c,2020-02-19,2020-02-18,,\n": [(3, "bad-date")],
    "01,00,county,a,b,c,,,-1,\n": [(3, "bad-number")],
    "01,00,county,a,b,c,,,1.5,\n": [(3, "bad-number")],
    "01,00,county,a,b,c,,,,many\n": [(3, "bad-number")],
    "01,00,county,a,b,c,,,,nan\n": [(3, "bad-number")],
    "01,00,county,a,b,c\n": [(3, "csv-fields")],
    "01,00,county,a,b,c,,,,,extra\n": [(3, "csv-fields")],
    '01,00,county,"a\nx",b,c,,,,\n': [(3, "control-character")],
    "01,00,county,a\x07,b,c,,,,\n": [(3, "control-character")],
    "01,00,county,a\u202ex,b,c,,,,\n": [(3, "control-character")],
    "01,00,county,a,b,c,,,,\n01,00,county,d,e,f,,,,\n": [(4, "duplicate-unit")],
    "01,99,county,a,b,c,,,,\n": [(3, "missing-parent")],
    "01,,county,a,b,c,,,,\n": [(3, "no-parent")],
    "01,01,county,a,b,c,,,,\n": [(3, "cycle")],
    "01,02,county,a,b,c,,,,\n02,03,county,a,b,c,,,,\n03,01,county,a,b,c,,,,\n04,01,x,a,b,c,,,,\n": [(3, "cycle")],
    "A,00,county,a,b,c,,,,\n01,00,county,a,b,c,,,x,\n02,99,county,a,b,c,,,,\n": [
        (3, "bad-code"),
        (4, "bad-number"),
        (5, "missing-parent"),
    ],
}


@pytest.mark.parametrize("rows", ROWS, ids=range(len(ROWS)))
def test_every_fault_has_its_row(write: Path, rows: str) -> None:
    """Bad codes, days, numbers, names, parents, duplicates and circles are said together, each with its row."""
    assert codes(read(write, rows)) == ROWS[rows]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("code,parent,kind,name_zh,name_vi,name_en\n", "csv-header"),
        ("code;parent;kind;name_zh_Hans;name_vi;name_en\n", "csv-separator"),
        ("code,code,parent,kind,name_zh_Hans,name_vi,name_en\n", "csv-header"),
        ("\n", "csv-header"),
    ],
)
def test_a_wrong_header_is_said_and_rows_are_not_guessed(write: Path, header: str, code: str) -> None:
    """Without the right names of columns nothing is read."""
    units = read(write, "", header=header)

    assert not units.units
    assert set(codes(units)) == {(1, code)}


def test_a_misspelt_column_is_told_its_nearest_name(write: Path) -> None:
    """name_zh is near to name_zh_Hans."""
    units = read(write, "", header=HEADER.replace("name_zh_Hans", "name_zh"))

    assert "“name_zh” is not known. Did you mean name_zh_Hans?" in units.findings[0].message


def test_the_circle_is_written_out(write: Path) -> None:
    """Whoever must cut it sees it."""
    units = read(write, "01,02,county,a,b,c,,,,\n02,01,county,a,b,c,,,,\n")

    assert "01 → 02 → 01" in units.findings[0].message


@pytest.mark.parametrize("number", ["21.000", "21,000", "21.0", "+21", "2_1", "２１", "1e3"])
def test_a_denominator_is_digits(write: Path, number: str) -> None:
    """21.000 may be twenty-one thousand: it is asked, not read as 21."""
    assert codes(read(write, f'01,00,county,a,b,c,,,"{number}",\n')) == [(3, "bad-number")]


@pytest.mark.parametrize("name", ["\u200b", "\u2060\u200d", "\u3164", "\u2800"])
def test_a_name_must_be_seen(write: Path, name: str) -> None:
    """A bulletin without a name on it would be anybody's."""
    assert codes(read(write, f"01,00,county,a,{name},c,,,,\n")) == [(3, "empty-value")]


def test_a_root_with_a_parent_is_said(write: Path) -> None:
    """Nothing stands above the whole office."""
    write.write_text(HEADER + "00,01,city,a,b,c,,,,\n01,00,county,a,b,c,,,,\n", encoding="utf-8")

    assert (2, "root-has-parent") in codes(read_units(write, root="00"))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "csv-header"),
        (HEADER.encode(), "no-units"),
        ((HEADER + "01,县".replace("县", "县")).encode("gb18030"), "not-utf8"),
        ((HEADER + ROOT).encode("utf-16"), "not-utf8"),
        (b"PK\x03\x04" + bytes(range(256)), "not-utf8"),
        (HEADER.encode() + b'01,00,"never closed,a,b,c\n', "csv-unreadable"),
        (HEADER.encode() + b"x" * 200_000, "csv-unreadable"),
        (b"x" * 5_000_001, "file-too-big"),
    ],
)
def test_a_file_that_is_no_csv_of_units_is_said(write: Path, data: bytes, code: str) -> None:
    """Empty, other encodings, workbooks, broken quotes, huge: one fault, no error of the program."""
    assert [finding.code for finding in read(write, data).findings] == [code]


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A folder without units.csv is not an office."""
    assert codes(read_units(tmp_path / "units.csv")) == [(0, "file-missing")]


@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 8)), max_size=12))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_units_without_findings_are_one_tree(write: Path, edges: list[tuple[int, int]]) -> None:
    """Any table that passes has unique codes, and every unit reaches the root."""
    units = read(write, "".join(f"{code:02},{parent:02},county,a,b,c,,,,\n" for code, parent in edges))

    if units.findings:
        return
    parents = {unit.code: unit.parent for unit in units.units}
    assert len(parents) == len(units.units) == len(edges) + 1
    for code in parents:
        top = code
        for _ in parents:
            top = parents.get(top) or top
        assert top == "00"


@given(st.text(st.sampled_from('ab01,"\n\r \u0301县;'), max_size=120))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
def test_no_text_raises_and_nothing_is_lost(write: Path, rows: str) -> None:
    """Every row that is not blank becomes a unit or a finding."""
    units = read(write, rows)
    try:
        lines = list(csv.reader(io.StringIO(rows.replace("\r\n", "\n").replace("\r", "\n")), strict=True))
    except csv.Error:
        assert [code for _, code in codes(units)] == ["csv-unreadable"]
        return
    filled = {number for number, line in enumerate(lines, 3) if any(field.strip() for field in line)}
    right = {units.rows[unit.code] for unit in units.units} - {2}

    assert filled <= right | {finding.line for finding in units.findings}


TIMES = "code,parent,kind,name_zh_Hans,name_vi,name_en,valid_from,valid_to,succeeded_by\n00,,city,市,tp,City,,,\n"


def times(path: Path, *rows: str) -> Units:
    """Read units of which only code, parent, valid_from, valid_to and succeeded_by are told."""
    lines = []
    for row in rows:
        code, parent, *rest = row.split(",")
        lines.append(",".join([code, parent or "00", "county", code, code, code, *rest]))
    path.write_text(TIMES + "\n".join(lines) + "\n", encoding="utf-8")
    return read_units(path, root="00")


def test_the_districts_that_ended_on_the_last_day_of_june_2025_name_their_successors(write: Path) -> None:
    """Thái Bình's eight districts were followed by communes of Hưng Yên; several may follow one."""
    units = times(write, "340,,,2025-06-30,c1 c2;c3", "c1,,2025-07-01,,", "c2,,2025-07-01,,", "c3,,2025-07-01,,")

    assert not units.findings
    assert units.units[1].successors == ("c1", "c2", "c3")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["a,,,,b", "b,,,,"], [(3, "successor-too-early")]),
        (["a,,,2020-01-31,b"], [(3, "missing-successor")]),
        (["a,,,2020-01-31,b", "b,,2020-03-01,,"], [(3, "successor-not-there")]),
        (["a,,,2020-01-31,b", "b,,,2020-01-31,"], [(3, "successor-not-there")]),
        (["a,,,2020-01-31,A!"], [(3, "bad-code")]),
        (["a,,2020-01-01,2020-12-31,", "b,a,2020-01-01,,"], [(4, "outlives-parent")]),
        (["a,,2020-01-01,2020-12-31,", "b,a,2019-01-01,2020-12-31,"], [(4, "outlives-parent")]),
    ],
)
def test_times_that_do_not_fit_are_said(rows: list[str], found: list[tuple[int, str]], write: Path) -> None:
    """A unit lives no longer than the one above it, and what follows it is there the day after."""
    assert codes(times(write, *rows)) == found


def test_a_unit_that_follows_itself_is_refused(write: Path) -> None:
    """However many steps it takes."""
    units = times(write, "a,,,2020-01-31,b", "b,,,2020-02-28,c", "c,,2020-02-01,2020-03-31,a")

    assert {code for _, code in codes(units)} >= {"successor-cycle"}
    assert [line for line, code in codes(units) if code == "successor-cycle"] == [3, 4, 5]


def test_the_tree_of_2021_is_used_in_2021(write: Path) -> None:
    """Each day has the units that were there; who ended is followed through those that ended since."""
    units = times(
        write, "old,,,2025-06-30,mid", "mid,,2025-07-01,2026-06-30,new", "new,,2026-07-01,,", "x,old,,2025-06-30,"
    ).units
    text = Text(zh_Hans="名", vi="tên", en="name")
    office = Office(code="o", names=text, root="00", timezone="Asia/Ho_Chi_Minh", locale="vi", forms=("cases",))
    params = OfficeParams(office=office, units=units, forms=(a_form("cases"),), bulletins=())

    assert [unit.code for unit in params.reporting_units(date(2021, 9, 1))] == ["old", "x"]
    assert [unit.code for unit in params.reporting_units(date(2026, 9, 1))] == ["new"]
    assert [unit.code for unit in params.successors(units[1], date(2025, 9, 1))] == ["mid"]
    assert [unit.code for unit in params.successors(units[1], date(2026, 9, 1))] == ["new"]
