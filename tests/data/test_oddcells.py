"""Errors and formulas without a result are found under the right sheet and cell."""

from __future__ import annotations

import io

import openpyxl

from support.inbox_files import SHEET, with_sheet, workbook, zipped
from thongbao.data.cells import Odd
from thongbao.data.oddcells import odd_cells


def test_each_is_found_on_its_sheet() -> None:
    """Sheets are told apart by their names, whatever their files are called."""
    book = openpyxl.Workbook()
    for title, value in (("人员排查", "=1/0"), ("A & B", 3)):
        book.create_sheet(title)["B2"] = value
    out = io.BytesIO()
    book.save(out)

    assert odd_cells(out.getvalue()) == {"人员排查": {"B2": Odd("formula", "=")}}


def test_a_text_result_and_an_empty_text_result_are_results() -> None:
    """A formula that gives "" is empty, not unknown."""
    cells = b"<c r='A1' t='str'><f>B1</f><v></v></c><c r='B1' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='C1' s='2'/>"

    assert odd_cells(with_sheet(SHEET % b"<row r='1'>%s</row>" % cells)) == {"Sheet1": {"B1": Odd("error", "#DIV/0!")}}


def test_other_zips_and_plain_workbooks_have_none() -> None:
    """An OpenDocument file says its errors itself."""
    assert odd_cells(zipped([("content.xml", b"<x/>")])) == {}
    assert odd_cells(workbook({"A1": 1})) == {}
