"""What is printed can be read, and holds nothing that is only for the machine."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from support.arrivals import DAY
from support.sample import shipped
from thongbao.data.workbook import write_workbook

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("columns", "fits"), [(1, True), (6, True), (40, False)])
def test_a_printed_form_is_readable_and_has_no_codes(tmp_path: Path, columns: int, fits: bool) -> None:
    """Column A is for the intake; what is too wide for one A4 page keeps its labels on each of several."""
    params = shipped("zhumadian")
    form = params.forms[0]
    many = tuple(form.columns[0].model_copy(update={"code": f"c{n}"}) for n in range(columns))
    office = params.model_copy(update={"forms": (form.model_copy(update={"columns": many, "rules": ()}),)})
    write_workbook(tmp_path / "a.xlsx", office, params.units[1], DAY, {form.code: {}}, "vi")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active

    assert str(sheet.print_area).rpartition("!")[2].startswith("$B$1:$")
    assert sheet.page_setup.paperSize == 9
    assert bool(sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage) == fits
    if fits:
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    else:
        assert (sheet.page_setup.scale, sheet.print_title_cols) == (60, "$B:$B")
