"""The sums that bulletins show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.filled import COUNTY, DIRECT, OTHERS
from thongbao.data.public_areas import area_name, areas_of
from thongbao.params.office import read_office
from thongbao.records import Unit

if TYPE_CHECKING:
    from thongbao.settings import Settings


def test_an_office_has_the_sum_of_all_units_and_of_its_groups(home: Settings) -> None:
    """The city, its counties, its city-direct schools."""
    params = read_office(home.params, "zhumadian")

    areas = areas_of(params, (COUNTY, *OTHERS, DIRECT))

    assert list(areas) == ["411700:", "411700:counties", "411700:city_direct"]
    assert areas[area_name("411700")] == [COUNTY, *OTHERS, DIRECT]
    assert areas[area_name("411700", "city_direct")] == [DIRECT]


def test_parts_of_the_tree_are_areas_and_stand_before_groups(home: Settings) -> None:
    """A province whose prefectures have bulletins of their own."""
    params = read_office(home.params, "zhumadian")
    above = Unit(code="east", parent="411700", kind="city", names=params.units[0].names)
    units = tuple(u.model_copy(update={"parent": "east"}) if u.code == COUNTY else u for u in params.units)

    areas = areas_of(params.model_copy(update={"units": (*units, above)}), (COUNTY, DIRECT))

    assert list(areas) == ["411700:", "east:", "411700:counties", "411700:city_direct", "east:counties"]
    assert areas["east:"] == [COUNTY]
