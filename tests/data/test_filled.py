"""A filled sheet is read by its codes, whatever was moved around them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.inbox_files import filled, screening
from thongbao.data.cells import Cell, Limits, Table
from thongbao.data.filled import read_filled
from thongbao.data.sheets import open_tables

if TYPE_CHECKING:
    from thongbao.data.raw import RawReport

HEAD: list[tuple[Cell, ...]] = [
    (None, "人员排查"),
    ("form", "", "screening"),
    ("version", "", 1.0),
    ("unit", "", 411702.0),
    ("day", "", "2020-02-19"),
    ("nothing", "", None),
    (None, "", "累计排查"),
    ("row", "", "screened"),
]


def _read(*rows: tuple[Cell, ...]) -> RawReport:
    report = read_filled(Table("排查", (*HEAD, *rows)))
    assert report is not None
    return report


def test_every_part_is_found_with_its_cell() -> None:
    """A fault can name the cell that must be corrected."""
    (table,) = open_tables(filled(screening()), "zh_Hans", Limits())
    report = read_filled(table)

    assert report is not None
    assert (report.form.value, report.unit.value, report.unit.place.cell) == ("screening", "411702", "C4")
    assert [(cell.row, cell.value, cell.place.cell) for cell in report.cells][::3] == [
        ("teachers", 1.0, "C9"),
        ("total", 6.0, "C12"),
    ]


def test_a_sheet_without_a_form_is_passed_over() -> None:
    """Notes, lists and pictures on other sheets do no harm."""
    assert read_filled(Table("Notes", (("hello",), ("form",)[:0], (None, "form")))) is None
    assert read_filled(Table("Empty", ())) is None


def test_inserted_rows_move_the_form_and_nothing_else() -> None:
    """A title that a clerk puts above is no fault."""
    table = Table("排查", ((None, "驿城区教育局"), *HEAD, ("teachers", "教师", 1.0)))
    report = read_filled(table)

    assert report is not None
    assert report.cells[0].place.cell == "C10"
    assert report.problems == ()


def test_what_stands_below_and_to_the_right_is_left_alone() -> None:
    """A signature and a telephone number are no figures."""
    report = _read(("teachers", "教师", 1.0, "note"), (), (None, "电话", 3931234.0))

    assert [cell.row for cell in report.cells] == ["teachers"]
    assert report.problems == ()


def test_a_figure_beside_a_deleted_code_does_not_vanish() -> None:
    """A row that lost its code is said, not skipped."""
    report = _read(("teachers", "教师", 1.0), (None, "学生", 2.0), ("total", "合计", 3.0))

    assert [(p.code, p.place.cell) for p in report.problems] == [("row-without-code", "C10")]


def test_a_form_without_its_line_of_codes_is_said() -> None:
    """Figures without codes belong to nothing."""
    report = read_filled(Table("排查", tuple(HEAD[:7])))

    assert report is not None
    assert [problem.code for problem in report.problems] == ["codes-missing"]
