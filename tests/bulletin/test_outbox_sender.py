"""What becomes of the letters of a sender that is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from support.outboxes import AT, SCOPE, outbox_of, states
from thongbao.bulletin import outbox_sender as steps
from thongbao.bulletin.outbox import AT_ONCE
from thongbao.bulletin.senders import LEASE, this_process
from thongbao.database import writing
from thongbao.errors import RunBusy

GONE = replace(this_process(), pid=2**22 + 7, born="never")
OTHER_BOOT = replace(GONE, boot="another")
ELSEWHERE = replace(GONE, machine="elsewhere")


@pytest.mark.parametrize(
    ("process", "unmarked"),
    [(GONE, "queued"), (OTHER_BOOT, "power cut"), (ELSEWHERE, "queued")],
    ids=["killed", "power cut", "elsewhere"],
)
def test_what_a_dead_sender_held_waits_again_or_is_in_doubt(store_url: str, process: object, unmarked: str) -> None:
    """After a power cut SQLite may have lost marks, so all that was claimed is in doubt; PostgreSQL loses none."""
    engine = outbox_of(store_url, AT_ONCE + 10)
    with writing(engine) as connection:
        sender = steps.enlist(connection, SCOPE.office, AT, process)  # type: ignore[arg-type]
        claimed = steps.claim(connection, SCOPE, sender, AT)
        assert steps.mark(connection, claimed[0].id, sender, AT)
    with writing(engine) as connection:
        living = steps.sweep(connection, SCOPE.office, AT + LEASE + timedelta(minutes=1))

    if unmarked == "power cut":
        unmarked = "in_doubt" if store_url.startswith("sqlite") else "queued"
    assert living == []
    assert len(claimed) == AT_ONCE
    assert states(engine) == ["in_doubt", *[unmarked] * (AT_ONCE - 1), *["queued"] * 10]


def test_a_sender_elsewhere_is_believed_until_its_lease_ends(store_url: str) -> None:
    """Nobody can look whether it lives; until then the second says so."""
    engine = outbox_of(store_url, 2)
    with writing(engine) as connection:
        steps.enlist(connection, SCOPE.office, AT, ELSEWHERE)
        with pytest.raises(RunBusy, match=f"number {GONE.pid} on elsewhere"):
            steps.begin(connection, SCOPE.office, AT + LEASE - timedelta(minutes=1))
        assert steps.begin(connection, SCOPE.office, AT + LEASE)


def test_this_process_is_told_from_another_of_its_number() -> None:
    """By when it began."""
    here = this_process()

    assert steps.lives(here, AT, here, AT)
    assert not steps.lives(replace(here, born="0"), AT, here, AT)
    assert not steps.lives(GONE, AT, here, AT)
