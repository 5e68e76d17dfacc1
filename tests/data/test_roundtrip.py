"""What is filled into a workbook comes back from it: every form, every kind of value, every language."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.everyform import CODES, DAY, every_form, filled, mild, office
from thongbao.data.cells import Limits
from thongbao.data.intake import intake
from thongbao.data.opened import raw_reports
from thongbao.data.reports import read
from thongbao.data.sheets import open_tables
from thongbao.data.validate import Checked, validate
from thongbao.data.workbook import write_workbook
from thongbao.database import open_store
from thongbao.records import LOCALES

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import Form, Locale
    from thongbao.settings import Settings

NOW = datetime(2020, 2, 21, 8, 0, tzinfo=UTC)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]
FORMS = {form.code: form for form in every_form()}


def taken(path: Path, locale: Locale) -> list[Checked]:
    """Read and check a workbook as the intake does."""
    raws = raw_reports(open_tables(path.read_bytes(), locale, Limits()), ())
    return [validate(office(locale), raw, path.name, DAY) for raw in raws]


@given(data=st.data(), code=st.sampled_from(CODES), locale=st.sampled_from(LOCALES))
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
def test_a_filled_form_comes_back_with_the_same_values(
    tmp_path: Path, data: st.DataObject, code: str, locale: Locale
) -> None:
    """Figures, choices, days, moments and texts are those that stood in the cells; only rules may be broken."""
    figures, entries = data.draw(filled(FORMS[code]))
    params = office(locale)
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, {code: figures | entries}, locale)

    (report,) = taken(tmp_path / "a.xlsx", locale)
    assert {fault.code for fault in report.faults} <= {rule.code for rule in FORMS[code].rules}
    assert (report.figures, report.entries) == (figures, entries)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("code", CODES)
def test_nothing_to_report_comes_back_as_said(tmp_path: Path, code: str, locale: Locale) -> None:
    """Zero where nothing happened, no line in a list; a form that is always filled refuses it."""
    params, form = office(locale), FORMS[code]
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, {code: "nothing"}, locale)

    (report,) = taken(tmp_path / "a.xlsx", locale)
    if not form.zero_report:
        assert [fault.code for fault in report.faults] == ["zero-not-allowed"]
        return
    zeroed = {column.code for column in form.columns if column.zeroed}
    expected = {} if form.lines else {here: 0.0 for here in form.cells() if here[1] in zeroed}
    assert (report.state, report.figures, report.entries, report.faults) == ("zero", expected, {}, ())


@given(data=st.data(), code=st.sampled_from(CODES), locale=st.sampled_from(LOCALES))
@settings(max_examples=15, deadline=None, suppress_health_check=SLOW)
def test_a_half_filled_form_names_the_cell_that_lacks(
    tmp_path: Path, data: st.DataObject, code: str, locale: Locale
) -> None:
    """Sheet, cell and label are said in the office's language, and what to do."""
    form = FORMS[code]
    figures, entries = data.draw(filled(form))
    stated: dict[tuple[str, str], float | str] = {**figures, **entries}
    required = {one.code for one in form.measured() if one.required}
    gone = data.draw(st.sampled_from([here for here in stated if here[1] in required]))
    if sum(here[0] == gone[0] for here in stated) == 1 and next(r for r in form.rows if r.code == gone[0]).optional:
        return  # the whole line is gone, which is no fault
    params = office(locale)
    left = {here: value for here, value in stated.items() if here != gone}
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, {code: left}, locale)

    (report,) = taken(tmp_path / "a.xlsx", locale)
    (fault,) = [one for one in report.faults if one.code in ("cell-empty", "entry-empty")]
    columns = [one.code for one in form.measured()]
    row = next(at for at, one in enumerate(form.rows) if one.code == gone[0])
    cell = openpyxl.utils.get_column_letter(3 + columns.index(gone[1])) + str(9 + row)
    label = f"{form.rows[row].label.to(locale)} · {form.measured()[columns.index(gone[1])].label.to(locale)}"
    assert report.refused
    assert cell in fault.where
    assert label[:40] in fault.where  # long ones are cut
    assert openpyxl.load_workbook(tmp_path / "a.xlsx").sheetnames[0] in fault.where


def test_every_form_is_taken_in_and_read_back_in_every_language(home: Settings, tmp_path: Path) -> None:
    """The whole way: a workbook of all forms, the reading child, the store, and the frames that bulletins read."""
    forms = tuple(mild(form) for form in every_form())
    examples = {form.code: example(form) for form in forms}
    for n, locale in enumerate(LOCALES):
        params = office(locale, forms)
        reports = {code: figures | entries for code, (figures, entries) in examples.items()}
        write_workbook(tmp_path / f"{locale}.xlsx", params, params.units[1], DAY, reports, locale)
        summary = intake(home, params, [tmp_path / f"{locale}.xlsx"], now=NOW)

        told = [fault for file in summary.files for fault in file.faults if fault.severity == "error"]
        assert (told, summary.refused, summary.new, summary.same) == (
            [],
            0,
            0 if n else len(forms),
            len(forms) if n else 0,
        )
    found = read(open_store(home.store), "zhumadian", CODES, ["411702"], DAY, DAY)
    assert _told(found.figures, "value") == {
        (code, *at): value for code, (figures, _) in examples.items() for at, value in figures.items()
    }
    assert _told(found.entries, "text") == {
        (code, *at): text for code, (_, entries) in examples.items() for at, text in entries.items()
    }


def example(form: Form) -> tuple[dict[tuple[str, str], float], dict[tuple[str, str], str]]:
    """Fill in the first lines of a form in full, each cell unlike the others."""
    rows = {row.code for row in form.rows[: 3 if form.lines else None]}
    columns = {one.code: one for one in form.measured()}
    figures = {at: float(max(n, columns[at[1]].minimum or 0)) for n, at in enumerate(form.cells()) if at[0] in rows}
    entries = {}
    for n, (row, code) in enumerate(form.entry_cells()):
        one = columns[code]
        if row in rows:
            choices = [choice.code for choice in one.choices] or [""]
            said = {
                "choice": choices[n % len(choices)],
                "day": f"2020-02-{n % 28 + 1:02}",
                "text": f"街道 {n} – phường",
            }
            entries[row, code] = said.get(one.kind, f"2020-02-21T{n % 24:02}:05")
    return figures, entries


def _told(frame: object, value: str) -> dict[tuple[str, str, str], object]:
    columns = [frame[name].tolist() for name in ("form", "row", "column", value)]  # type: ignore[index]
    return {(form, row, column): said for form, row, column, said in zip(*columns, strict=True)}


def test_the_published_figures_are_taken_with_the_warning_they_deserve(tmp_path: Path) -> None:
    """17,695 people isolated or released are 2,620 more than the 15,075 screened: said, and nothing repaired."""
    params = office("zh_Hans")
    screened = {"teachers": 1615.0, "students": 4762.0, "relatives": 8698.0, "total": 15075.0}
    isolated = {"hospital_now": 36.0, "hospital_released": 38.0, "home_now": 8054.0, "home_released": 9567.0}
    reports = {
        "screening": {(row, "screened"): value for row, value in screened.items()},
        "isolation": {("total", column): value for column, value in isolated.items()},
    }
    write_workbook(tmp_path / "a.xlsx", params, params.units[1], DAY, reports, "zh_Hans")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True)["隔离情况"]

    taken_in = taken(tmp_path / "a.xlsx", "zh_Hans")
    assert {one.form: one.figures for one in taken_in} == reports
    assert [fault for one in taken_in for fault in one.faults] == []  # each form by itself is well
    (said,) = [c.value for line in sheet.iter_rows() for c in line if str(c.value).startswith("! ")]
    assert said == "! " + FORMS["isolation"].rules[0].message.zh_Hans  # and the clerk saw it before sending
