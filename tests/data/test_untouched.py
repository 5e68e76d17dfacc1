"""Sheets that nobody has written into are no report where none is due, and nothing else is ever left out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import PROJECT
from thongbao.data.cells import Place
from thongbao.data.intake import open_reports
from thongbao.data.raw import Found, RawCell, RawReport
from thongbao.data.untouched import sent_of
from thongbao.data.workbook import EVERY, blank_workbook
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from pathlib import Path

THURSDAY = date(2020, 2, 20)
PARAMS = read_office(PROJECT / "params", "zhumadian")
NOT_DUE = [form.code for form in PARAMS.forms if form.cadence != "daily"]
DUE = ["screening", "isolation", "cases"]


def sheet(form: str, value: object = None, day: object = THURSDAY, nothing: object = None) -> RawReport:
    at = Place(sheet=form)
    cells = (RawCell("total", "a", None, at), RawCell("total", "b", value, at))  # type: ignore[arg-type]
    head = {"form": Found(form, at), "unit": Found("411721", at), "day": Found(day, at), "nothing": Found(nothing, at)}  # type: ignore[arg-type]
    return RawReport(place=at, cells=cells, **head)


@given(
    st.lists(st.sampled_from([*DUE, *NOT_DUE, "unheard-of"]), unique=True),
    st.sampled_from([0, "0", 7, "–7", "无", False]),
    st.booleans(),
)
@settings(max_examples=60)
def test_whatever_somebody_wrote_is_kept(forms: list[str], value: object, said: bool) -> None:
    """A figure, a text, a false, or that nothing happened; also what is due, and what no form of the office is."""
    written = sheet("devices", nothing="是") if said else sheet("devices", value)
    blank = [sheet(form) for form in forms if form != "devices"]

    kept = sent_of([*blank, written], PARAMS)

    assert kept == [*(one for one in blank if one.form.value in (*DUE, "unheard-of")), written]


@pytest.mark.parametrize("form", ["devices", "measures"])
def test_a_file_without_anything_is_refused_whole(form: str) -> None:
    """Who sends the form as it came learns that it is empty."""
    assert len(sent_of([sheet(form), sheet("isolation")], PARAMS)) == 2


def test_what_has_no_day_is_kept_and_said() -> None:
    """Whether it was due cannot be told."""
    assert len(sent_of([sheet("devices", day="soon"), sheet("isolation", 3)], PARAMS)) == 2


def test_a_weekly_sheet_that_is_due_is_kept() -> None:
    """On its day of the week it lacks what it lacks."""
    friday = date(2020, 2, 21)

    assert len(sent_of([sheet("devices", day=friday), sheet("isolation", 3, day=friday)], PARAMS)) == 2


def test_all_forms_in_one_workbook_can_be_sent_with_some_filled_in(tmp_path: Path) -> None:
    """The workbook as the office hands it out: marks in cells that are not asked for are nobody's writing."""
    path = blank_workbook(tmp_path, PARAMS, "411721", THURSDAY, "zh_Hans", EVERY)
    book = openpyxl.load_workbook(path)
    book["隔离情况"]["C9"] = 2
    book.save(path)

    kept = [report.form.value for report in sent_of(open_reports(path, PARAMS), PARAMS)]

    assert kept == [form.code for form in PARAMS.forms if form.cadence == "daily" and "county" in form.filled_by]
