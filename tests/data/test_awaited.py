"""What is awaited when a cut-off comes near: exactly what is due and was not accepted, of exactly those who owe it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.arrivals import a_form, a_key, a_refusal, a_report
from support.editions import same
from thongbao.data import reports
from thongbao.data.awaited import silences
from thongbao.data.due import cut_off, is_due
from thongbao.database import open_store, writing
from thongbao.params.calendar import calendar_of
from thongbao.records import CalendarEntry, Office, OfficeParams, Silence, Unit

if TYPE_CHECKING:
    from sqlalchemy import Engine

ON = date(2020, 2, 21)  # a Friday
ZONE = ZoneInfo("Asia/Shanghai")
NUMBERS = count()
UNITS = (
    Unit(code="city", kind="city", names=same("City")),
    Unit(code="a", parent="city", kind="county", names=same("A")),
    Unit(code="ended", parent="city", kind="county", names=same("Ended"), valid_to=date(2020, 2, 19)),
    Unit(code="later", parent="city", kind="county", names=same("Later"), valid_from=date(2020, 2, 21)),
    Unit(code="ward", parent="a", kind="ward", names=same("Ward")),
)
CASES = a_form("cases").model_copy(update={"filled_by": ("county", "ward")})
HOLIDAYS = CalendarEntry(first=date(2020, 2, 22), last=date(2020, 2, 24), status="closed")


@pytest.fixture
def engine(store_url: str) -> Engine:
    return open_store(store_url, make=True)


def office(*forms: Any, starts: date | None = None, calendar: tuple[CalendarEntry, ...] = ()) -> OfficeParams:
    """An office of its own for each example, so that a store can be used for many."""
    code = f"o{next(NUMBERS)}"
    head = Office(
        code=code, names=same("Office"), root="city", timezone="Asia/Shanghai", locale="en", forms=("f",), starts=starts
    )
    return OfficeParams(office=head, units=UNITS, forms=forms or (CASES,), bulletins=(), calendar=calendar)


def came(engine: Engine, params: OfficeParams, unit: str, day: date = ON, form: str = "cases", **how: Any) -> None:
    with writing(engine) as connection:
        reports.append(connection, a_key(unit, day, form, params.office.code), a_report(**how))


def refused(engine: Engine, params: OfficeParams, unit: str, day: date = ON, form: str = "cases", **how: Any) -> None:
    with writing(engine) as connection:
        source = f"{form}{unit}{day}{how}".encode().hex()[:64]
        reports.refuse(connection, a_refusal(unit, day, form, office=params.office.code, source=source, **how))


def told(found: list[Silence]) -> set[tuple[str, str, date, bool]]:
    return {(one.unit, ask.form, ask.day, ask.refused is not None) for one in found for ask in one.awaited}


FORMS = st.builds(
    lambda n, cadence, days, rule, kinds: CASES.model_copy(
        update={
            "code": f"f{n}",
            "cadence": cadence,
            "due_on": "friday" if cadence == "weekly" else None,
            "cut_off_days": days,
            "holiday_rule": rule,
            "filled_by": kinds,
        }
    ),
    st.integers(0, 9),
    st.sampled_from(["daily", "weekly", "event"]),
    st.integers(0, 3),
    st.sampled_from(["same_day", "before", "after"]),
    st.sampled_from([("county",), ("county", "ward"), ("city",)]),
)
DAYS = [ON + timedelta(n) for n in range(-6, 7)]
SAID = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.sampled_from([unit.code for unit in UNITS]),
        st.sampled_from(DAYS),
        st.sampled_from(["filled", "zero", "refused", "refused, then filled"]),
    ),
    unique_by=lambda found: found[:3],
    max_size=12,
)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(FORMS, min_size=1, max_size=3, unique_by=lambda form: form.code),
    st.sampled_from(DAYS),
    st.none() | st.just(ON - timedelta(2)),
    st.booleans(),
    SAID,
)
def test_exactly_what_is_due_and_was_not_accepted_is_awaited(
    engine: Engine, forms: list[Any], on: date, starts: date | None, closed: bool, said: list[tuple[Any, ...]]
) -> None:
    """By each form's cadence, cut-off and holidays, of each unit while it exists; a zero report is a report."""
    params = office(*forms, starts=starts, calendar=(HOLIDAYS,) if closed else ())
    spoken = {(forms[n].code, unit, day): words for n, unit, day, words in said if n < len(forms)}
    with writing(engine) as connection:
        for number, ((form, unit, day), words) in enumerate(spoken.items()):
            if "refused" in words:
                about = a_refusal(unit, day, form, office=params.office.code, source=f"{number:064}")
                reports.refuse(connection, about)
            if words != "refused":
                key = a_key(unit, day, form, params.office.code)
                reports.append(connection, key, a_report(state="zero" if words == "zero" else "filled"))
    calendar, expected = calendar_of(params), set()
    for form, unit, day in product(forms, UNITS, [ON + timedelta(n) for n in range(-20, 20)]):
        owes = unit.kind in form.filled_by and unit.exists(day) and (starts is None or day >= starts)
        if owes and is_due(form, day, calendar) and cut_off(form, day, calendar, ZONE).date() == on:
            words = spoken.get((form.code, unit.code, day), "")
            expected |= {(unit.code, form.code, day, words == "refused")} if words in ("", "refused") else set()

    assert told(silences(engine, params, on)) == expected


def test_a_refused_report_is_told_with_its_newest_file_and_place(engine: Engine) -> None:
    """Where it was wrong, in every language; what was accepted since is not awaited any more."""
    params = office()
    refused(engine, params, "a", hour=1)
    with writing(engine) as connection:
        newer = a_refusal("a", ON, office=params.office.code, source="f" * 64, hour=2)
        reports.refuse(connection, newer)

    (one,) = (found for found in silences(engine, params, ON) if found.unit == "a")

    assert one.streak == 0
    assert one.awaited[0].refused is not None
    assert one.awaited[0].refused.source == "0219-bad.xlsx"
    assert [(place, text.vi) for place, text in one.awaited[0].refused.faults] == [("D9", "write a number")]
    came(engine, params, "a")
    assert "a" not in {found.unit for found in silences(engine, params, ON)}


def test_silence_is_counted_in_reporting_days_over_all_forms(engine: Engine) -> None:
    """Up to the day of the cut-off; of one form alone the streak is still that of the unit, and what is not due yet is
    no silence.
    """
    tomorrow = CASES.model_copy(update={"code": "tomorrow", "cut_off_days": 1})
    params = office(CASES, tomorrow, starts=ON - timedelta(9))
    came(engine, params, "a", ON - timedelta(3))
    came(engine, params, "ward", ON, "tomorrow")

    found = {one.unit: one for one in silences(engine, params, ON, forms=["cases"])}

    assert found["a"].streak == 3
    assert found["ward"].streak == 10
    assert found["later"].streak == 1
    assert {ask.form for one in found.values() for ask in one.awaited} == {"cases"}
    assert {(ask.form, ask.day) for one in silences(engine, params, ON) for ask in one.awaited} == {
        ("cases", ON),
        ("tomorrow", ON - timedelta(1)),
    }


def test_a_unit_stands_for_all_below_it_and_a_moment_for_what_was_known_then(engine: Engine) -> None:
    """The report that came at noon was awaited before."""
    params = office()
    came(engine, params, "a")  # on 19 February at noon, UTC
    eleven = datetime(2020, 2, 19, 11, tzinfo=UTC)

    assert {one.unit for one in silences(engine, params, ON, units=["a"])} == {"ward"}
    assert {one.unit for one in silences(engine, params, ON, units=["a"], as_of=eleven)} == {"a", "ward"}
    assert {one.unit for one in silences(engine, params, ON)} == {"ward", "later"}


def test_what_falls_due_earlier_because_of_a_holiday_is_awaited_then(engine: Engine) -> None:
    """Monday's report on the Friday before three days off; on the Monday itself nothing is awaited any more."""
    weekly = CASES.model_copy(update={"cadence": "weekly", "due_on": "monday", "holiday_rule": "before"})
    params = office(weekly, calendar=(HOLIDAYS,))

    (first, *_) = silences(engine, params, ON)

    assert [(ask.day, ask.until) for ask in first.awaited] == [
        (date(2020, 2, 24), datetime(2020, 2, 21, 17, tzinfo=ZONE))
    ]
    assert silences(engine, params, date(2020, 2, 24)) == []
