"""IPython's shell as ipykernel sets it up, with a pipe in place of its sockets.

The classes are ipykernel's own, so that displays, tracebacks, magics and `await` are what a kernel makes of them.
"""

from __future__ import annotations

import builtins
import gc
import getpass
from functools import wraps
from types import MethodType, SimpleNamespace
from typing import TYPE_CHECKING, Any, NoReturn

import comm
from ipykernel.compiler import XCachingCompiler
from ipykernel.kernelbase import Kernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from jupyter_client.session import Session
from traitlets.config import Config

if TYPE_CHECKING:
    from collections.abc import Callable

NO_WIDGETS = "Widgets need a kernel that answers. Run this notebook with papermill's own engine: --engine nbclient"


class Wire(Session):
    """Hand every message to a function instead of a socket."""

    def __init__(self, send: Callable[[str, dict[str, Any]], None]) -> None:
        super().__init__(key=b"")
        self._send = send

    def send(self, _stream: Any, msg_or_type: Any, content: Any = None, *_: Any, **__: Any) -> Any:  # type: ignore[override]
        """Send a message that was built already, or its content."""
        if isinstance(msg_or_type, dict):
            self._send(msg_or_type["msg_type"], msg_or_type["content"])
        else:
            self._send(msg_or_type, content)
        return msg_or_type


def new_shell(send: Callable[[str, dict[str, Any]], None]) -> ZMQInteractiveShell:
    """Make the shell of this process, and let what it shows go to ``send``.

    Called once, in a process that runs one notebook and then ends.
    """
    config = Config()
    config.HistoryManager.enabled = False  # a thread and a file that nobody reads
    if InteractiveShell.initialized():  # papermill was called in a notebook, or in IPython
        type(InteractiveShell.instance()).clear_instance()
    # A kernel that has nothing but what the shell asks it for.
    kernel = SimpleNamespace(eventloop=None, _allow_stdin=False)
    shell = ZMQInteractiveShell.instance(config=config, compiler_class=XCachingCompiler, kernel=kernel)
    wire = Wire(send)
    parts: tuple[tuple[Any, bytes], ...] = (
        (shell.displayhook, b"execute_result"),
        (shell.display_pub, b"display_data"),
    )
    for part, topic in parts:
        part.session = wire
        part.pub_socket = None
        part.topic = topic
    # Drawing makes a great many objects and drops nearly none; the collector looks at them again and again meanwhile.
    formatter: Any = shell.display_formatter
    formatter.format = _uncollected(formatter.format)
    # ipykernel's own, which refuse where nobody answers, so that the traceback is the same.
    builtins.input = MethodType(Kernel.raw_input, kernel)
    getpass.getpass = MethodType(Kernel.getpass, kernel)
    comm.create_comm = _refuse_widgets
    # Not by a subclass: libraries know a notebook by the name of the shell's class.
    shell.enable_gui = _refuse_windows  # type: ignore[method-assign]
    return shell


def _uncollected(format_: Callable[..., Any]) -> Callable[..., Any]:
    """Let the garbage collector rest while one value is shown, no longer: what a cell leaks is collected as ever."""

    @wraps(format_)
    def wrapper(*values: Any, **options: Any) -> Any:
        __tracebackhide__ = True
        collects = gc.isenabled()
        gc.disable()
        try:
            return format_(*values, **options)
        finally:
            if collects:
                gc.enable()

    return wrapper


def _refuse_windows(gui: object = None) -> None:
    if gui not in (None, "inline", "agg"):
        raise UsageError(f"There is no event loop for {gui!r} in a batch. Use %matplotlib inline.")


def _refuse_widgets(*_: object, **__: object) -> NoReturn:
    raise NotImplementedError(NO_WIDGETS)
