"""Of which day figures are: weekly forms, forms on event, and that nothing is filled in."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.days import FRIDAY, UNITS, Said, day_of
from support.weeks import WEEK, devices, network, online, opening
from thongbao import report
from thongbao.errors import NotebookInvalid
from thongbao.report.latest import carried

ONE = UNITS[0]


def test_a_weekly_form_shows_the_last_due_day_and_says_so() -> None:
    """On Tuesday it is last Friday's; on Friday it is of the day, and nothing need be said."""
    said = [
        Said("online_learning", ONE, FRIDAY - WEEK, online(1, 0.7)),
        Said("online_learning", ONE, FRIDAY, online(1)),
    ]

    friday, tuesday = (day_of(said, ONE, last=last) for last in (FRIDAY, FRIDAY + timedelta(days=4)))

    assert str(friday.online_learning.attended) == "9,600"
    assert str(tuesday.online_learning.attended) == "9,600 (as of 21 Feb)"
    assert str(tuesday.online_learning.attended.change) == "+1,200 since 14 Feb"
    assert str(tuesday.online_learning.as_of) == "as of 21 Feb"


def test_a_week_that_is_missing_is_not_the_week_before() -> None:
    """What was said a week ago is told as such, with its day."""
    day = day_of([Said("online_learning", ONE, FRIDAY - WEEK, online(1))], ONE)

    assert str(day.online_learning.attended) == "not stated"
    assert str(day.online_learning.attended.change) == "last stated: 9,600 on 14 Feb"


def test_a_form_on_event_shows_the_last_report_known_however_old() -> None:
    """A level closed 300 days ago is closed; of a year before the bulletin's the year is said."""
    day = day_of([Said("school_opening", ONE, FRIDAY - timedelta(days=300), opening("closed"))], ONE)

    assert str(day.school_opening.status.primary) == "Closed (as of 27 Apr 2019)"


def test_units_report_on_event_on_different_days_and_each_counts_with_its_last() -> None:
    """100 of an older report and 100 of a newer one are the sum; who never reported lacks, and the days are said."""
    said = [
        Said("network", ONE, FRIDAY - timedelta(days=30), network(1)),
        Said("network", UNITS[1], FRIDAY - timedelta(days=20), network(1, 1)),
        Said("network", UNITS[1], FRIDAY - timedelta(days=3), network(1)),
    ]

    assert str(day_of(said).network.live) == "200 (2 of 4 units; reports of 22 Jan to 18 Feb)"
    assert str(day_of(said).network.live.change) == "−100 since 1 Feb, 2 of 4 units compared"


def test_a_report_on_event_that_leaves_a_cell_open_is_not_helped_by_an_older_one() -> None:
    """The newer report of the two does not state the downlink."""
    said = [
        Said("network", ONE, FRIDAY - timedelta(days=9), network(50)),
        Said("network", ONE, FRIDAY - timedelta(days=2), network(None)),
    ]

    assert str(day_of(said, ONE).network.down_mbps) == "not stated (as of 19 Feb)"


def test_what_the_week_added_to_a_cumulative_is_told() -> None:
    """400 a week ago, 800 now; after a week of silence over 14 days."""
    first, last = Said("devices", ONE, FRIDAY - WEEK, devices(1)), Said("devices", ONE, FRIDAY, devices(2))
    older = Said("devices", ONE, FRIDAY - 2 * WEEK, devices(1))

    assert str(day_of([first, last], ONE).devices.delivered.new) == "400"
    assert str(day_of([older, last], ONE).devices.delivered.new) == "400 in 14 days"


def test_a_list_in_which_there_is_nothing_to_report_adds_up_to_nothing() -> None:
    """Zero is stated; a unit that sent no list states nothing."""
    said = [Said("inspections", ONE, FRIDAY, None)]

    assert str(day_of(said).inspections.findings) == "0 (1 of 4 units)"


def test_what_is_not_daily_has_no_chart_of_days() -> None:
    """Refused with what to use instead."""
    day = day_of([], ONE)
    for call in (report.trend, report.small_multiples):
        with pytest.raises(NotebookInvalid, match="draws what is reported each day, and devices is not"):
            call(day, day.devices.need)


@given(st.lists(st.tuples(st.booleans(), st.none() | st.integers(0, 9)), min_size=1, max_size=12))
def test_a_report_holds_as_a_whole_until_the_next(course: list[tuple[bool, int | None]]) -> None:
    """Against the plain definition: what the last report up to the day stated, or nothing."""
    there = [reported for reported, _ in course]
    told = [np.nan if value is None or not reported else float(value) for reported, value in course]
    wanted, standing = [], np.nan
    for reported, value in zip(there, told, strict=True):
        standing = value if reported else standing
        wanted.append(standing)

    found = carried(pd.DataFrame({"a": told}), pd.DataFrame({"a": there}))

    np.testing.assert_array_equal(found["a"], wanted)
