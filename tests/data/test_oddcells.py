"""Errors and formulas without a result are found under the right sheet and cell."""

from __future__ import annotations

import io
from functools import cache

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from support.inbox_files import SHEET, with_sheet, workbook, zipped
from thongbao.data.cells import Limits, Odd, address
from thongbao.data.oddcells import odd_cells
from thongbao.data.zipcheck import check_zip, unpack


def found(content: bytes) -> dict[str, dict[str, Odd]]:
    """Return what is odd in a workbook that is within the limits."""
    return odd_cells({part.name: unpack(content, part) for part in check_zip(content, Limits())})


def test_each_is_found_on_its_sheet() -> None:
    """Sheets are told apart by their names, whatever their files are called."""
    book = openpyxl.Workbook()
    for title, value in (("人员排查", "=1/0"), ("A & B", 3)):
        book.create_sheet(title)["B2"] = value
    out = io.BytesIO()
    book.save(out)

    assert found(out.getvalue()) == {"人员排查": {"B2": Odd("formula", "=")}}


def test_a_text_result_and_an_empty_text_result_are_results() -> None:
    """A formula that gives "" is empty, not unknown."""
    cells = b"<c r='A1' t='str'><f>B1</f><v></v></c><c r='B1' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='C1' s='2'/>"

    assert found(with_sheet(SHEET % b"<row r='1'>%s</row>" % cells)) == {"Sheet1": {"B1": Odd("error", "#DIV/0!")}}


def test_other_zips_and_plain_workbooks_have_none() -> None:
    """An OpenDocument file says its errors itself."""
    assert found(zipped([("content.xml", b"<x/>")])) == {}
    assert found(workbook({"A1": 1})) == {}


def test_an_end_of_the_cells_that_is_none_hides_nothing() -> None:
    """In a comment, with a blank, or followed by more cells under another prefix: all of the sheet is searched."""
    odd = b"<row r='1'><c r='B1' t='e'><v>#N/A</v></c></row>"
    whole = SHEET % odd
    for xml in (
        whole.replace(odd, b"<!-- </sheetData> -->" + odd),
        whole.replace(odd, b"<!-- </sheetData> -->" + odd).replace(b"</sheetData></w", b"</sheetData ></w"),
        whole.replace(odd, b"</sheetData><x:sheetData>" + odd).replace(b"</sheetData></w", b"</x:sheetData></w"),
    ):
        assert found(with_sheet(xml)) == {"Sheet1": {"B1": Odd("error", "#N/A")}}


CELLS = st.sampled_from(
    [
        "<c r='{}' s='2'/>",
        "<c r='{}'><v>1</v></c>",
        "<c r='{}'><f>A1&lt;2</f><v>3</v></c>",
        "<c r='{}'><f>A1</f><v></v></c>",
        "<c r='{}'><f>A1</f><v> </v></c>",
        "<c r='{}'><f>A1</f><v>&#32;</v></c>",
        "<c r='{}'><f>A1</f></c>",
        "<c r='{}'><f t='shared' si='0'/><v/></c>",
        "<c r='{}' t='str'><f>A1</f><v></v></c>",
        '<c r="{}" t="str"><f>A1</f><v></v></c>',
        '<c r="{}" t="str"><f>A1</f><v>&#32;</v></c>',
        '<c r="{}" t="e"><f>A1</f><v>#REF!</v></c>',
        '<c r="{}" t="n"><f>A1</f><v></v></c>',
        "<c r='{}' t='e'><v>#N/A</v></c>",
        "<c r='{}' t = \"e\"><f>1/0</f><v>#DIV/0!</v></c>",
        "<c\nr='{}' t='inlineStr'><is><t>f</t></is></c>",
    ]
)


@given(st.lists(CELLS, max_size=12), st.booleans())
def test_every_cell_is_judged_as_it_would_be_alone(cells: list[str], prefixed: bool) -> None:
    """A sheet is searched only where something odd may stand; that must hide nothing, and move nothing."""

    together = _found_in(tuple(enumerate(cells)), prefixed)

    alone = [_found_in(((n, cell),), prefixed) for n, cell in enumerate(cells)]
    assert together == {name: odd for one in alone for name, odd in one.items()}
    assert set(together) == {address(0, n) for n, cell in enumerate(cells) if cell in ODD}


@cache
def _found_in(cells: tuple[tuple[int, str], ...], prefixed: bool) -> dict[str, Odd]:
    """Return what is odd in the first row of a sheet, given as (column, cell), and make none a second time."""
    row = "".join(cell.format(address(0, n)) for n, cell in cells)
    xml = SHEET % f"<row r='1'>{row}</row>".encode()
    if prefixed:
        for name in (b"c", b"f", b"v"):
            for end in (b">", b" ", b"\n", b"/"):
                xml = xml.replace(b"<" + name + end, b"<x:" + name + end)
            xml = xml.replace(b"</" + name + b">", b"</x:" + name + b">")
    return found(with_sheet(xml)).get("Sheet1", {})


ODD = {
    '<c r="{}" t="e"><f>A1</f><v>#REF!</v></c>',
    '<c r="{}" t="n"><f>A1</f><v></v></c>',
    "<c r='{}'><f>A1</f><v></v></c>",
    "<c r='{}'><f>A1</f><v> </v></c>",
    "<c r='{}'><f>A1</f><v>&#32;</v></c>",
    "<c r='{}'><f>A1</f></c>",
    "<c r='{}'><f t='shared' si='0'/><v/></c>",
    "<c r='{}' t='e'><v>#N/A</v></c>",
    "<c r='{}' t = \"e\"><f>1/0</f><v>#DIV/0!</v></c>",
}
