"""Exactly the silent units are written to, once for each cut-off; what they send meanwhile calls the letter off."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from support.arrivals import a_key, a_refusal, a_report
from support.letters import read
from support.reminds_at_once import CASES, counties, remind_once
from support.silent import AT, DAY, UNTIL, person
from thongbao import reminders
from thongbao.bulletin.audit import trail
from thongbao.bulletin.outbox_store import Scope
from thongbao.data import reports
from thongbao.database import open_store, reading, writing
from thongbao.database.mailing import addresses, letters, outbox
from thongbao.errors import WrongUse
from thongbao.records import Silence
from thongbao.reminders import How, call_off, remind, watch

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from thongbao.records import OfficeParams

SCOPE = Scope("zhumadian", DAY)
AFTER = UNTIL + timedelta(minutes=1)


@pytest.fixture
def engine(store_url: str) -> Engine:
    return open_store(store_url, make=True)


def came(engine: Engine, unit: str, form: str = "cases", office: str = "zhumadian", **how: Any) -> None:
    with writing(engine) as connection:
        reports.append(connection, a_key(unit, DAY, form, office), a_report(**how))


def queued(engine: Engine, office: str = "zhumadian") -> list[Any]:
    with reading(engine) as connection:
        asked = select(outbox, letters.c.content).join(letters).where(outbox.c.office == office)
        return list(connection.execute(asked.order_by(outbox.c.id)))


def states(engine: Engine) -> dict[str, tuple[str, str]]:
    return {row.unit: (row.state, row.said) for row in queued(engine)}


COUNTIES = st.lists(
    st.tuples(
        st.sampled_from(["silent", "silent", "accepted", "zero", "refused", "ended", "not asked"]),
        st.lists(st.sampled_from(["a", "b", "left"]), max_size=2, unique=True),
    ),
    max_size=6,
)
OFFICES = iter(range(10_000))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(COUNTIES)
def test_exactly_the_silent_units_are_written_to_once(engine: Engine, said: list[tuple[str, list[str]]]) -> None:
    """Each responsible person once, however often it is run; nobody else, and whoever left the lists is named."""
    people, expected, nobody = [], set(), set()
    office, n = f"o{next(OFFICES)}", 0
    for n, (state, who) in enumerate(said):
        unit = f"u{n:02}"
        for name in who:
            changes = {"opted_out": "2020-02-01"} if name == "left" else {}
            people.append(person(f"{name}{n}@zhumadian.example", reports_for=(unit,), **changes))
        if state in ("silent", "refused"):
            expected |= {(unit, f"{name}{n}@zhumadian.example") for name in who if name != "left"}
            nobody |= set() if who else {unit}
    params = counties(len(said), *(people or (person(reports_for=("elsewhere",)),)))
    units = tuple(
        unit.model_copy(update={"valid_to": DAY - timedelta(1)} if state == "ended" else {"kind": "ward"})
        if state in ("ended", "not asked")
        else unit
        for unit, state in zip(params.units[1:], (state for state, _ in said), strict=True)
    )
    head = params.office.model_copy(update={"code": office})
    params = params.model_copy(update={"office": head, "units": (params.units[0], *units)})
    for number, (state, _) in enumerate(said):
        if state in ("accepted", "zero"):
            came(engine, f"u{number:02}", office=office, state="zero" if state == "zero" else "filled")
        if state == "refused":
            with writing(engine) as connection:
                about = a_refusal(f"u{number:02}", DAY, office=office, source=f"{number:064}")
                reports.refuse(connection, about)

    first = remind(engine, params, DAY, AT, How())
    again = remind(engine, params, DAY, AT + timedelta(minutes=5), How())

    there = queued(engine, office)
    assert {(row.unit, row.recipient) for row in there} == expected
    assert len(there) == len(expected) == len(first.letters) == again.before
    assert [row.state for row in there] == ["queued"] * len(there)
    assert not again.letters
    assert {one.unit for one in first.nobody} == nobody
    assert all(read(bytes(row.content))["To"].addresses[0].addr_spec == row.recipient for row in there)
    assert all(read(bytes(row.content))["Message-ID"] == row.message_id for row in there)
    assert len({row.message_id for row in there}) == len(there)


@pytest.mark.parametrize("how", ["threads", pytest.param("processes", marks=pytest.mark.faults)])
def test_two_that_remind_at_once_queue_nothing_twice(
    engine: Engine, store_url: str, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked before either writes; each report is asked for once, though they were told of other forms."""
    forms, ask = ("cases", "screening"), [("cases",), ()]
    start: Any
    if how == "threads":
        start, real = Barrier(2), reminders.asked_before

        def together(connection: Any, scope: Any) -> Any:
            found = real(connection, scope)
            if not found:
                start.wait(timeout=60)
            return found

        monkeypatch.setattr(reminders, "asked_before", together)
        params = counties(12, forms=forms)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda only: remind(engine, params, DAY, AT, How(forms=only)), ask))
    else:
        context = multiprocessing.get_context("spawn")
        start = context.Barrier(2)
        both = [context.Process(target=remind_once, args=(store_url, start, 12, forms, only)) for only in ask]
        for process in both:
            process.start()
        for process in both:
            process.join(120)
            assert process.exitcode == 0

    with reading(engine) as connection:
        from thongbao.database.mailing import reminded

        asked = select(outbox.c.unit, reminded.c.form).join(reminded)
        found = Counter((row.unit, row.form) for row in connection.execute(asked))
    assert found == {(f"u{n:02}", form): 1 for n in range(12) for form in forms}


def test_a_form_that_was_not_asked_for_yet_has_a_letter_of_its_own(engine: Engine) -> None:
    """What was asked for is not repeated in it."""
    params = counties(1, forms=("cases", "screening"))
    one = remind(engine, params, DAY, AT, How(forms=("cases",)))
    both = remind(engine, params, DAY, AT, How())
    none = remind(engine, params, DAY, AT, How())

    assert [[ask.form for ask in letter.asked] for letter in (*one.letters, *both.letters)] == [
        ["cases"],
        ["screening"],
    ]
    assert not none.letters
    with reading(engine) as connection:
        told = [(line.action, line.detail) for line in trail(connection, "zhumadian", DAY)]
    assert told == [("queued", "1 reminders queued")] * 2


def test_what_came_meanwhile_is_not_asked_for(engine: Engine) -> None:
    """Looked at again before letters go: one whose reports all came is called off, one of which a report lacks goes."""
    params = counties(3, forms=("cases", "screening"))
    remind(engine, params, DAY, AT, How())
    came(engine, "u00")
    came(engine, "u00", "screening", state="zero")
    came(engine, "u01")

    would = call_off(engine, params, SCOPE, AT, keep=False)
    assert set(states(engine).values()) == {("queued", "")}
    said = call_off(engine, params, SCOPE, AT)

    assert said == would == ["letter 1, u00/reminders to u00@zhumadian.example: reported meanwhile"]
    assert states(engine) == {"u00": ("cancelled", "reported meanwhile"), "u01": ("queued", ""), "u02": ("queued", "")}
    assert call_off(engine, params, SCOPE, AT) == []


def test_a_reminder_that_waited_beyond_the_cut_off_is_called_off(engine: Engine) -> None:
    """It says until when; afterwards a late letter takes its place, once, and is called off by the report alone."""
    params = counties(2)
    remind(engine, params, DAY, AT, How())
    assert len(call_off(engine, params, SCOPE, AFTER)) == 2
    assert "--late" in states(engine)["u00"][1]

    too_late = remind(engine, params, DAY, AFTER, How())
    late = remind(engine, params, DAY, AFTER, How(late=True))
    again = remind(engine, params, DAY, AFTER + timedelta(hours=1), How(late=True))
    came(engine, "u01")

    assert not too_late.silent
    assert len(too_late.passed) == len(late.letters) == 2
    assert not again.letters
    assert [read(one.letter.content)["Subject"][:5] for one in late.letters] == ["逾期提醒："] * 2
    assert call_off(engine, params, SCOPE, AFTER + timedelta(days=1)) == [
        "letter 4, u01/reminders to u01@zhumadian.example: reported meanwhile"
    ]


@pytest.mark.parametrize(
    ("changes", "why"), [({"opted_out": "2020-02-19"}, "opted out"), ({"reports_for": ("u01",)}, "no longer")]
)
def test_whoever_is_no_longer_responsible_gets_nothing_that_waits(
    engine: Engine, changes: dict[str, Any], why: str
) -> None:
    """And is reminded again where it was a slip: the same letter waits, once."""
    params = counties(1)
    remind(engine, params, DAY, AT, How())
    other = params.model_copy(update={"recipients": (params.recipients[0].model_copy(update=changes),)})

    assert why in call_off(engine, other, SCOPE, AT)[0]
    assert len(remind(engine, params, DAY, AT, How()).letters) == 1
    assert [row.state for row in queued(engine)] == ["queued"]


def test_an_address_from_which_letters_come_back_is_named(engine: Engine) -> None:
    """Before and after it was queued."""
    params = counties(2)
    remind(engine, params, DAY, AT, How(units=("u00",)))
    with writing(engine) as connection:
        line = {"office": "zhumadian", "state": "failed", "since": AT, "said": "5.1.1 unknown"}
        rows = [{**line, "address": f"u0{n}@zhumadian.example"} for n in range(2)]
        connection.execute(addresses.insert(), rows)

    assert "came back" in call_off(engine, params, SCOPE, AT)[0]
    found = remind(engine, params, DAY, AT, How())
    assert [line.split(":")[0] for line in found.withheld] == [f"u0{n} to u0{n}@zhumadian.example" for n in range(2)]
    assert "5.1.1 unknown" in found.withheld[0]


def test_forms_with_other_cut_offs_are_told_in_one_letter_and_the_rest_again(engine: Engine) -> None:
    """At noon of both; at 18:00 of none again, for both were asked for; a form whose time is over is told apart."""
    early = CASES.model_copy(update={"code": "early", "cut_off": UNTIL.time().replace(hour=12)})
    params = counties(1, forms=("cases",)).model_copy(update={"forms": (early, CASES)})

    noon = remind(engine, params, DAY, AT.replace(hour=11), How(keep=False))
    four = remind(engine, params, DAY, AT, How())

    assert [ask.form for ask in noon.letters[0].asked] == ["early", "cases"]
    assert [ask.form for ask in four.letters[0].asked] == ["cases"]
    assert [one.form for one in four.passed[0].awaited] == ["early"]
    assert queued(engine)[0].recipient == "u00@zhumadian.example"


def test_a_look_only_changes_nothing_and_may_be_of_another_moment(engine: Engine) -> None:
    """What was known at four, asked for a year later; kept is nothing."""
    params = counties(1)
    came(engine, "u00", hour=-1)

    now = AT + timedelta(days=365)
    then = remind(engine, params, DAY, now, How(keep=False, as_of=AT))
    assert [read(one.letter.content)["Date"].datetime for one in then.letters] == [AT]
    assert queued(engine) == []


def test_a_day_that_cannot_be_meant_is_refused(engine: Engine) -> None:
    """Nobody has been silent tomorrow; after a month a letter helps nobody."""
    params = counties(1)
    with pytest.raises(WrongUse, match="has not come yet"):
        remind(engine, params, DAY + timedelta(1), AT, How())
    with pytest.raises(WrongUse, match="days ago"):
        remind(engine, params, DAY, AT + timedelta(days=32), How(late=True))


def test_a_sender_looks_again_when_a_report_came_or_the_time_is_over(engine: Engine) -> None:
    """Not for every letter."""
    params, now = counties(2), [AT]
    remind(engine, params, DAY, AT, How())
    look = watch(engine, params, SCOPE, lambda: now[0])

    look()
    assert set(states(engine).values()) == {("queued", "")}
    came(engine, "u00")
    look()
    assert states(engine)["u00"][0] == "cancelled"
    assert states(engine)["u01"][0] == "queued"
    now[0] = AFTER
    look()
    assert states(engine)["u01"][0] == "cancelled"


def test_letters_of_bulletins_are_not_touched(engine: Engine) -> None:
    """Only reminders are looked at, and of a scope without them none."""
    params: OfficeParams = counties(1)
    remind(engine, params, DAY, AT, How())

    assert call_off(engine, params, Scope("zhumadian", DAY, bulletins=("county_daily",)), AFTER) == []
    assert call_off(engine, params, Scope("zhumadian", DAY, units=("u99",)), AFTER) == []
    assert len(call_off(engine, params, Scope("zhumadian", DAY, bulletins=("reminders",)), AFTER)) == 1
    assert Silence.model_fields.keys() == {"unit", "names", "awaited", "streak"}
