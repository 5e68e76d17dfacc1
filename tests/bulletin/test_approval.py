"""What was approved is exactly what was seen, by as many as must; and nobody rewrites who did it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.editions import edition, office_params, receipt
from thongbao.bulletin.approval import (
    Approval,
    approve,
    approved,
    content_digest,
    is_approved,
    missing_roles,
    needed,
    report_subject,
    standing,
    subject_of,
    withdraw,
)
from thongbao.bulletin.audit import trail
from thongbao.database import open_store, writing
from thongbao.records import EditionRecord, ReportKey

if TYPE_CHECKING:
    from sqlalchemy import Engine

DAY = date(2020, 2, 19)
NOON = datetime(2020, 2, 19, 4, tzinfo=UTC)
A, B = "a" * 64, "b" * 64
SUBJECT = "2020-02-19/411702/county_daily.zh_Hans"


@pytest.fixture
def engine(store_url: str) -> Engine:
    return open_store(store_url, make=True)


def made(**changes: Any) -> EditionRecord:
    about = edition()
    record = EditionRecord(edition=about, state="made", receipt=receipt(about), files={"x.html": A, "x.ipynb": B})
    return record.model_copy(update=changes)


def test_an_approval_holds_for_one_content_of_one_subject_only(engine: Engine) -> None:
    """Changed after approval is not approved; another office's, another edition's approval is not ours."""
    with writing(engine) as connection:
        new = approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director", at=NOON)

        assert new == 1
        assert approved(connection, "zhumadian", SUBJECT, A)
        assert not approved(connection, "zhumadian", SUBJECT, B)
        assert not approved(connection, "zhumadian", SUBJECT.replace("411702", "411721"), A)
        assert not approved(connection, "thaibinh", SUBJECT, A)


def test_two_roles_are_two_and_one_role_twice_is_one(engine: Engine) -> None:
    """Where two must approve, the same role cannot be both, nor can approvals of different contents be added up."""
    with writing(engine) as connection:
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director")
        again = approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director")
        approve(connection, "zhumadian", DAY, {SUBJECT: B}, by="deputy")

        assert again == 0
        assert not approved(connection, "zhumadian", SUBJECT, A, needs=2)
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="deputy")
        assert approved(connection, "zhumadian", SUBJECT, A, needs=2)


def test_whoever_asks_for_two_gets_two(engine: Engine) -> None:
    """A number that was asked for at approval counts where the settings demand less, and never lowers what they do."""
    with writing(engine) as connection:
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director", needs=2)
        assert not approved(connection, "zhumadian", SUBJECT, A, needs=1)
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="deputy", needs=1)
        assert approved(connection, "zhumadian", SUBJECT, A, needs=1)
        assert not approved(connection, "zhumadian", SUBJECT, A, needs=3)


def test_a_role_may_ask_for_more_after_it_approved(engine: Engine) -> None:
    """The second thought is recorded, not dropped as a repetition."""
    with writing(engine) as connection:
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director")

        assert approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director", needs=2) == 1
        assert not approved(connection, "zhumadian", SUBJECT, A)


def test_a_withdrawal_stops_whatever_was_approved_and_stays_in_the_trail(engine: Engine) -> None:
    """Anybody who sees a mistake can stop a bulletin; what was approved before is still told."""
    with writing(engine) as connection:
        approve(connection, "zhumadian", DAY, {SUBJECT: A, "other": B}, by="director", at=NOON)
        taken = withdraw(connection, "zhumadian", DAY, [SUBJECT, "never"], by="deputy", why="wrong\nmap", at=NOON)

        assert taken == 1
        assert not approved(connection, "zhumadian", SUBJECT, A)
        assert approved(connection, "zhumadian", "other", B)
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director", at=NOON - timedelta(hours=1))
        assert approved(connection, "zhumadian", SUBJECT, A), "the order of the store counts, not the clock"
        told = [(line.action, line.actor, line.subject, line.detail) for line in trail(connection, "zhumadian", DAY)]
        assert told == [
            ("approved", "director", SUBJECT, ""),
            ("approved", "director", "other", ""),
            ("withdrawn", "deputy", SUBJECT, "wrong map"),
            ("approved", "director", SUBJECT, ""),
        ]


def test_what_stands_is_given_by_day(engine: Engine) -> None:
    """Two days' approvals are not mixed; moments come back with their zone."""
    with writing(engine) as connection:
        approve(connection, "zhumadian", DAY, {SUBJECT: A}, by="director", at=NOON)
        approve(connection, "zhumadian", DAY + timedelta(1), {"later": B}, by="director", at=NOON)

        assert standing(connection, "zhumadian", DAY) == {SUBJECT: (Approval(A, "director", 1, NOON),)}


@pytest.mark.parametrize(
    "changes",
    [
        {"revision": 2},
        {"files": {"x.html": B, "x.ipynb": B}},
        {"files": {"x.html": A}},
        {"edition": edition("411721")},
        {"edition": edition(locale="vi")},
        {"receipt": receipt(edition()).model_copy(update={"digest": B})},
    ],
)
def test_any_change_of_what_would_be_sent_is_another_content(changes: dict[str, Any]) -> None:
    """Page, notebook, reports, revision, unit and language."""
    assert content_digest(made()) != content_digest(made(**changes))


def test_what_a_run_cost_is_no_part_of_the_content() -> None:
    """The same edition made again, slower, is still approved."""
    assert content_digest(made()) == content_digest(made(seconds=9.0, memory_mb=100.0, fingerprint="other"))


def test_a_bulletin_says_how_many_must_approve_else_the_office_does() -> None:
    """Two for what goes out to everybody, one for the rest."""
    params = office_params()
    two = params.model_copy(update={"office": params.office.model_copy(update={"approvals": 2})})
    own = two.model_copy(update={"bulletins": (two.bulletins[0].model_copy(update={"approvals": 1}),)})

    assert [needed(p, "county_daily") for p in (params, two, own)] == [1, 2, 1]


def test_subjects_differ_by_all_that_tells_editions_and_reports_apart() -> None:
    """A rota of one week is not approved with that of another."""
    keys = [
        ReportKey(office="o", form="duty_rota", unit=unit, day=day) for unit in ("1", "2") for day in (DAY, date.max)
    ]
    subjects = [subject_of(edition()), subject_of(edition("411721")), *map(report_subject, keys)]

    assert len(set(subjects)) == 6
    assert subjects[0] == SUBJECT


ROLES = st.sampled_from(["director", "deputy", "chief"])
GIVEN = st.lists(
    st.builds(Approval, digest=st.sampled_from([A, B]), role=ROLES, needs=st.integers(1, 3), at=st.just(NOON))
)


@given(GIVEN, st.integers(1, 4))
def test_approved_means_that_enough_different_roles_saw_this_content(there: list[Approval], needs: int) -> None:
    """Never less than asked, and one more approval by a new role is always one less to wait for."""
    roles = {a.role for a in there if a.digest == A}
    asked = max([needs] + [a.needs for a in there if a.digest == A])

    assert is_approved(there, A, needs) == (len(roles) >= asked)
    assert missing_roles([*there, Approval(A, "new", 1, NOON)], A, needs) == max(0, missing_roles(there, A, needs) - 1)
