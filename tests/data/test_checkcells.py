"""What a clerk sees before sending is what the check will say: every rule, and whether the sheet can be sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from support.everyform import CODES, DAY, every_form, office
from thongbao.data.excelrules import LONGEST_FORMULA
from thongbao.data.workbook import write_workbook
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from thongbao.records import Locale

FORMS = {form.code: form for form in every_form()}
LONGEST_LITERAL = 255


def written(path: Path, code: str, filled: object, locale: Locale = "en", *, results: bool = False) -> Worksheet:
    params = office(locale)
    write_workbook(path, params, params.units[1], DAY, {code: filled}, locale)  # type: ignore[dict-item]
    return openpyxl.load_workbook(path, data_only=results).worksheets[0]


def test_a_mark_stands_beside_each_row_and_a_sentence_below(tmp_path: Path) -> None:
    """Grade 1 is wrong, grade 2 is right, grade 3 is not filled in."""
    filled = {("g1", "due_online"): 5.0, ("g1", "enrolled"): 4.0, ("g2", "due_online"): 3.0, ("g2", "enrolled"): 4.0}
    sheet = written(tmp_path / "a.xlsx", "online_learning", filled, results=True)
    heads = {cell.value: cell.column for cell in sheet[7]}

    marks = [sheet.cell(row, heads["Due online ≤ Enrolled"]).value or "" for row in (9, 10, 11)]
    below = [cell.value for line in sheet.iter_rows(min_row=22, min_col=3, max_col=3) for cell in line if cell.value]
    assert marks == ["✗", "✓", ""]
    assert below == [f"✗ {FORMS['online_learning'].rules[1].message.en}"]


def test_a_rule_between_forms_is_shown_where_both_have_a_sheet(tmp_path: Path) -> None:
    """In a book of one form nobody could fill in the other side."""
    params = office("en")
    alone = written(tmp_path / "a.xlsx", "isolation", {})
    write_workbook(tmp_path / "b.xlsx", params, params.units[1], DAY, {"isolation": {}, "screening": {}}, "en")
    both = openpyxl.load_workbook(tmp_path / "b.xlsx")["Isolation"]

    assert not any("Checks" in str(cell.value) for line in alone.iter_rows() for cell in line)
    assert "'Screening'!C12" in both["C12"].value


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", CODES)
def test_every_formula_is_one_that_excel_takes(tmp_path: Path, code: str, locale: Locale) -> None:
    """Its parts are balanced, its texts and the whole are not longer than Excel allows, and it is locked."""
    sheet = written(tmp_path / "a.xlsx", code, {}, locale)
    formulas = [cell for line in sheet.iter_rows() for cell in line if cell.data_type == "f"]

    assert formulas
    for cell in formulas:
        outside, *literals = cell.value.split('"')[::2], *cell.value.split('"')[1::2]
        assert "".join(outside).count("(") == "".join(outside).count(")")
        assert all(len(text) <= LONGEST_LITERAL for text in literals)
        assert len(cell.value) <= LONGEST_FORMULA
        assert cell.protection.locked
        assert "#REF" not in cell.value


@pytest.mark.parametrize("code", CODES)
def test_the_status_looks_at_every_cell_that_must_be_filled_in(tmp_path: Path, code: str) -> None:
    """D6 counts the empty cells of each column that is required, and no other."""
    sheet, form = written(tmp_path / "a.xlsx", code, {}), FORMS[code]
    formula = str(sheet["D6"].value)
    counted = {
        cell.coordinate
        for area in re.findall(r"COUNTBLANK\(([A-Z]+\d+:[A-Z]+\d+)\)", formula)
        for line in sheet[area]
        for cell in line
    }

    optional = {row.code for row in form.rows if row.optional}
    required = {one.code for one in form.measured() if one.required}
    asked = [here for here in (*form.cells(), *form.entry_cells()) if here[0] not in optional and here[1] in required]
    columns = [one.code for one in form.measured()]
    rows = [row.code for row in form.rows]
    assert counted == {sheet.cell(9 + rows.index(row), 3 + columns.index(column)).coordinate for row, column in asked}
