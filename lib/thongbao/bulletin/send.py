"""Send what waits: claim it, deliver letter by letter, wait for those that were deferred, give back what is left."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from thongbao.bulletin import outbox_sender as steps
from thongbao.bulletin import smtp
from thongbao.bulletin.delivery import How, Run, deliver, now, pause
from thongbao.database import force_each, keeping, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import Engine, Row

    from thongbao.bulletin.outbox import Event
    from thongbao.bulletin.outbox_store import Scope


def send_letters(
    engine: Engine,
    scope: Scope,
    how: How,
    stop: threading.Event | None = None,
    look: Callable[[], None] = lambda: None,
    progress: Callable[[Row[Any], Event, int], None] = lambda _letter, _event, _total: None,
) -> None:
    """Send every letter of ``scope`` that waits and is due; what came of each is in the outbox.

    Raises:
        RunBusy: another sender of the office lives.
        MailServerRefused: the server could not be used; letters not sent wait again.
        LettersStopped: it refused one letter after the other.
        StoreInvalid: the store could not be written; a letter that was on its way is in doubt.
    """
    with writing(engine) as connection:
        sender = steps.begin(connection, scope.office, now())
    try:
        with (
            keeping(engine) as connection,
            _leaving(
                Run(
                    *(connection, scope, how, sender, stop or threading.Event(), look, progress),
                    *steps.quick(connection, sender),
                )
            ) as run,
        ):
            with connection.begin():
                run.total = steps.due_count(connection, scope, now())
            while not run.stop.is_set():
                claimed, contents = _claim(run)
                if not claimed and not _wait_for_deferred(run):
                    break
                for letter in claimed:
                    if run.stop.is_set():
                        break
                    deliver(run, letter, contents[letter.id])
    finally:
        with writing(engine) as connection:
            steps.end(connection, sender, now())


def _claim(run: Run) -> tuple[Sequence[Row[Any]], dict[int, bytes]]:
    """Claim the next letters, forced to disk: see ``outbox`` for why only this is."""
    force_each(run.connection, True)
    with run.connection.begin():
        claimed = steps.claim(run.connection, run.scope, run.sender, now())
    force_each(run.connection, False)
    with run.connection.begin():
        return claimed, steps.contents_of(run.connection, [letter.id for letter in claimed])


@contextmanager
def _leaving(run: Run) -> Iterator[Run]:
    try:
        yield run
    finally:
        if run.client is not None:
            smtp.leave(run.client)


def _wait_for_deferred(run: Run) -> bool:
    """Wait until the first deferred letter is due; False where there is none, or patience does not last so long."""
    with run.connection.begin():
        due = steps.next_time(run.connection, run.scope)
    if due is None:
        return False
    seconds = max((due - now()).total_seconds(), 0.0) + 0.01
    if run.waited + seconds > run.how.patience:
        return False
    run.waited += seconds
    return not pause(run, seconds)
