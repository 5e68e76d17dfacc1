"""Send letters from a forked process that is killed at a named point, for each line of work on the standard input.

A line is JSON: the store's URL, the server's port, the point, and at which letter it is killed; the answer is how the
process ended. Run as a script, so that the forked processes are copies of one that has nothing else in it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

from support.outboxes import SCOPE, how
from thongbao.bulletin import delivery, send, smtp
from thongbao.bulletin import outbox_sender as steps
from thongbao.database import open_store

if TYPE_CHECKING:
    from collections.abc import Callable

POINTS = (
    "enlisted",
    "claimed",
    "connected",
    "mail",
    "rcpt",
    "data",
    "body",
    "marked",
    "ended",
    "answered",
    "kept",
    "last",
)
"""In the order in which a letter passes them."""

WINDOW = ("marked", "ended", "answered")
"""From the mark to the answer: a letter may have gone out, and nobody can know."""


def main() -> None:
    print(json.dumps("ready"), flush=True)  # noqa: T201
    for line in sys.stdin:
        url, port, point, letter = json.loads(line)
        child = os.fork()
        if child == 0:
            die_at(point, letter)
            send.send_letters(open_store(url), SCOPE, how(port))
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        print(json.dumps(os.WIFSIGNALED(status)), flush=True)  # noqa: T201


def die_at(point: str, letter: int) -> None:
    """Put a trap at a point: the process kills itself when it comes there for the ``letter``-th time."""
    reached = count(1)

    def trap(here: str) -> None:
        if here == point and next(reached) == letter:
            os.kill(os.getpid(), signal.SIGKILL)

    def before(module: Any, name: str, here: str) -> None:
        real: Callable[..., Any] = getattr(module, name)
        setattr(module, name, lambda *args, **named: (trap(here), real(*args, **named))[1])

    def after(module: Any, name: str, here: str) -> None:
        real: Callable[..., Any] = getattr(module, name)

        def then(*args: Any, **named: Any) -> Any:
            done = real(*args, **named)
            trap(here)
            return done

        setattr(module, name, then)

    before(steps, "due_count", "enlisted")
    after(send, "_claim", "claimed")
    after(smtp, "connect", "connected")
    before(delivery, "_mark", "body")
    after(delivery, "_mark", "marked")
    before(delivery, "_settle", "answered")
    after(delivery, "_settle", "kept")
    before(steps, "end", "last")
    said = smtp._said

    def step(client: Any, name: str, *rest: Any) -> Any:
        if name == "end":  # the end has gone out, its answer has not been read
            real = client.getreply
            client.getreply = lambda: (trap("ended"), real())[1]
            try:
                return said(client, name, *rest)
            finally:
                client.getreply = real
        answer = said(client, name, *rest)
        trap(name)
        return answer

    smtp._said = step


if __name__ == "__main__":
    main()
