"""Make a forked process what a fresh interpreter would be: nothing of the caller's settings reaches a notebook."""

from __future__ import annotations

import atexit
import faulthandler
import gc
import logging
import os
import random
import signal
import sys
import threading
import warnings
from importlib.util import find_spec
from multiprocessing import process, util
from types import SimpleNamespace
from typing import Any, TextIO

from IPython.core.shellapp import InteractiveShellApp

INLINE = "module://matplotlib_inline.backend_inline"
LAUNCHER = str(getattr(find_spec("ipykernel_launcher"), "origin", "ipykernel_launcher.py"))
"""What a kernel is started by."""


def start_afresh(address_space: int | None) -> None:
    """Forget what the caller has set up; modules stay imported.

    Args:
        address_space: bytes that may be mapped beyond what is mapped now, None for no limit.
    """
    gc.freeze()  # else the first collection would copy every page that is shared with the caller
    faulthandler.disable()
    _default_signals()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 -- open until the process ends
    # What multiprocessing does in the processes that it forks: the caller's children and duties are not ours.
    process._children = set()  # type: ignore[attr-defined]  # noqa: SLF001
    util._finalizer_registry.clear()  # type: ignore[attr-defined]  # noqa: SLF001
    atexit._clear()  # noqa: SLF001
    atexit.register(util._exit_function)  # type: ignore[attr-defined]  # noqa: SLF001
    _default_reporting()
    sys.argv = [LAUNCHER]
    sys.path[:] = [entry for entry in sys.path if entry]
    # A notebook imports also from its folder, as the application does it that a kernel is.
    InteractiveShellApp.init_path(SimpleNamespace(ignore_cwd=False))  # type: ignore[arg-type]
    random.seed()
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    if address_space is not None:
        _limit(address_space)


def show_figures_inline() -> None:
    """Show figures at the end of a cell, as a kernel does, also where the caller has drawn some already."""
    if os.environ.setdefault("MPLBACKEND", INLINE) != INLINE:
        return
    sys.modules.pop("matplotlib_inline.backend_inline", None)  # it connects itself to the shell when it is imported
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.close("all")
        pyplot._backend_mod = None  # noqa: SLF001 -- it is chosen with the first figure
    if "matplotlib" in sys.modules:
        # Not by the door: that looks through all installed packages for backends.
        dict.__setitem__(sys.modules["matplotlib"].rcParams, "backend", INLINE)


def _default_signals() -> None:
    signal.set_wakeup_fd(-1)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in signal.valid_signals():
        if callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _default_reporting() -> None:
    """Let warnings, logging and uncaught errors go to sys.stderr, unconfigured."""
    sys.excepthook = sys.__excepthook__
    sys.unraisablehook = sys.__unraisablehook__
    threading.excepthook = threading.__excepthook__
    warnings.showwarning = _show_warning
    if not sys.warnoptions:
        _default_filters()
    logging.disable(logging.NOTSET)
    root = logging.getLogger()
    root.setLevel(logging.WARNING)
    root.handlers.clear()
    for logger in logging.Logger.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):  # libraries keep what they have so as to be silent
            logger.handlers[:] = [one for one in logger.handlers if isinstance(one, logging.NullHandler)]


def _default_filters() -> None:
    """Drop the caller's opinion of warnings in general, and keep what libraries have said of their own ones."""
    filters: list[Any] = warnings.filters  # type: ignore[assignment]
    filters[:] = [f for f in filters if f[1] or f[3] or f[2].__module__ != "builtins"]
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.simplefilter("ignore", category, append=True)


def _show_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    (file or sys.stderr).write(warnings.formatwarning(message, category, filename, lineno, line))


def _limit(address_space: int) -> None:
    import resource
    from pathlib import Path

    mapped = 0
    if sys.platform == "linux":
        mapped = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (mapped + address_space, mapped + address_space))
