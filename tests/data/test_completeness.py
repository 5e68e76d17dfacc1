"""Who owed a report and who sent one: missing is not zero, refused is not missing."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.arrivals import DAY, NOON, a_form
from support.examples import examples
from thongbao.data import completeness
from thongbao.data.frames import frame
from thongbao.records import Form, Office, OfficeParams, Text, Unit

if TYPE_CHECKING:
    from datetime import datetime

    import pandas as pd

NAMES = Text(zh_Hans="名", vi="tên", en="name")
REPORT = ["form", "unit", "day", "revision", "received_at", "first_received_at", "on_time", "state"]
CHANGE = ["form", "unit", "day", "row", "column", "before", "after", "received_at"]
REFUSAL = ["form", "unit", "day", "received_at", "source_name", "messages"]

STATES = ("on_time", "late", "zero", "zero and late", "missing", "refused")


def params(*units: Unit, forms: tuple[Form, ...] = (), starts: date | None = None) -> OfficeParams:
    forms = forms or (a_form("cases"),)
    codes = tuple(form.code for form in forms)
    office = Office(
        code="o", names=NAMES, root="root", timezone="Asia/Shanghai", locale="en", forms=codes, starts=starts
    )
    return OfficeParams(office=office, units=units, forms=forms, bulletins=())


def a_unit(code: str, kind: str = "county", first: date | None = None, last: date | None = None) -> Unit:
    return Unit(code=code, kind=kind, names=NAMES, valid_from=first, valid_to=last)


def reports(*lines: tuple[str, str, int, int, bool, str]) -> pd.DataFrame:
    """Make a frame of reports from (form, unit, days before DAY, revision, on time, state)."""
    return frame(REPORT, [(f, u, DAY - timedelta(b), n, NOON, NOON, on_time, s) for f, u, b, n, on_time, s in lines])


def refusals(*lines: tuple[str, str, int]) -> pd.DataFrame:
    """Make a frame of refusals from (form, unit, days before DAY)."""
    return frame(REFUSAL, [(f, u, DAY - timedelta(b), NOON, "bad.xlsx", ("no number",)) for f, u, b in lines])


def changes(*lines: tuple[str, str, int, str, datetime]) -> pd.DataFrame:
    """Make a frame of changed figures from (form, unit, days before DAY, row, arrival)."""
    return frame(CHANGE, [(f, u, DAY - timedelta(b), r, "n", 1, 2, came) for f, u, b, r, came in lines])


def what_became(course: list[str]) -> pd.DataFrame:
    """Report on one unit, whose course is given from the oldest day to DAY."""
    days = list(enumerate(reversed(course)))
    accepted = [("cases", "a", b, 1, "late" not in s, "zero" if "zero" in s else "filled") for b, s in days]
    due = completeness.expected(params(a_unit("a")), DAY - timedelta(len(course) - 1), DAY)
    came = [line for line, (_, state) in zip(accepted, days, strict=True) if state not in ("missing", "refused")]
    refused = [("cases", "a", b) for b, state in days if state == "refused"]
    return completeness.reporting(due, reports(*came), refusals(*refused))


def test_a_report_is_due_from_every_unit_that_owes_it_and_exists() -> None:
    """Kinds that do not fill a form, days before opening and days after closing are not due."""
    units = (
        a_unit("root", "city"),
        a_unit("old", last=DAY - timedelta(1)),
        a_unit("new", first=DAY),
        a_unit("always"),
    )

    due = completeness.expected(params(*units), DAY - timedelta(1), DAY)

    assert due.assign(day=due["day"].dt.day).to_numpy().tolist() == [
        ["cases", "old", 18],
        ["cases", "new", 19],
        ["cases", "always", 18],
        ["cases", "always", 19],
    ]


def test_nothing_is_due_before_the_office_began() -> None:
    """The first bulletin does not call a month of days silent that nobody was asked about."""
    due = completeness.expected(params(a_unit("a"), starts=DAY), DAY - timedelta(27), DAY)

    assert due["day"].dt.date.tolist() == [DAY]
    assert completeness.expected(params(a_unit("a"), starts=DAY), DAY - timedelta(9), DAY - timedelta(3)).empty


def test_a_form_of_weekdays_is_not_due_on_sunday() -> None:
    """An epidemic knows no weekend, a school may."""
    form = a_form("cases").model_copy(update={"reporting_days": "weekdays", "cut_off": time(17)})

    due = completeness.expected(params(a_unit("a"), forms=(form,)), date(2020, 2, 14), date(2020, 2, 17))

    assert due["day"].dt.date.tolist() == [date(2020, 2, 14), date(2020, 2, 17)]


@pytest.mark.parametrize(
    ("course", "state", "zero", "late"),
    [
        ("on_time", "on_time", False, False),
        ("late", "late", False, True),
        ("zero", "zero", True, False),
        ("zero and late", "late", True, True),
        ("missing", "missing", False, False),
        ("refused", "refused", False, False),
    ],
)
def test_each_state_is_told_apart(course: str, state: str, zero: bool, late: bool) -> None:
    """A zero report is a report, a missing one is none, and a refused one was sent."""
    line = what_became([course]).iloc[0]

    assert (line["state"], line["zero"], line["late"]) == (state, zero, late)


def test_a_report_accepted_after_a_refusal_is_not_refused() -> None:
    """The clerk has mended it."""
    due = completeness.expected(params(a_unit("a")), DAY, DAY)

    found = completeness.reporting(due, reports(("cases", "a", 0, 1, True, "filled")), refusals(("cases", "a", 0)))

    assert found["state"].tolist() == ["on_time"]


def test_without_any_report_all_are_missing() -> None:
    """An office with no reports at all has rates of 0, and no error."""
    due = completeness.expected(params(a_unit("a"), a_unit("b")), DAY - timedelta(4), DAY)

    found = completeness.reporting(due, reports(), refusals())
    rates = completeness.rates(found, changes())

    assert set(found["state"]) == {"missing"}
    shown = ["unit", "expected", "received", "completeness", "timeliness", "silent_streak"]
    assert rates[shown].to_numpy().tolist() == [["a", 5, 0, 0.0, 0.0, 5], ["b", 5, 0, 0.0, 0.0, 5]]


def test_nothing_due_gives_empty_frames() -> None:
    """Where nobody owes anything, there is nothing to rate, and nothing breaks."""
    due = completeness.expected(params(a_unit("root", "city")), DAY, DAY)

    found = completeness.reporting(due, reports(), refusals())

    assert found.empty
    assert completeness.rates(found, changes()).empty
    assert completeness.by_day(found).empty


@given(course=st.lists(st.sampled_from(STATES), min_size=1, max_size=14))
@examples(30)
def test_rates_count_what_came(course: list[str]) -> None:
    """Completeness and timeliness have the reports that were due as denominator; refused ones were not received."""
    rates = completeness.rates(what_became(course), changes()).iloc[0]

    received = [state for state in course if state not in ("missing", "refused")]
    on_time = [state for state in received if "late" not in state]
    assert rates["expected"] == len(course)
    assert rates["received"] == len(received)
    assert rates["refused"] == course.count("refused")
    assert rates["zero"] == sum("zero" in state for state in course)
    assert rates["completeness"] == len(received) / len(course)
    assert rates["timeliness"] == len(on_time) / len(course)


@given(course=st.lists(st.sampled_from(STATES), min_size=1, max_size=14))
@examples(30)
def test_the_silent_streak_is_the_run_of_missing_days_at_the_end(course: list[str]) -> None:
    """Silence ends with any report, also a refused one."""
    silent = 0
    for state in reversed(course):
        if state != "missing":
            break
        silent += 1

    assert completeness.rates(what_became(course), changes())["silent_streak"].tolist() == [silent]


def test_a_unit_that_sends_one_of_its_forms_is_not_silent_but_not_complete() -> None:
    """Silence is of the unit, completeness of its reports."""
    two = (a_form("cases"), a_form("isolation"))
    due = completeness.expected(params(a_unit("a"), a_unit("b"), forms=two), DAY, DAY)
    found = completeness.reporting(due, reports(("isolation", "a", 0, 3, True, "zero")), refusals(("cases", "b", 0)))

    rates = completeness.rates(found, changes()).set_index("unit")
    days = completeness.by_day(found).set_index("unit")

    assert rates["silent_streak"].to_dict() == {"a": 0, "b": 0}
    assert rates["completeness"].to_dict() == {"a": 0.5, "b": 0}
    assert days["state"].to_dict() == {"a": "partly", "b": "refused"}
    assert days[["expected", "received", "refused"]].to_numpy().tolist() == [[2, 1, 0], [2, 0, 1]]


def test_corrections_are_counted_by_the_arrivals_that_changed_a_figure() -> None:
    """An older arrival that is taken in later has the higher number, and is in force no more: one correction still."""
    due = completeness.expected(params(a_unit("a"), a_unit("b")), DAY, DAY)
    found = completeness.reporting(due, reports(("cases", "a", 0, 1, True, "filled")), refusals())
    told = changes(
        ("cases", "a", 0, "teachers", NOON), ("cases", "a", 0, "total", NOON), ("cases", "a", 9, "total", NOON)
    )

    rates = completeness.rates(found, told).set_index("unit")

    assert rates["corrections"].to_dict() == {"a": 1, "b": 0}


@given(st.tuples(st.sampled_from(STATES), st.sampled_from(STATES)))
def test_the_state_of_a_day_is_that_of_all_forms_together(states: tuple[str, str]) -> None:
    """On time only if all forms were, zero only if all said so, missing only if none came."""
    forms = (a_form("cases"), a_form("isolation"))
    due = completeness.expected(params(a_unit("a"), forms=forms), DAY, DAY)
    pairs = list(zip([form.code for form in forms], states, strict=True))
    came = [
        (f, "a", 0, 1, "late" not in s, "zero" if "zero" in s else "filled")
        for f, s in pairs
        if s not in ("missing", "refused")
    ]
    refused = [(f, "a", 0) for f, s in pairs if s == "refused"]

    day = completeness.by_day(completeness.reporting(due, reports(*came), refusals(*refused))).iloc[0]

    if len(came) == 1:
        assert day["state"] == "partly"
    elif not came:
        assert day["state"] == ("refused" if refused else "missing")
    elif any("late" in s for s in states):
        assert day["state"] == "late"
    else:
        assert day["state"] == ("zero" if states == ("zero", "zero") else "on_time")


def test_more_reports_than_were_due_are_shown_and_flagged() -> None:
    """Two Sundays besides all weekdays: 7 of 5, not clipped; what was due is counted by itself."""
    form = a_form("cases").model_copy(update={"reporting_days": "weekdays"})
    due = completeness.expected(params(a_unit("a"), a_unit("b"), forms=(form,)), date(2020, 2, 15), date(2020, 2, 21))
    came = reports(
        *[("cases", "a", back, 1, True, "zero" if back else "filled") for back in range(-2, 5)],
        ("cases", "b", 0, 1, False, "filled"),
    )

    found = completeness.rates(completeness.reporting(due, came, refusals()), changes(), came).set_index("unit")

    shown = ["expected", "received", "unexpected", "actual", "over", "completeness", "zero_share", "punctual"]
    assert found.loc["a", shown].tolist() == [5, 5, 2, 7 / 5, True, 1, 4 / 5, 1]
    assert found.loc["b", shown].tolist() == [5, 1, 0, 1 / 5, False, 1 / 5, 0, 0]


def test_rates_by_form_count_over_all_units() -> None:
    """Which form is lacking is as good a question as who is silent."""
    forms = (a_form("cases"), a_form("isolation"))
    due = completeness.expected(params(a_unit("a"), a_unit("b"), forms=forms), DAY, DAY)
    came = reports(("cases", "a", 0, 1, True, "filled"), ("cases", "b", 0, 1, False, "zero"))

    found = completeness.rates(completeness.reporting(due, came, refusals()), changes(), by="form").set_index("form")

    assert found[["expected", "received", "on_time"]].to_numpy().tolist() == [[2, 2, 1], [2, 0, 0]]
    assert found["zero_share"].fillna(-1).tolist() == [0.5, -1]


def test_ugandas_week_25_of_2016_has_86_point_6_percent() -> None:
    """97 of 112 districts reported; the bulletin printed 59.8 %, which is 67 of 112."""
    units = [a_unit(f"d{n}") for n in range(112)]
    due = completeness.expected(params(*units), DAY, DAY)
    came = reports(*[("cases", f"d{n}", 0, 1, True, "filled") for n in range(97)])

    sums = completeness.rates(completeness.reporting(due, came, refusals()), changes(), by="form").iloc[0]

    assert (sums["received"], sums["expected"]) == (97, 112)
    assert round(sums["completeness"] * 100, 1) == 86.6
    assert round(67 / 112 * 100, 1) == 59.8
