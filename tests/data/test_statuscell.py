"""The head of a sheet says whether it can be sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from support.everyform import CODES, DAY, every_form, office
from thongbao.data.workbook import write_workbook

if TYPE_CHECKING:
    from pathlib import Path

FORMS = {form.code: form for form in every_form()}


@pytest.mark.parametrize("code", CODES)
def test_nothing_to_report_is_looked_at_first_where_it_may_be_said(tmp_path: Path, code: str) -> None:
    """And contradicts only what it says something about."""
    params, form = office("en"), FORMS[code]
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, {code: {}}, "en")
    formula = str(openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["D6"].value)

    assert formula.startswith('=IF(C6<>"",') == form.zero_report
    if form.zero_report and not form.lines:
        summed = re.search(r"SUM\(([^)]*)\)<>0", formula)
        assert summed
        letters = {area[0] for area in summed[1].split(",")}
        at = 3 + len(form.entries)
        zeroed = [chr(64 + at + n) for n, column in enumerate(form.columns) if column.zeroed]
        assert sorted(letters) == zeroed


def test_each_line_of_a_list_says_whether_it_is_whole(tmp_path: Path) -> None:
    """Silent while it is empty, ✗ until everything that is required is there."""
    params = office("en")
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, {"directive_tasks": {}}, "en")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]

    assert sheet["G7"].value == "Whole?"
    assert (
        sheet["G9"].value == '=IF(COUNTA(C9,D9,E9,F9)=0,"",IF(COUNTBLANK(C9)+COUNTBLANK(D9)+COUNTBLANK(F9)>0,"✗","✓"))'
    )
    assert 'COUNTIF(G9:G38,"✗*")' in sheet["D6"].value
