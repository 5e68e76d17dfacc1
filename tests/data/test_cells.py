"""Cells are shown as a person sees them."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from thongbao.data.cells import Cell, Odd, address, is_blank, plain, position, text


@given(row=st.integers(0, 1_048_575), column=st.integers(0, 16_383))
def test_addresses_are_those_of_excel(row: int, column: int) -> None:
    """Column 27 is AA, as an independent program says too."""
    assert address(row, column) == f"{get_column_letter(column + 1)}{row + 1}"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (3.0, "3"),
        (3.5, "3.5"),
        (" a ", "a"),
        (date(2020, 2, 19), "2020-02-19"),
        (Odd("error", "#N/A"), "#N/A"),
    ],
)
def test_cells_as_text(cell: Cell, shown: str) -> None:
    """A code that Excel made a number is still that code."""
    assert text(cell) == shown


@pytest.mark.parametrize(
    ("cell", "blank"), [(None, True), ("–", True), ("  ", True), (0.0, False), (Odd("formula", ""), False)]
)
def test_a_dash_states_nothing_and_a_zero_does(cell: Cell, blank: bool) -> None:
    """Missing is not zero."""
    assert is_blank(cell) is blank


def test_times_are_odd() -> None:
    """No form asks for a time of day."""
    assert plain(time(3)) == Odd("time", "03:00:00")
    assert plain("") is None
    assert plain(3) == 3.0


@given(st.integers(0, 1_048_575), st.integers(0, 16_383))
def test_an_address_leads_back_to_its_cell(row: int, column: int) -> None:
    """Up to XFD, the last column of a sheet."""
    assert position(address(row, column)) == (row, column)


@pytest.mark.parametrize("name", ["", "A", "9", "A0", "a1", "$A$1", "A１", "ABCD1", "A1 "])
def test_what_is_no_address_leads_nowhere(name: str) -> None:
    """A file may call a cell anything."""
    assert position(name) is None
