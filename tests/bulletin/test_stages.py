"""How far an edition has come, and what of it somebody must act upon first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from support.editions import edition, office_params, recipient, write_edition
from support.outboxes import AT, DAY, SCOPE, letter
from thongbao.bulletin.approval import approve, content_digest, subject_of
from thongbao.bulletin.outbox import State
from thongbao.bulletin.outbox_store import Letter, enqueue
from thongbao.bulletin.stages import STAGES, Outgoing, counts_of, outgoing, stage_of
from thongbao.database import open_store, reading, writing
from thongbao.database.mailing import outbox

if TYPE_CHECKING:
    from pathlib import Path

    from thongbao.records import EditionRecord, OfficeParams

ONE = edition("411702")
PARAMS = office_params(recipient("a@county.example"))


@pytest.fixture
def record(tmp_path: Path) -> EditionRecord:
    """An edition as a run leaves it."""
    return write_edition(tmp_path, PARAMS, ONE)


def with_letters(record: EditionRecord, *states: State, digest: str = "") -> Outgoing:
    """Letters of that edition, one in each state; of its present content unless another is named."""
    of = digest or content_digest(record)
    return Outgoing(letters={ONE.stem: {(of, state): states.count(state) for state in states}})


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        ([State.SENT], "sent"),
        ([State.SENT, State.QUEUED], "waiting"),
        ([State.SENT, State.DEFERRED], "waiting"),
        ([State.CLAIMED, State.REFUSED], "refused"),
        ([State.SENT, State.REFUSED, State.IN_DOUBT], "doubt"),
        ([State.CANCELLED], "made"),
    ],
)
def test_what_somebody_must_act_upon_comes_first(record: EditionRecord, states: list[State], stage: str) -> None:
    """Doubt before refusal, refusal before waiting; only where all have gone out is an edition sent."""
    assert stage_of(PARAMS, ONE, record, "", with_letters(record, *states)) == stage


def test_letters_of_an_earlier_content_do_not_count_but_doubt_does(record: EditionRecord) -> None:
    """What was sent was another bulletin; a letter in doubt must be decided about all the same."""
    assert stage_of(PARAMS, ONE, record, "", with_letters(record, State.SENT, digest="old")) == "made"
    assert stage_of(PARAMS, ONE, record, "", with_letters(record, State.IN_DOUBT, digest="old")) == "doubt"
    assert stage_of(PARAMS, ONE, None, "", with_letters(record, State.IN_DOUBT, digest="old")) == "doubt"


def test_stale_and_failed_come_before_what_was_sent(record: EditionRecord) -> None:
    """The page that was sent no longer says what is known."""
    failed = record.model_copy(update={"state": "failed"})

    assert stage_of(PARAMS, ONE, record, "reports changed", with_letters(record, State.SENT)) == "stale"
    assert stage_of(PARAMS, ONE, failed, "", with_letters(record, State.SENT)) == "failed"
    assert stage_of(PARAMS, ONE, None, "", Outgoing()) == "missing"


@given(states=st.lists(st.sampled_from(State), max_size=4), stale=st.sampled_from(["", "edited"]), made=st.booleans())
def test_every_edition_is_at_one_known_stage(
    tmp_path_factory: pytest.TempPathFactory, states: list[State], stale: str, made: bool
) -> None:
    """Whatever became of it; and one that has a letter in doubt always says so."""
    record = write_edition(tmp_path_factory.mktemp("o"), PARAMS, ONE) if made else None
    there = Outgoing(letters={ONE.stem: {("any", state): 1 for state in states}})
    stage = stage_of(PARAMS, ONE, record, stale, there)

    assert stage in STAGES
    assert (stage == "doubt") == (State.IN_DOUBT in states)


def test_approvals_and_letters_are_read_from_the_store(tmp_path: Path, record: EditionRecord) -> None:
    """As approve and send leave them; of the office's day alone."""
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}", make=True)
    digest = content_digest(record)

    def look(params: OfficeParams = PARAMS) -> str:
        with reading(engine) as connection:
            return stage_of(params, ONE, record, "", outgoing(connection, "zhumadian", DAY))

    assert look() == "made"
    with writing(engine) as connection:
        approve(connection, "zhumadian", DAY, {subject_of(ONE): digest}, by="director")
    assert look() == "approved"
    two = PARAMS.model_copy(update={"office": PARAMS.office.model_copy(update={"approvals": 2})})
    assert look(two) == "made"
    wanted = letter(1)
    own = Letter("411702", "county_daily", "zh_Hans", 1, digest, *(getattr(wanted, n) for n in Letter.__slots__[5:]))
    with writing(engine) as connection:
        enqueue(connection, SCOPE, [own], AT)
    assert look() == "waiting"
    with writing(engine) as connection:
        connection.execute(update(outbox).values(state=State.SENT))
    assert look() == "sent"
    with reading(engine) as connection:
        there = outgoing(connection, "zhumadian", DAY)
        assert counts_of(there, ONE.stem, digest) == {State.SENT: 1}
        assert outgoing(connection, "elsewhere", DAY) == Outgoing()
