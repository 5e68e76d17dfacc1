"""What is loaded, and what is refused."""

from __future__ import annotations

import shutil
from contextlib import redirect_stdout
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from IPython.core.interactiveshell import InteractiveShell

from support.filled import COUNTY, put_published
from thongbao import report
from thongbao.database import open_store
from thongbao.errors import LoadRefused

if TYPE_CHECKING:
    from thongbao.settings import Settings


@pytest.mark.parametrize(
    ("county", "date", "locale", "office", "said"),
    [
        ("", "2020-02-19", "zh_Hans", "", "parameters cell is empty: county. "),
        ("", "", "", "", "parameters cell is empty: county, date, locale. "),
        ("411703", "2020-02-19", "zh_Hans", "", "Near to it"),
        ("../etc", "2020-02-19", "zh_Hans", "", "no unit"),
        (COUNTY, "", "zh_Hans", "", "YYYY-MM-DD"),
        (COUNTY, "20200219", "zh_Hans", "", "YYYY-MM-DD"),
        (COUNTY, "2020-02-30", "zh_Hans", "", "YYYY-MM-DD"),
        (COUNTY, "0001-01-01", "zh_Hans", "", "1970"),
        (COUNTY, "2020-02-19", "", "", "zh_Hans, vi, en"),
        (COUNTY, "2020-02-19", "fr", "", "zh_Hans, vi, en"),
        (COUNTY, "2020-02-19", "en", "nowhere", "no office"),
    ],
)
def test_an_argument_that_cannot_be_meant_is_refused(
    home: Settings, county: str, date: str, locale: str, office: str, said: str
) -> None:
    """The notebook's own empty defaults, and anything unknown, end in an error that says what to do."""
    with pytest.raises(LoadRefused, match=said):
        report.load(county, date, locale, office)


def test_with_several_offices_one_must_be_named(home: Settings) -> None:
    """The first by its code would be another office's figures."""
    shutil.copytree(home.params / "zhumadian", home.params / "aaa")

    with pytest.raises(LoadRefused, match=r"no office.*aaa, zhumadian"):
        report.load(COUNTY, "2020-02-19", "en")


def test_jupyterlab_shows_one_sentence_and_the_line_of_the_cell(home: Settings) -> None:
    """IPython asks the error itself what to show: no lines of ours."""
    shell = InteractiveShell()
    shell.run_cell("from thongbao import report")
    with redirect_stdout(StringIO()) as shown:
        shell.run_cell("report.load('', '', '', '')")

    assert shown.getvalue().startswith("LoadRefused: The parameters cell is empty")
    assert shown.getvalue().strip().splitlines()[1:] == ["Cell, line 1"]


def test_a_unit_that_no_longer_exists_is_refused(home: Settings) -> None:
    """A bulletin of a day uses the tree of units of that day."""
    path = home.params / "zhumadian" / "units.csv"
    text = path.read_text(encoding="utf-8").replace(
        "西平县,huyện Tây Bình,Xiping,,", "西平县,huyện Tây Bình,Xiping,,2020-02-01"
    )
    path.write_text(text, encoding="utf-8")

    with pytest.raises(LoadRefused, match="did not exist"):
        report.load("411721", "2020-02-19", "en")


def test_the_root_stands_for_all_units_and_a_county_for_itself(home: Settings) -> None:
    """What is read is what the unit may show: one county never sees another's reports."""
    put_published(home)
    city, county = report.load("411700", "2020-02-19", "en"), report.load(COUNTY, "2020-02-19", "en")

    assert len(city.scope.units) == 12
    assert city.scope.adds_up
    assert set(county.data.reports["unit"]) == {COUNTY}
    assert all(part.units == (COUNTY,) for part in county.data.slices)


def test_an_office_without_any_report_loads(home: Settings) -> None:
    """No report is a state to be told, not an error."""
    open_store(home.store, make=True)
    day = report.load(COUNTY, "2020-02-19", "en")

    assert str(day.status) == "missing"
    assert str(day.cases.confirmed) == "not stated"
    assert str(day.completeness) == "0 of 1 unit"


def test_as_of_shows_what_was_known_then(home: Settings) -> None:
    """A report that came at 16 is not there an hour before; the default is all that has come."""
    put_published(home)

    assert report.load(COUNTY, "2020-02-19", "en", as_of="2020-02-19 15:00").state == "missing"
    assert report.load(COUNTY, "2020-02-19", "en", as_of="2020-02-19").state == "on_time"
    assert report.load(COUNTY, "2020-02-19", "en").state == "on_time"
    with pytest.raises(LoadRefused, match="as_of"):
        report.load(COUNTY, "2020-02-19", "en", as_of="noon")


def test_an_ended_unit_names_the_one_that_follows_it(home: Settings) -> None:
    """An analyst asks for 2026 what was asked for in 2021."""
    path = home.params / "zhumadian" / "units.csv"
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    lines = [f"{head},succeeded_by", *(f"{row}," for row in rows)]
    ended = [line.replace(",,,,,", ",,2025-06-30,,,411721") if line.startswith("411702") else line for line in lines]
    path.write_text("\n".join(ended) + "\n", encoding="utf-8")

    with pytest.raises(LoadRefused, match=r"ended on 2025-06-30; it is followed by 411721 西平县"):
        report.load("411702", "2026-02-19", "en")
    assert report.load("411702", "2025-06-30", "en").unit


def test_a_bulletin_is_about_the_forms_that_it_names(home: Settings) -> None:
    """What is read, and what is late or missing, is of these alone; any other is refused by name."""
    put_published(home)

    day = report.load(COUNTY, "2020-02-19", "en", forms="cases isolation")

    assert {part.form for part in day.data.slices} == {"cases", "isolation"}
    assert set(day.expected["form"]) == {"cases", "isolation"}
    assert set(report.load(COUNTY, "2020-02-19", "en").expected["form"]) == {"screening", "cases", "isolation"}
    with pytest.raises(LoadRefused, match=r"canteens.*It uses: screening, isolation, cases"):
        report.load(COUNTY, "2020-02-19", "en", forms="cases canteens")


def test_a_code_that_the_command_line_made_a_number_of_is_said(home: Settings) -> None:
    """`papermill -p county 411702` does, and to name the same digits as near to it would help nobody."""
    with pytest.raises(LoadRefused, match=r"411702, a number.*papermill -r county 411702"):
        report.load(411702, "2020-02-19", "en")  # type: ignore[arg-type]
