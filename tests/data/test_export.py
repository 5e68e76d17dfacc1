"""The table holds what is in force, every number to its last digit, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from python_calamine import load_workbook

from support.arrivals import DAY, NOON, a_key, a_report
from support.formulas import grid, harmless
from thongbao.data.export import Line, Wanted, export, lines
from thongbao.data.reports import NewReport, append
from thongbao.database import writing
from thongbao.errors import WrongUse
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from thongbao.records import OfficeParams

OFFICES = (f"office-{number}" for number in count())


@pytest.fixture
def params(office: OfficeParams) -> OfficeParams:
    """An office of its own, with the sample's units."""
    return office.model_copy(update={"office": office.office.model_copy(update={"code": next(OFFICES)})})


def keep(engine: Engine, params: OfficeParams, *made: NewReport, unit: str = "411702", day: date = DAY) -> None:
    with writing(engine) as connection:
        for report in made:
            append(connection, a_key(unit=unit, day=day, office=params.office.code), report)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_revisions_in_force_are_written_one_line_per_figure(
    engine: Engine, params: OfficeParams, tmp_path: Path
) -> None:
    """Of a report that was corrected the last to arrive; on time is of the first."""
    keep(engine, params, a_report(1), a_report(2, hour=5, on_time=False))
    keep(engine, params, a_report(0, state="zero"), unit="411721", day=DAY - timedelta(1))
    keep(engine, params, a_report(None), unit="411722")

    assert export(engine, params, tmp_path / "a.csv", Wanted()) == 3
    found = table(tmp_path / "a.csv")
    told = [
        tuple(line[name] for name in ("unit", "day", "column", "value", "state", "on_time", "revision"))
        for line in found
    ]
    assert told == [
        ("411721", "2020-02-18", "confirmed", "0", "zero", "true", "1"),
        ("411702", "2020-02-19", "confirmed", "2", "filled", "true", "2"),
        ("411722", "2020-02-19", "", "", "filled", "true", "1"),
    ]
    assert found[1]["unit_name"] == "驿城区"
    assert found[1]["received_at"] == "2020-02-20T01:00:00+08:00"


def test_only_what_is_asked_for_is_written(engine: Engine, params: OfficeParams) -> None:
    """Days, forms, units, and what was known at a moment."""
    keep(engine, params, a_report(1), a_report(2, hour=5))
    keep(engine, params, a_report(3), day=DAY - timedelta(1))
    keep(engine, params, a_report(4), unit="411721")

    def values(**asked: Any) -> list[float | None]:
        return [line.value for line in lines(engine, params, Wanted(**asked))]

    assert values(first=DAY, units=("411702",)) == [2]
    assert values(last=DAY - timedelta(1)) == [3]
    assert values(forms=("screening",)) == []
    assert sorted(values(as_of=NOON + timedelta(hours=1)), key=float) == [1, 3, 4]  # type: ignore[arg-type]


@examples(max_examples=30)
@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=8))
def test_a_number_comes_back_to_its_last_digit(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory, office: OfficeParams, values: list[float]
) -> None:
    """From the CSV and from the workbook, read by two readers that are not ours."""
    mine = office.model_copy(update={"office": office.office.model_copy(update={"code": next(OFFICES)})})
    folder = tmp_path_factory.mktemp("export")
    keep(engine, mine, a_report(figures={(f"r{n}", "c"): value for n, value in enumerate(values)}))
    for name in ("a.csv", "a.xlsx"):
        export(engine, mine, folder / name, Wanted())

    assert [float(line["value"]) for line in table(folder / "a.csv")] == values
    assert column(folder / "a.xlsx", "value") == values
    sheet = openpyxl.load_workbook(folder / "a.xlsx").active
    assert [row[Line._fields.index("value")] for row in sheet.iter_rows(min_row=2, values_only=True)] == values


@pytest.fixture(scope="module")
def office() -> OfficeParams:
    """The sample office, read once."""
    return read_office(Path(__file__).parents[2] / "params", "zhumadian")


def column(path: Path, name: str) -> list[Any]:
    rows = load_workbook(path).get_sheet_by_index(0).to_python()
    return [row[rows[0].index(name)] for row in rows[1:]]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_no_text_of_a_county_is_a_formula_and_no_number_is_changed(
    engine: Engine, params: OfficeParams, tmp_path: Path, suffix: str
) -> None:
    """The grid of triggers as file names, beside a thousand true numbers below 0."""
    dice = random.Random("below zero")
    numbers = [-dice.randrange(1, 10**6) / dice.choice((1, 8, 100, 3)) for _ in range(1000)]
    for n, name in enumerate(grid()):
        day = DAY - timedelta(n)
        keep(engine, params, replace(a_report(-1), source_name=name), day=day)
    keep(engine, params, a_report(figures={(f"r{n:04}", "c"): value for n, value in enumerate(numbers)}), unit="411721")
    path = tmp_path / f"a{suffix}"
    export(engine, params, path, Wanted())

    if suffix == ".csv":
        found = table(path)
        names, values = [line["source_name"] for line in found], [float(line["value"]) for line in found]
        texts = [cell for line in found for name, cell in line.items() if name != "value"]
    else:
        names, values = column(path, "source_name"), column(path, "value")
        sheet = openpyxl.load_workbook(path).active
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        texts = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert all(map(harmless, texts))
    assert {name.removeprefix("'") for name in names} >= {name for name in grid() if "\r" not in name}
    assert sorted(values) == sorted([*numbers, *[-1.0] * len(grid())])


def test_a_file_that_excel_could_not_hold_is_refused(
    engine: Engine, params: OfficeParams, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stood under the name before stays, and nothing lies beside it."""
    monkeypatch.setattr("thongbao.data.export.EXCEL_ROWS", 2)
    keep(engine, params, a_report(figures={("a", "c"): 1, ("b", "c"): 2, ("d", "c"): 3}))
    (tmp_path / "a.xlsx").write_text("before")

    with pytest.raises(WrongUse, match=r"takes 2 rows.*Write \.csv"):
        export(engine, params, tmp_path / "a.xlsx", Wanted())
    with pytest.raises(WrongUse, match=r"neither in \.csv nor in \.xlsx"):
        export(engine, params, tmp_path / "a.ods", Wanted())

    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]
    assert (tmp_path / "a.xlsx").read_text() == "before"
