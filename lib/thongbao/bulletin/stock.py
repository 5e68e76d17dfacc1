"""papermill's own engine, held to the limits of ``warm``, as far as a stock kernel can be."""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
import time
from typing import TYPE_CHECKING, Any

import psutil
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError
from traitlets import CaselessStrEnum

from thongbao.warm.limits import CellTooSlow, NotebookDied, NotebookTooSlow, OutputTooLarge

if TYPE_CHECKING:
    from thongbao.records import Limits

LONGEST_SOCKET_FOLDER = 40
"""Characters: the path of a Unix socket ends at 107, and a kernel's name takes 60 of them."""
LEAST_SECONDS = 0.001
"""What is left of a time that is over: nbclient takes 0 for no limit."""


class LocalKernelManager(AsyncKernelManager):
    """Talk to the kernel through sockets of the file system: quicker than TCP, and nobody else can listen."""

    transport = CaselessStrEnum(["tcp", "ipc"], default_value="ipc", config=True)

    def _ip_default(self) -> str:
        # Jupyter's own default is one name in the working directory, where two kernels would meet.
        return os.path.join(os.environ["JUPYTER_RUNTIME_DIR"], "k")  # noqa: PTH118 -- a prefix of socket names


class Stock:
    """The limits of one run by a stock kernel.

    Time is limited as by ``warm``. Output is measured when a cell has ended: one that never ends is ended by its time.
    The address space is limited on Linux, from the first cell on.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cell = ""
        self._ends = math.inf
        self._spent = 0
        self._managers: list[AsyncKernelManager] = []

    def options(self) -> dict[str, Any]:
        """Return what papermill is to be called with."""
        return {
            "kernel_manager_class": self._manager(),
            "timeout_func": self._seconds,
            "on_cell_execute": self._begin,
            "on_cell_executed": self._measure,
        }

    def named(self, error: Exception) -> CellTooSlow | NotebookTooSlow | NotebookDied:
        """Return the error of ``warm`` that says the same as nbclient's, and in which cell."""
        if not isinstance(error, CellTimeoutError):
            return NotebookDied(self._cell, "it said no more")
        if time.monotonic() >= self._ends:
            return NotebookTooSlow(self._cell, self._limits.notebook_seconds)
        return CellTooSlow(self._cell, self._limits.cell_seconds)

    def _manager(self) -> type[AsyncKernelManager]:
        short = len(tempfile.gettempdir()) <= LONGEST_SOCKET_FOLDER
        base: Any = LocalKernelManager if os.name == "posix" and short else AsyncKernelManager
        managers = self._managers

        class Known(base):
            def __init__(self, **options: Any) -> None:
                super().__init__(**options)
                managers.append(self)

        return Known

    def _seconds(self, _cell: Any) -> float:
        return max(LEAST_SECONDS, min(self._limits.cell_seconds, self._ends - time.monotonic()))

    def _begin(self, cell: Any, cell_index: int) -> None:
        self._cell = str(cell.get("id", cell_index))
        if self._ends == math.inf:
            self._ends = time.monotonic() + self._limits.notebook_seconds
            if sys.platform == "linux":
                self._limit_memory()

    def _limit_memory(self) -> None:
        kernel = psutil.Process(self._managers[-1].provisioner.pid)  # type: ignore[union-attr]
        allowed = kernel.memory_info().vms + self._limits.memory_mb * 1_000_000
        kernel.rlimit(psutil.RLIMIT_AS, (allowed, allowed))

    def _measure(self, cell: Any, cell_index: int, execute_reply: Any) -> None:  # noqa: ARG002 -- nbclient's names
        size = sum(len(json.dumps(output)) for output in cell.get("outputs", []))
        self._spent += size
        for spent, allowed, whose in (
            (size, self._limits.cell_output_mb, "one cell"),
            (self._spent, self._limits.output_mb, "a notebook"),
        ):
            if spent > allowed * 1_000_000:
                raise OutputTooLarge(self._cell, allowed * 1_000_000, whose)
