"""A form asks each of its rows, once, and its rules name cells that are asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.officefiles import edit, faults_of
from thongbao.params.forms import read_forms
from thongbao.params.office import read_office
from thongbao.params.rules import parse_rule

if TYPE_CHECKING:
    from thongbao.settings import Settings


def test_the_rules_of_the_sample_forms_name_cells_that_are_asked(home: Settings) -> None:
    """All forms together ask every cell that any rule names."""
    forms = read_office(home.params, "zhumadian").forms
    asked = {(form.code, column, row) for form in forms for row, column in form.cells()}

    named = {cell for form in forms for rule in form.rules for cell in parse_rule(rule.check, form.code).cells}
    assert named <= asked


def test_rows_columns_and_rules_have_codes_of_their_own(home: Settings) -> None:
    """The second of two equal codes is said, each at its line."""
    lines = [
        edit(home, "forms/cases.yml", "code: students", "code: teachers"),
        edit(home, "forms/cases.yml", "code: suspected\n", "code: confirmed\n"),
    ]

    found = [fault for fault in faults_of(home) if fault.code == "duplicate-code"]
    assert [fault.where for fault in found] == [f"params/forms/cases.yml line {line}" for line in lines]


def test_a_row_that_no_column_asks_is_said(home: Settings) -> None:
    """It would be an empty line in the workbook."""
    path = home.params / "forms" / "cases.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("basis: stock", "basis: stock\n    rows: [total]"), encoding="utf-8"
    )

    found = {fault.message.split(".")[0] for fault in faults_of(home) if fault.code == "row-not-asked"}
    assert found == {f"No column asks for the row {row}" for row in ("teachers", "students", "relatives")}


def test_a_form_that_is_not_there_is_left_to_who_names_it(home: Settings) -> None:
    """office.yml is where it must be mended, so the fault stands there."""
    assert read_forms(home.params, ["nothing"]) == ({}, [])
