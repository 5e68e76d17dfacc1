"""What waits in the outbox, looked at from outside: called off when its approval goes, written to files on request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from thongbao.bulletin.approval import standing
from thongbao.bulletin.outbox_store import cancel, held
from thongbao.bulletin.queueing import STOPPABLE, stands
from thongbao.database import approvals, reading, writing
from thongbao.database.mailing import letters, outbox
from thongbao.files import publish
from thongbao.records import REMINDERS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from sqlalchemy import Engine

    from thongbao.bulletin.outbox_store import Scope
    from thongbao.records import OfficeParams


def watch(engine: Engine, params: OfficeParams, scope: Scope, now: Callable[[], datetime]) -> Callable[[], None]:
    """Return what a sender asks now and then: it calls off letters whose approval was withdrawn meanwhile."""
    last = [-1]

    def look() -> None:
        with reading(engine) as connection:
            newest = connection.execute(select(func.max(approvals.c.id))).scalar() or 0
        if newest == last[0]:
            return
        last[0] = newest
        with writing(engine) as connection:
            given = standing(connection, scope.office, scope.day)
            there = held(connection, scope)
            waiting = [(n, key) for key, (n, state) in there.items() if state in STOPPABLE and key[1] != REMINDERS]
            gone = [n for n, key in waiting if not stands(params, scope, given, key)]
            cancel(connection, dict.fromkeys(gone, "its approval was withdrawn"), now())

    return look


def write_waiting(engine: Engine, scope: Scope, folder: Path) -> int:
    """Write the letters that wait as .eml files, the very bytes that are sent; return how many.

    Raises:
        OutputUnwritable: the folder could not be written to.
    """
    c = outbox.c
    asked = (
        select(c.id, c.unit, c.bulletin, c.locale, letters.c.content)
        .join_from(outbox, letters, letters.c.letter == c.id)
        .where(scope.rows(), c.state.in_(sorted(STOPPABLE)))
        .order_by(c.id)
    )
    count = 0
    with reading(engine) as connection:
        for row in connection.execute(asked):
            name = f"{scope.day}.{row.unit}.{row.bulletin}.{row.locale}.{row.id}.eml"
            publish(folder / name, bytes(row.content))
            count += 1
    return count
