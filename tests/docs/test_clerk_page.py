"""What the clerk's page says of the workbook is so in the workbook."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from click.testing import CliRunner

import fault_list
from support.docblocks import PROJECT
from thongbao.cli import main
from thongbao.data.faults import FILE_FAULTS, REPORT_FAULTS

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings


@pytest.fixture
def workbook(home: Settings, tmp_path: Path) -> Any:
    """What an office hands out: all daily forms of a county, one sheet each."""
    result = CliRunner().invoke(main, ["form", "2020-02-19", "--unit", "411702", "--to", str(tmp_path / "forms")])
    assert result.exit_code == 0, result.output
    (written,) = (tmp_path / "forms").iterdir()
    return openpyxl.load_workbook(BytesIO(written.read_bytes()))


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_unit_and_day_are_filled_in_and_all_but_the_cells_to_fill_are_locked(workbook: Any) -> None:
    """One sheet per form; C6 takes a zero report, D6 says whether the sheet can be sent."""
    assert len(workbook.worksheets) == 3
    for sheet in workbook.worksheets:
        said = {sheet.cell(row, 1).value: row for row in range(1, 9)}
        assert str(sheet.cell(said["unit"], 3).value) == "411702"
        assert sheet.cell(said["day"], 3).value is not None
        assert said["nothing"] == 6
        assert sheet.protection.sheet
        assert not sheet["C6"].protection.locked
        assert any("C6" in str(validation.sqref) for validation in sheet.data_validations.dataValidation)
        assert sheet["D6"].protection.locked
        assert str(sheet["D6"].value).startswith("=")
        assert sheet["A9"].protection.locked
        assert not sheet["C9"].protection.locked


@pytest.mark.parametrize("page", fault_list.CLERK.values())
def test_each_page_names_the_two_cells_and_codes_that_exist(page: str) -> None:
    """In each language the same ones."""
    text = (PROJECT / page).read_text(encoding="utf-8")

    assert "C6" in text
    assert "D6" in text
    assert set(fault_list.FREQUENT) <= {*FILE_FAULTS, *REPORT_FAULTS}
    for code in ("form-version", "unit-unknown"):
        assert f"(`{code}`)" in text or f"（`{code}`）" in text
