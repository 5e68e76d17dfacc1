"""IPython's shell as ipykernel sets it up, with a pipe in place of its sockets.

The classes are ipykernel's own, so that displays, tracebacks, magics and `await` are what a kernel makes of them.
"""

from __future__ import annotations

import builtins
import getpass
import os
import random
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError, UsageError
from jupyter_client.session import Session
from traitlets.config import Config

from thongbao.warm.streams import Stream

if TYPE_CHECKING:
    from collections.abc import Callable

    from thongbao.warm.streams import Descriptors

    Receive = Callable[[dict[str, Any]], None]

NO_INPUT = "raw_input was called, but this frontend does not support input requests."
INLINE = "module://matplotlib_inline.backend_inline"


class Wire(Session):
    """Hand every message to a function instead of a socket."""

    def __init__(self, receive: Receive) -> None:
        super().__init__(key=b"")
        self._receive = receive

    def send(self, _stream: Any, msg_or_type: Any, content: Any = None, parent: Any = None, **_: Any) -> Any:  # type: ignore[override]
        """Receive a message that was built already, or build it."""
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content, parent)
        self._receive(message)
        return message


class WarmShell(ZMQInteractiveShell):
    """The shell of one notebook, in one process."""

    def enable_gui(self, gui: Any = None) -> None:
        """Accept figures in the page; there is no window here."""
        if gui not in (None, "inline", "agg"):
            raise UsageError(f"There is no event loop for {gui!r} in a batch. Use %matplotlib inline.")


def new_shell(receive: Receive, descriptors: Descriptors) -> tuple[WarmShell, tuple[Stream, Stream]]:
    """Make the shell of this process, and let what it and ``print`` put out go to ``receive``.

    Called once, in a process that runs one notebook and then ends.

    Returns:
        The shell, and the streams that stand at sys.stdout and sys.stderr.
    """
    os.environ.setdefault("MPLBACKEND", INLINE)
    config = Config()
    config.HistoryManager.enabled = False  # a thread and a file that nobody reads
    WarmShell.clear_instance()
    shell = WarmShell.instance(config=config, compiler_class=XCachingCompiler, kernel=None)
    wire = Wire(receive)
    parts: tuple[tuple[Any, bytes], ...] = (
        (shell.displayhook, b"execute_result"),
        (shell.display_pub, b"display_data"),
    )
    for part, topic in parts:
        part.session = wire
        part.pub_socket = None
        part.topic = topic
    streams = (Stream("stdout", wire, descriptors), Stream("stderr", wire, descriptors))
    sys.stdout, sys.stderr = streams
    _refuse_input()
    _settle_libraries()
    return shell, streams


def _refuse_input() -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise StdinNotImplementedError(NO_INPUT)

    builtins.input = refuse
    getpass.getpass = refuse


def _settle_libraries() -> None:
    """Do what a fresh process would have: new random states, and figures shown at the end of a cell."""
    random.seed()
    numpy = sys.modules.get("numpy")
    if numpy is not None:
        numpy.random.seed()
    backend = sys.modules.get("matplotlib_inline.backend_inline")
    if backend is not None and os.environ["MPLBACKEND"] == INLINE:
        backend._enable_matplotlib_integration()  # noqa: SLF001 -- it has run at import, before there was a shell
