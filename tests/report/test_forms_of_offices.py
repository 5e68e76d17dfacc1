"""An office's own form, written in one file, is filled in, taken in and shown, without a change in the program."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from thongbao.data.intake import intake
from thongbao.data.workbook import blank_workbook
from thongbao.params.office import read_office
from thongbao.report.blocks import Block
from thongbao.report.figure_tables import figures_table
from thongbao.report.load import load

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.settings import Settings

OWN = """\
code: canteens
version: 1
title: {zh_Hans: 食堂检查, vi: Kiểm tra bếp ăn, en: Canteens}
filled_by: [county, district, development_zone, city_direct_schools]
cut_off: 17:00
rows:
  - {code: primary, label: {zh_Hans: 小学, vi: Tiểu học, en: Primary}}
  - {code: secondary, label: {zh_Hans: 中学, vi: Trung học, en: Secondary}}
  - {code: total, label: {zh_Hans: 合计, vi: Tổng số, en: Total}}
total_row: total
entries:
  - code: state
    kind: choice
    label: {zh_Hans: 状态, vi: Tình trạng, en: State}
    choices:
      - {code: open, label: {zh_Hans: 开放, vi: Mở, en: Open}}
      - {code: shut, label: {zh_Hans: 关闭, vi: Đóng, en: Shut}}
    rows: [primary, secondary]
columns:
  - code: meals
    label: {zh_Hans: 当日供餐, vi: Suất ăn trong ngày, en: Meals of the day}
    unit: {zh_Hans: 份, vi: suất, en: meals}
    basis: flow
    privacy: none
rules:
  - code: meals-add-up
    check: "*.total == *.parts"
    message: {zh_Hans: 合计应等于各行之和。, vi: Tổng số phải bằng tổng các dòng., en: The total must be the sum.}
"""
DAY = date(2020, 2, 19)


@pytest.fixture
def own(home: Settings) -> Settings:
    """The sample office with a form of its own."""
    (home.params / "forms" / "canteens.yml").write_text(OWN, encoding="utf-8")
    office = home.params / "zhumadian" / "office.yml"
    text = office.read_text(encoding="utf-8")
    office.write_text(text.replace("forms: [screening,", "forms: [canteens, screening,"), encoding="utf-8")
    return home


def fill(path: Path, meals: tuple[int, int, int]) -> None:
    """Fill the workbook in as a clerk does, in Excel's own cells."""
    book = openpyxl.load_workbook(path)
    sheet = book["食堂检查"]
    for at, (state, count) in enumerate(zip(("开放", "关闭", None), meals, strict=True), start=9):
        if state:
            sheet.cell(at, 3, state)
        sheet.cell(at, 4, count)
    book.save(path)


def taken_in(home: Settings, folder: Path, meals: tuple[int, int, int]) -> object:
    params = read_office(home.params, "zhumadian")
    path = blank_workbook(folder, params, "411702", DAY, "zh_Hans", "canteens")
    fill(path, meals)
    return intake(home, params, [path], now=datetime(2020, 2, 19, 8, tzinfo=UTC))


def test_one_file_brings_a_form_into_the_bulletin(own: Settings, tmp_path: Path) -> None:
    """Workbook, check, store and table all come of the file."""
    summary = taken_in(own, tmp_path, (120, 80, 200))
    day = load("411702", "2020-02-19", "zh_Hans")
    block = figures_table(day)

    assert summary.new == 1, summary  # type: ignore[attr-defined]
    assert isinstance(block, Block)
    assert "食堂检查" in block.html
    assert "当日供餐" in block.html
    assert "200" in block.html
    assert str(day.canteens.meals) == "200"
    assert day.data.entries[["row", "column", "text"]].values.tolist() == [
        ["primary", "state", "open"],
        ["secondary", "state", "shut"],
    ]


def test_its_rule_refuses_a_wrong_total_and_says_where(own: Settings, tmp_path: Path) -> None:
    """The clerk is led to the cell, in the office's language."""
    summary = taken_in(own, tmp_path, (120, 80, 199))

    (fault,) = summary.files[0].faults  # type: ignore[attr-defined]
    assert fault.code == "meals-add-up"
    assert "D11" in fault.where
    assert "合计 · 当日供餐" in fault.where
    assert "199 = 200" in fault.message
