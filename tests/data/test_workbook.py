from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from thongbao.data.workbook import EVERY, blank_workbook, write_workbook
from thongbao.errors import WrongUse
from thongbao.params.office import read_office
from thongbao.records import LOCALES, Column, Form, OfficeParams, Row, Text, Unit

PROJECT = Path(__file__).resolve().parents[2]
DAY = date(2020, 2, 19)


@pytest.fixture(scope="module")
def params() -> OfficeParams:
    return read_office(PROJECT / "params", "zhumadian")


def text(words: str) -> Text:
    return Text(zh_Hans=words, vi=words, en=words)


def unit(params: OfficeParams) -> Unit:
    found = params.unit("411702")
    assert found
    return found


def test_codes_stand_where_the_intake_looks_for_them(params: OfficeParams, tmp_path: Path) -> None:
    """Column A and row 8 hold codes, C2 to C6 say which report it is, the figures begin in C9."""
    figures = {("teachers", "screened"): 5.0, ("total", "screened"): 12.0}
    midnight = datetime.combine(DAY, time())
    write_workbook(tmp_path / "a.xlsx", params, unit(params), DAY, {"screening": figures}, "zh_Hans")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active

    assert [sheet.cell(n, 1).value for n in range(1, 9)] == [
        None, "form", "version", "unit", "day", "nothing", None, "row",
    ]  # fmt: skip
    assert [sheet.cell(n, 3).value for n in range(2, 7)] == ["screening", "1", "411702", midnight, None]
    assert (sheet["B1"].value, sheet["D4"].value) == ("人员排查", "驿城区")
    assert sheet["C8"].value == "screened"
    assert [(sheet.cell(n, 1).value, sheet.cell(n, 3).value) for n in range(9, 13)] == [
        ("teachers", 5), ("students", None), ("relatives", None), ("total", 12),
    ]  # fmt: skip


@pytest.mark.parametrize(("locale", "word"), [("zh_Hans", "是"), ("vi", "có"), ("en", "yes")])
def test_a_zero_report_says_so_and_has_no_figures(params: OfficeParams, tmp_path: Path, locale: str, word: str) -> None:
    """C6 holds "yes" in the unit's language, and no cell a figure that could be read as reported."""
    write_workbook(tmp_path / "a.xlsx", params, unit(params), DAY, {"cases": "nothing"}, locale)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active

    assert sheet["C6"].value == word
    asked = [c.value for line in sheet.iter_rows(9, 12, 3, 6) for c in line]
    assert set(asked) == {None, "–"}
    assert asked.count("–") == 6  # recovered and excluded are asked for the total only


@pytest.mark.parametrize("locale", LOCALES)
def test_only_the_cells_to_fill_are_open(params: OfficeParams, tmp_path: Path, locale: str) -> None:
    """Every other cell is locked, and each open one says what may be written and refuses the rest."""
    forms = [form for form in params.forms if form.code in ("screening", "isolation", "cases")]
    reports = {form.code: {} for form in forms}
    write_workbook(tmp_path / "a.xlsx", params, unit(params), DAY, reports, locale)
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")

    assert [sheet["C2"].value for sheet in book] == [form.code for form in forms]
    for sheet, form in zip(book, forms, strict=True):
        assert sheet.protection.sheet
        opened = {c.coordinate for line in sheet.iter_rows() for c in line if not c.protection.locked}
        rows, columns = [r.code for r in form.rows], [c.code for c in form.columns]
        asked = {sheet.cell(9 + rows.index(r), 3 + columns.index(c)).coordinate for r, c in form.cells()}
        assert opened == asked | {"C6"}
        checked = {str(cell) for rule in sheet.data_validations.dataValidation for cell in rule.cells.ranges}
        assert opened == {c for area in checked for row in sheet[f"{area}:{area}"] for c in [row[0].coordinate]}
        for rule in sheet.data_validations.dataValidation:
            assert rule.error
            assert len(rule.prompt) <= 255
            assert rule.type in {"whole", "list"}


def test_same_figures_give_the_same_bytes(params: OfficeParams, tmp_path: Path) -> None:
    """A workbook made twice is one file to the intake."""
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(tmp_path / name, params, unit(params), DAY, {"isolation": {("total", "home_now"): 3}}, "vi")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_form_titles_that_excel_refuses_still_make_sheets(params: OfficeParams, tmp_path: Path) -> None:
    """Sheet names are cut, cleaned and kept apart; the title in B1 stays whole."""
    hostile = ["[a]:*?/\\" * 9, "x" * 60, "X" * 60, "'", "history/"]
    forms = tuple(params.forms[0].model_copy(update={"code": f"f{n}", "title": text(t)}) for n, t in enumerate(hostile))
    many = params.model_copy(update={"forms": forms})
    write_workbook(tmp_path / "a.xlsx", many, unit(params), DAY, {f.code: {} for f in forms}, "en")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")

    assert [sheet["B1"].value for sheet in book] == hostile


def test_a_broken_rule_is_said_below_the_table_as_it_is_typed(params: OfficeParams, tmp_path: Path) -> None:
    """A line per rule of the form says it in words and, beside it, whether it holds; broken, with its message."""
    good = {("teachers", "screened"): 1.0, ("students", "screened"): 2.0, ("relatives", "screened"): 3.0}
    said = []
    for total in (6.0, 7.0):
        figures = good | {("total", "screened"): total}
        write_workbook(tmp_path / "a.xlsx", params, unit(params), DAY, {"screening": figures}, "en")
        formula = openpyxl.load_workbook(tmp_path / "a.xlsx").active["C15"].value
        sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True).active
        said.append((sheet["B15"].value, sheet["C15"].value))

    words = "Screened (cumulative): Total = Teachers + Students + Relatives"
    assert said == [(words, "✓"), (words, f"✗ {params.forms[0].rules[0].message.en}")]
    assert formula.startswith("=IF(COUNT(C12,C9,C10,C11)=4,IF(ROUND(N(C12)-(N(C9)+N(C10)+N(C11)),9)=0")


def test_text_of_people_is_never_a_formula(params: OfficeParams, tmp_path: Path) -> None:
    """A name or a figure that begins with = is written as text."""
    evil = unit(params).model_copy(update={"names": text("=1+1")})
    figures: dict[tuple[str, str], float | str] = {("total", "home_now"): "=HYPERLINK(1)"}
    write_workbook(tmp_path / "a.xlsx", params, evil, DAY, {"isolation": figures}, "en")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active

    assert (sheet["D4"].value, sheet["D4"].data_type) == ("=1+1", "s")
    assert sheet["E9"].data_type == "s"


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_figure_comes_back_from_its_cell(params: OfficeParams, tmp_path: Path, data: st.DataObject) -> None:
    """Whatever the form, a reader that knows only the codes finds each figure, and nothing where none was stated."""
    form = data.draw(forms())
    figures = data.draw(st.dictionaries(st.sampled_from(form.cells()), st.integers(0, 10**6)))
    office = params.model_copy(update={"forms": (form,)})
    path = tmp_path / "a.xlsx"
    write_workbook(path, office, unit(params), DAY, {form.code: {k: float(v) for k, v in figures.items()}}, "vi")
    sheet = openpyxl.load_workbook(path).active

    columns = {sheet.cell(8, at).value: at for at in range(3, sheet.max_column + 1) if sheet.cell(8, at).value}
    rows = {sheet.cell(at, 1).value: at for at in range(9, sheet.max_row + 1)}
    read = {(r, c): sheet.cell(rows[r], columns[c]).value for r, c in form.cells()}
    assert {cell: value for cell, value in read.items() if value is not None} == figures


@st.composite
def forms(draw: st.DrawFn) -> Form:
    names = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True)
    rows = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    columns = draw(st.lists(names, min_size=1, max_size=5, unique=True))
    return Form(
        code="made", version="2", title=text("made"), filled_by=("district",), cut_off="17:00",
        rows=tuple(Row(code=r, label=text(r)) for r in rows),
        columns=tuple(
            Column(code=c, label=text(c * 9), unit=text("people"), basis="stock", whole=draw(st.booleans()),
                   required=draw(st.booleans()), rows=tuple(draw(st.lists(st.sampled_from(rows), unique=True))))
            for c in columns
        ),
    )  # fmt: skip


def test_an_unwritable_place_leaves_the_old_workbook(params: OfficeParams, tmp_path: Path) -> None:
    """The workbook is written aside and renamed, so a failure never leaves half of it."""
    path = tmp_path / "a.xlsx"
    write_workbook(path, params, unit(params), DAY, {"cases": {}}, "en")
    before = path.read_bytes()
    with pytest.raises(KeyError):
        write_workbook(path, params, unit(params), DAY, {"unknown": {}}, "en")

    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_one_form_can_be_had_by_itself(params: OfficeParams, tmp_path: Path) -> None:
    """The file is named after it; all that the unit may ever fill in is in one book when it is asked for."""
    one = blank_workbook(tmp_path, params, "411702", DAY, "vi", "cases")
    every = blank_workbook(tmp_path, params, "411702", DAY, "vi", EVERY)

    assert one.name == "2020-02-19_411702_cases.xlsx"
    assert openpyxl.load_workbook(one).sheetnames == ["Ca bệnh"]
    assert len(openpyxl.load_workbook(every).sheetnames) >= len(params.forms)
    assert openpyxl.load_workbook(every).sheetnames[:3] == ["Rà soát người liên quan", "Cách ly", "Ca bệnh"]


def test_without_a_form_those_are_written_that_are_due(params: OfficeParams, tmp_path: Path) -> None:
    """A clerk is not asked on Wednesday for what is due on Friday; where nothing is due, that is said."""
    weekly, daily = (
        {f.code for f in params.forms if f.cadence == cadence and "district" in f.filled_by}
        for cadence in ("weekly", "daily")
    )

    def forms_of(day: date) -> set[str]:
        book = openpyxl.load_workbook(blank_workbook(tmp_path, params, "411702", day, "en"))
        return {str(sheet["C2"].value) for sheet in book if sheet["A2"].value == "form"}

    assert forms_of(DAY) == daily
    assert forms_of(DAY + timedelta(days=2)) == daily | weekly
    only = params.model_copy(update={"forms": tuple(f for f in params.forms if f.code == "devices")})
    with pytest.raises(WrongUse, match=r"Nothing is due from 411702 on 2020-02-19. Name a form, or all"):
        blank_workbook(tmp_path, only, "411702", DAY, "en")


@pytest.mark.parametrize(
    ("code", "form", "said"),
    [("411702", "case", "cases"), ("411700", "cases", "411702"), ("411702", "screening", "does not fill in")],
)
def test_what_cannot_be_written_is_said(params: OfficeParams, tmp_path: Path, code: str, form: str, said: str) -> None:
    """A unit that owes nothing, a form that is not there, and one that is for others."""
    forms = tuple(f.model_copy(update={"filled_by": ("county",)}) if f.code == "screening" else f for f in params.forms)
    with pytest.raises(WrongUse, match=said):
        blank_workbook(tmp_path, params.model_copy(update={"forms": forms}), code, DAY, "en", form)
