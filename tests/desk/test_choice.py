"""Which notebook, bulletin and unit is meant: what was asked for, else the sample of the desk."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.filled import COUNTY, DAY, put_published, put_refused
from thongbao.desk.choice import Asked, chosen, hard, notebook_at
from thongbao.errors import WrongUse
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

NAME, WHOLE = "10_county_daily.ipynb", "90_city_rollup.ipynb"


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The small sample office."""
    return read_office(home.params, "zhumadian")


@pytest.mark.parametrize("named", ["county_daily", "10_county_daily", NAME, f"notebooks/{NAME}"])
def test_a_notebook_is_found_by_path_or_name(
    home: Settings, named: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The project's own, from whatever folder the command is given."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / NAME).write_text("{}")
    monkeypatch.chdir(elsewhere)

    assert notebook_at(home, named) == (home.notebooks / NAME).resolve()


@pytest.mark.parametrize("named", ["county", "*", "11_county_daily", "../params/zhumadian/office.yml", ""])
def test_what_is_no_notebook_is_refused_with_those_there_are(home: Settings, named: str) -> None:
    """A pattern is not a name."""
    with pytest.raises(WrongUse, match=f"there are: {NAME}, {WHOLE}"):
        notebook_at(home, named)


def test_what_was_not_asked_for_is_the_sample_of_the_desk(home: Settings, params: OfficeParams) -> None:
    """And its title says whose it is, which day and which language."""
    trial, title = chosen(home, params, home.notebooks / NAME, Asked())

    assert (trial.bulletin, trial.unit, trial.date, trial.locale) == ("county_daily", COUNTY, DAY, "zh_Hans")
    assert title == "驿城区 (411702), 2020-02-19, zh_Hans"


def test_what_was_asked_for_is_taken(home: Settings, params: OfficeParams) -> None:
    """Each by itself."""
    asked = Asked("411721", date(2020, 2, 18), "vi", "county_daily", letter=True)

    trial, _ = chosen(home, params, home.notebooks / NAME, asked)

    assert (trial.unit, trial.date, trial.locale, trial.letter) == ("411721", date(2020, 2, 18), "vi", True)


def test_a_bulletin_of_the_whole_office_is_shown_for_its_root(home: Settings, params: OfficeParams) -> None:
    """Though the desk names a county."""
    assert chosen(home, params, home.notebooks / WHOLE, Asked())[0].unit == params.office.root


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(unit="999999"), "has no unit '999999'. It has: 4117"),
        (Asked(bulletin="city_rollup"), "is not the notebook of a bulletin city_rollup. It makes: county_daily"),
        (Asked(unit="411700"), "county_daily is not made for 411700 on 2020-02-19. It is made for: 411702, 4117"),
    ],
)
def test_what_cannot_be_shown_is_said(home: Settings, params: OfficeParams, asked: Asked, said: str) -> None:
    """Before anything is run."""
    with pytest.raises(WrongUse) as caught:
        chosen(home, params, home.notebooks / NAME, asked)

    assert said in str(caught.value)


def test_the_hardest_units_are_tried_once_each_under_all_that_they_are(home: Settings, params: OfficeParams) -> None:
    """One that is hard in two ways is one page."""
    put_published(home, without=["411721"])
    put_refused(home, "411721", DAY, "cases", "not a number")

    found = hard(home, params, home.notebooks / NAME, Asked(date=DAY, locale="en"))

    whys = [title.partition(":")[0] for _, title in found]
    named = [why for said in whys for why in said.split(", ")]
    assert len({trial.unit for trial, _ in found}) == len(found)
    assert sorted(named) == ["longest name", "missing", "smallest", "zero"]  # nobody has revised anything
    assert next(trial.unit for trial, title in found if "missing" in title.partition(":")[0]) == "411721"
    assert {trial.date for trial, _ in found} == {DAY}


def test_a_whole_office_has_no_hardest_units(home: Settings, params: OfficeParams) -> None:
    """It is one."""
    with pytest.raises(WrongUse, match="made for the whole office"):
        hard(home, params, home.notebooks / WHOLE, Asked())
