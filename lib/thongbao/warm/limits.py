"""What ends a notebook before its time. Every error names the cell.

The classes are nbclient's own kinds of error, so that who handles those of a kernel handles these.
"""

from __future__ import annotations

from nbclient.exceptions import CellTimeoutError, DeadKernelError


class CellTooSlow(CellTimeoutError):
    """One cell ran longer than a cell may.

    Attributes:
        cell_id: the cell.
        what: what it did, without saying where: the same words for all that end alike. So for all errors here.
    """

    def __init__(self, cell_id: str, seconds: float) -> None:
        self.cell_id, self.what = cell_id, f"ran longer than {seconds:g} s"
        super().__init__(f"Cell '{cell_id}' ran longer than {seconds:g} s")


class NotebookTooSlow(CellTimeoutError):
    """All cells together ran longer than a notebook may."""

    def __init__(self, cell_id: str, seconds: float) -> None:
        self.cell_id, self.what = cell_id, f"ran longer than {seconds:g} s in all, ended"
        super().__init__(f"The notebook ran longer than {seconds:g} s, and was ended in cell '{cell_id}'")


class OutputTooLarge(DeadKernelError):
    """A cell, or all cells together, put out more than the run allows."""

    def __init__(self, cell_id: str, allowed: int, whose: str) -> None:
        self.cell_id, self.what = cell_id, f"put out more than the {allowed:,} bytes that {whose} may"
        super().__init__(f"Cell '{cell_id}' put out more than the {allowed:,} bytes that {whose} may")


class NotebookDied(DeadKernelError):
    """The notebook's process ended by itself: a crash, ``os._exit``, ``exit()``, or somebody has killed it."""

    def __init__(self, cell_id: str, how: str) -> None:
        self.cell_id, self.what = cell_id, f"the kernel died: {how}"
        super().__init__(f"Kernel died in cell '{cell_id}': {how}")


EARLY_ENDS = (CellTooSlow, NotebookTooSlow, OutputTooLarge, NotebookDied)
