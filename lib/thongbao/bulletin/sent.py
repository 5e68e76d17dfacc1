"""What a run of the sender leaves behind: a line in the audit trail, and no bytes of letters that ended long ago."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from thongbao.bulletin.audit import note
from thongbao.bulletin.outbox_store import purge, tally
from thongbao.database import writing

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Engine

    from thongbao.bulletin.outbox_store import Scope

KEPT = timedelta(days=30)
"""How long the bytes of a letter are kept after it was sent, refused or cancelled; that it was, stays for good."""


def close(engine: Engine, scope: Scope, now: datetime) -> None:
    """Tell the audit trail how the letters of a day stand, and remove bytes that are no longer needed."""
    with writing(engine) as connection:
        counts = ", ".join(f"{count} {state}" for state, count in tally(connection, scope).items() if count)
        note(
            connection,
            office=scope.office,
            day=scope.day,
            action="sent",
            actor="",
            detail=counts or "no letters",
            at=now,
        )
        purge(connection, scope.office, now - KEPT)
