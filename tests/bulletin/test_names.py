"""Names that look like placeholders."""

from __future__ import annotations

from support.editions import edition, office_params, same
from thongbao.bulletin.names import odd_names


def test_an_odd_name_is_known_to_its_own_bulletin_and_those_above() -> None:
    """In another county's bulletin it would hide a true placeholder."""
    params = office_params(unit=same("None"))

    assert odd_names(params, edition("411702")) == ("None",)
    assert odd_names(params, edition("411700")) == ("None",)
    assert odd_names(params, edition("411721")) == ()
    assert odd_names(office_params(), edition("411702")) == ()
