"""Figures are printed as reported; what does not fit is said, never repaired."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from support.arrivals import DAY, a_form
from thongbao.data import checks
from thongbao.data.frames import CELL, frame

if TYPE_CHECKING:
    import pandas as pd

SCREENING, ISOLATION, CASES = a_form("screening"), a_form("isolation"), a_form("cases")
FORMS = (SCREENING, ISOLATION, CASES)

PUBLISHED = {
    ("screening", "screened", "teachers"): 1615,
    ("screening", "screened", "students"): 4762,
    ("screening", "screened", "relatives"): 8698,
    ("screening", "screened", "total"): 15075,
    ("isolation", "hospital_now", "total"): 36,
    ("isolation", "hospital_released", "total"): 38,
    ("isolation", "home_now", "total"): 8054,
    ("isolation", "home_released", "total"): 9567,
    ("cases", "confirmed", "teachers"): 1,
    ("cases", "confirmed", "students"): 2,
    ("cases", "confirmed", "relatives"): 23,
    ("cases", "confirmed", "total"): 26,
    ("cases", "suspected", "students"): 1,
    ("cases", "suspected", "relatives"): 5,
    ("cases", "suspected", "total"): 6,
    ("cases", "recovered", "total"): 6,
    ("cases", "excluded", "total"): 4,
}
"""The published figures of the city on 19 February 2020; suspected teachers are not stated there."""


def tidy(lines: list[tuple[str, str, int, str, str, float | None]]) -> pd.DataFrame:
    """Make a frame of figures from (form, unit, days before DAY, row, column, value)."""
    return frame([*CELL, "value"], [(f, u, DAY - timedelta(days=b), r, c, v) for f, u, b, r, c, v in lines])


def test_the_published_isolation_figures_do_not_fit_the_screened() -> None:
    """17,695 people isolated or released among 15,075 screened: flagged, and nothing else of that day is."""
    outcomes = checks.check_unit(FORMS, PUBLISHED)

    (failed,) = checks.failed(outcomes)

    assert (failed.form, failed.rule, failed.severity) == ("isolation", "isolation-fits-screened", "warning")
    assert (failed.left, failed.operator, failed.right) == (17695, "<=", 15075)
    assert "17695" not in failed.message.en


def test_a_rule_over_a_figure_that_is_not_stated_is_skipped() -> None:
    """The suspected among teachers are not stated: whether the total adds up cannot be said."""
    evaluated = {outcome.rule for outcome in checks.check_unit(FORMS, PUBLISHED)}

    assert "suspected-adds-up" not in evaluated
    assert {"screened-adds-up", "confirmed-adds-up", "cases-fit-hospital"} <= evaluated


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=5))
def test_the_same_flag_comes_from_the_sum_of_any_split(parts: list[int]) -> None:
    """The roll-up checks the sums over units, however the figures are spread among them."""
    by_unit = {
        str(n): dict.fromkeys(PUBLISHED, 0.0) | {("isolation", "home_now", "total"): float(part)}
        for n, part in enumerate(parts)
    }
    by_unit["rest"] = PUBLISHED | {("isolation", "home_now", "total"): 8054.0 - sum(parts)}

    (failed,) = [o for o in checks.failed(checks.check_sums(FORMS, by_unit)) if o.form == "isolation"]

    assert (failed.left, failed.right, failed.units) == (17695, 15075, len(parts) + 1)


def test_a_unit_that_has_sent_one_form_only_makes_no_contradiction_of_the_sums() -> None:
    """Both sides add up the same units, so a late screening form of one county does not look like an error."""
    isolation = {("isolation", column.code, "total"): 10.0 for column in ISOLATION.columns}
    complete = isolation | {("screening", "screened", "total"): 50.0}

    outcomes = checks.check_sums(FORMS, {"a": complete, "b": isolation})

    (outcome,) = [o for o in outcomes if o.rule == "isolation-fits-screened"]
    assert (outcome.holds, outcome.left, outcome.right, outcome.units) == (True, 40, 50, 1)


def test_sums_of_no_units_are_not_checked() -> None:
    """An office without a report breaks no rule."""
    assert checks.check_sums(FORMS, {}) == []


def test_errors_come_before_warnings() -> None:
    """What was refused stands above what was accepted."""
    outcomes = checks.check_unit(FORMS, PUBLISHED | {("cases", "confirmed", "total"): 27})

    assert [outcome.severity for outcome in checks.failed(outcomes)] == ["error", "warning"]


def test_the_figures_of_a_day_are_found_by_unit() -> None:
    """Other days and units do not mix in, and what is not stated is absent."""
    figures = tidy(
        [
            ("cases", "a", 0, "total", "confirmed", 3),
            ("cases", "a", 0, "total", "suspected", None),
            ("cases", "a", 1, "total", "confirmed", 2),
            ("cases", "b", 0, "total", "confirmed", 9),
        ]
    )

    assert checks.figures_by_unit(figures, DAY) == {
        "a": {("cases", "confirmed", "total"): 3},
        "b": {("cases", "confirmed", "total"): 9},
    }


def test_a_cumulative_that_falls_is_found_over_a_gap() -> None:
    """A figure counted since the beginning can only fall by a correction; a day without a report hides nothing."""
    figures = tidy(
        [
            ("screening", "a", 3, "total", "screened", 100),
            ("screening", "a", 1, "total", "screened", 90),
            ("screening", "a", 0, "total", "screened", 95),
            ("screening", "b", 0, "total", "screened", 1),
        ]
    )

    (fall,) = checks.falls(FORMS, figures)

    assert (fall.unit, fall.row, fall.column) == ("a", "total", "screened")
    assert (fall.before, fall.after) == (100, 90)
    assert (fall.since, fall.day) == (DAY - timedelta(days=3), DAY - timedelta(days=1))


def test_a_stock_may_fall() -> None:
    """People leave isolation: that is no fault."""
    figures = tidy([("isolation", "a", b, "total", "home_now", v) for b, v in ((1, 50.0), (0, 10.0))])

    assert checks.falls(FORMS, figures) == []


@given(st.lists(st.one_of(st.none(), st.integers(0, 9)), max_size=10))
def test_there_are_as_many_falls_as_steps_down(cumulative: list[int | None]) -> None:
    """Every step down between two stated figures is one fall, in the order of days."""
    lines = [("screening", "a", len(cumulative) - n, "total", "screened", v) for n, v in enumerate(cumulative)]
    stated = [value for value in cumulative if value is not None]
    steps = [(before, after) for before, after in pairwise(stated) if after < before]

    assert [(fall.before, fall.after) for fall in checks.falls(FORMS, tidy(lines))] == steps
