"""Whose bulletin is shown where nobody was named."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from support.filled import COUNTY, DAY, put_published
from thongbao.data.sample import bulletin_of, sample
from thongbao.params.office import read_office
from thongbao.records import Desk

if TYPE_CHECKING:
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The small office, without what its desk.yml says."""
    return read_office(home.params, "zhumadian").model_copy(update={"desk": Desk()})


def test_what_desk_yml_says_is_taken(home: Settings, params: OfficeParams) -> None:
    """All three."""
    told = params.model_copy(update={"desk": Desk(county="411724", date=date(2020, 2, 3), locale="vi")})

    assert sample(told, home.store, bulletin_of(told, "10_county_daily.ipynb")) == ("411724", date(2020, 2, 3), "vi")


def test_else_the_newest_day_and_the_first_who_reported_on_it(home: Settings, params: OfficeParams) -> None:
    """In the office's language."""
    put_published(home)

    assert sample(params, home.store, bulletin_of(params, "10_county_daily.ipynb")) == (COUNTY, DAY, "zh_Hans")


def test_the_roll_up_is_of_the_whole_office(home: Settings, params: OfficeParams) -> None:
    """Whatever county desk.yml names."""
    told = params.model_copy(update={"desk": Desk(county="411724")})

    assert sample(told, home.store, bulletin_of(told, "90_city_rollup.ipynb")).unit == "411700"


def test_a_county_the_bulletin_is_not_made_for_is_not_taken(home: Settings, params: OfficeParams) -> None:
    """The first that it is made for stands in."""
    told = params.model_copy(update={"desk": Desk(county="4117-direct")})
    bulletin = bulletin_of(told, "10_county_daily.ipynb")
    assert bulletin is not None

    assert sample(told, home.store, bulletin.model_copy(update={"kinds": ("county",)})).unit == "411721"


def test_before_the_first_report_there_is_a_sample_all_the_same(home: Settings, params: OfficeParams) -> None:
    """Also where there is no store yet."""
    nowhere = f"sqlite:///{home.home}/none.sqlite"

    assert sample(params, nowhere, None, date(2020, 2, 19)) == (COUNTY, date(2020, 2, 19), "zh_Hans")
    assert sample(params, home.store).unit == COUNTY


def test_a_notebook_of_units_and_office_is_shown_for_a_unit(params: OfficeParams) -> None:
    """Of several bulletins with one notebook."""
    whole = params.bulletins[1].model_copy(update={"notebook": "10_county_daily.ipynb"})
    both = params.model_copy(update={"bulletins": (whole, params.bulletins[0])})

    assert bulletin_of(both, "10_county_daily.ipynb") == params.bulletins[0]
    assert bulletin_of(both, "99_none.ipynb") is None
