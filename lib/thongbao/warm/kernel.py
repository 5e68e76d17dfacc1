"""The child's side: take cells from a pipe, run them in the shell, send back what they put out."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from thongbao.warm.shell import new_shell
from thongbao.warm.streams import Descriptors

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from thongbao.warm.shell import WarmShell

LANGUAGE_INFO = {
    "name": "python",
    "version": ".".join(map(str, sys.version_info[:3])),
    "mimetype": "text/x-python",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "pygments_lexer": "ipython3",
    "nbconvert_exporter": "python",
    "file_extension": ".py",
}


def serve(pipe: Connection, address_space: int | None) -> None:
    """Run cells until the pipe is closed; never returns to what called it.

    Args:
        pipe: gives (source, store history) and takes ("message", ...) and at the end of each cell ("reply", ...).
        address_space: bytes that this process may map, None for no limit.
    """
    _stand_alone(address_space)
    shell, streams = new_shell(lambda message: pipe.send(("message", _plain(message))), Descriptors())
    with suppress(EOFError, OSError):
        while True:
            source, store_history = pipe.recv()
            reply = _run(shell, source, store_history=store_history)
            for stream in streams:
                stream.flush()
            pipe.send(("reply", reply))
    os._exit(0)


def _stand_alone(address_space: int | None) -> None:
    """Be the head of an own process group, so that all that a cell starts can be ended with it."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if address_space is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    faulthandler.disable()


def _run(shell: WarmShell, source: str, *, store_history: bool) -> dict[str, Any]:
    """Run one cell and return the content of the reply as ipykernel builds it."""
    result = shell.run_cell(source, store_history=store_history)
    error = result.error_before_exec if result.error_before_exec is not None else result.error_in_exec
    shown_badly = getattr(shell, "_last_traceback_during_displayhook", False)
    reply: dict[str, Any] = {"status": "ok", "execution_count": shell.execution_count - 1}
    if not result.success or shown_badly:
        traceback = getattr(shell, "_last_traceback", None) or []
        reply |= {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": traceback}
    if shell.payload_manager is not None:
        shell.payload_manager.clear_payload()
    return reply


def _plain(message: dict[str, Any]) -> dict[str, Any]:
    """Keep of a message what an output is made of."""
    return {"msg_type": message["header"]["msg_type"], "content": message["content"]}
