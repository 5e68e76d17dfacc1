"""The same in two places, and one gap against two wholes: shown side by side, never repaired."""

from __future__ import annotations

from datetime import timedelta

import pytest

from support.content import content, support
from support.days import CITY, FRIDAY, UNITS, Said, day_of
from support.weeks import devices, online
from thongbao import report
from thongbao.errors import NotebookInvalid

ONE, TWO = UNITS[:2]


def lines(text: str) -> list[str]:
    """Return the lines of a block's text, without double spaces."""
    return [" ".join(line.split()) for line in text.splitlines()]


def test_units_whose_two_figures_differ_are_named_with_the_difference() -> None:
    """400, 800 and 1,180 brought home of 400, 800 and 1,200 handed over."""
    day = content()
    told = report.reconciliation(day, day.support.delivered.devices.share_of.devices.delivered).text

    assert any("2,380 2,400 −20 99.2% 3 of 4 units" in line for line in lines(told))
    assert "and Devices – delivered (cumulative): different in Shangcai (−20)." in told


def test_what_is_alike_is_said_to_be() -> None:
    """In one unit, without a table of units."""
    day = content(ONE)

    assert (
        "alike in all units compared."
        in report.reconciliation(day, day.support.delivered.devices.share_of.devices.delivered).text
    )


def test_the_figures_of_another_authority_are_shown_with_their_day() -> None:
    """12 confirmed of 180 residents, whose figures are two days older."""
    day = content()
    told = report.reconciliation(day, day.cases.confirmed.share_of.health_authority.confirmed).text

    assert any("12 180 −168 6.7% 3 of 4 units" in line for line in lines(told))
    assert "as of 19 Feb" in told


def test_what_only_one_place_states_is_not_compared() -> None:
    """Neither with zero nor with last week."""
    day = day_of([Said("devices", ONE, FRIDAY, devices(1)), Said("support", ONE, FRIDAY - timedelta(7), support(9))])
    told = report.reconciliation(day, day.support.delivered.devices.share_of.devices.delivered).text

    assert "not compared, as no unit stated both." in told


def test_a_gap_is_one_share_of_each_whole() -> None:
    """Pupils without a device: 48 of 12,000 due online, and of 13,200 enrolled; 4,800 devices remain to be found."""
    said = [Said("devices", ONE, FRIDAY, devices(8)), Said("online_learning", ONE, FRIDAY, online(1))]
    day = day_of(said, ONE)
    told = lines(
        report.gap(
            day,
            day.devices.no_device.share_of.online_learning.due_online,
            day.devices.no_both.share_of.online_learning.due_online,
            day.devices.no_device.share_of.online_learning.enrolled,
            day.devices.no_both.share_of.online_learning.enrolled,
            day.devices.remaining,
        ).text
    )

    assert "Lacking a device only 24 24/12,000 (0.2%) 24/13,200 (0.2%)" in told
    assert "Together 48 d 48/12,000 (0.4%) d 48/13,200 (0.4%) d" in told
    assert "Remaining, devices 4,800 – –" in told
    assert "Difference from the sum +4,752 d – –" in told


def test_published_shares_of_one_gap_come_apart_by_their_denominators() -> None:
    """The country's figures of September 2021: 20.5 % of one whole and 24.9 % of another, as papers mixed them up."""
    cells = online(1) | {("total", "enrolled"): 7_350_000, ("total", "due_online"): 6_070_626}
    lack = devices(1) | {("total", "no_device"): 1_509_889, ("total", "no_both"): 0}
    day = day_of([Said("devices", ONE, FRIDAY, lack), Said("online_learning", ONE, FRIDAY, cells)], ONE)
    told = report.gap(
        day,
        day.devices.no_device.share_of.online_learning.enrolled,
        day.devices.no_device.share_of.online_learning.due_online,
    ).text

    assert "1,509,889/7,350,000 (20.5%)" in told
    assert "1,509,889/6,070,626 (24.9%)" in told


def test_a_sum_of_parts_is_over_the_units_that_stated_all() -> None:
    """One unit left a part out: it is in no sum, and the mark says so."""
    half = {key: value for key, value in devices(2).items() if key[1] != "no_both"}
    said = [Said("devices", ONE, FRIDAY, devices(8)), Said("devices", TWO, FRIDAY, half)]
    said += [Said("online_learning", unit, FRIDAY, online(1)) for unit in (ONE, TWO)]
    day = day_of(said, CITY)
    told = lines(
        report.gap(
            day,
            day.devices.no_device.share_of.online_learning.due_online,
            day.devices.no_both.share_of.online_learning.due_online,
        ).text
    )

    assert "Together 48 d i 48/12,000 (0.4%) d i" in told


def test_a_gap_without_a_whole_is_refused() -> None:
    """It would be a table of counts."""
    day = content()

    with pytest.raises(NotebookInvalid, match="share"):
        report.gap(day, day.devices.remaining)


@pytest.mark.parametrize("unit", [CITY, ONE])
def test_a_public_edition_compares_only_what_is_published(unit: str) -> None:
    """No unit is named, and no hidden figure stands in a sum."""
    day = content(unit, public=True)
    told = report.reconciliation(day, day.cases.confirmed.share_of.health_authority.confirmed).text
    share = day.devices.no_device.share_of.online_learning.due_online

    assert "Different" not in told
    assert report.gap(day, share, day.devices.remaining).size > 0
