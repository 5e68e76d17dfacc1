"""Everything that can go wrong, grouped by who must act.

An error says what happened, in the past tense, where, and what to do. It carries the exit code of the command that
meets it: 1 something failed, 2 wrong use, 3 a letter in doubt.
"""

from __future__ import annotations

from traceback import walk_tb
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from thongbao.records import Fault


class ThongbaoError(Exception):
    """The one base of all our errors."""

    exit_code = 1

    def _render_traceback_(self) -> list[str]:
        # IPython asks an exception for this before it makes a traceback: an analyst reads one sentence, not our lines.
        line = _line_of_cell(self)
        return [f"{type(self).__name__}: {self}", *([f"Cell, line {line}"] if line else [])]


def _line_of_cell(error: BaseException) -> int:
    """Return the line of a notebook's cell in which an error came up, 0 outside one."""
    for frame, line in walk_tb(error.__traceback__):
        # What a cell holds is a module, or what IPython renames it to; what lies above it are IPython's own functions.
        if frame.f_code.co_name == "<module>" or frame.f_code.co_name.startswith("<cell line"):
            return line
    return 0


# The operator must act.


class WrongUse(ThongbaoError):
    """A command was called with something that cannot be meant."""

    exit_code = 2


class ParamsInvalid(ThongbaoError):
    """Files under params/ could not be used; every fault found is listed.

    Attributes:
        faults: at least one, in the order of files and lines.
    """

    exit_code = 2

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class RunBusy(ThongbaoError):
    """Another run was at work on the same outputs."""


class ClusterUnusable(ThongbaoError):
    """The machines that were to make editions could not be reached, would make something else, or were lost."""


class OutputUnwritable(ThongbaoError):
    """A file could not be written.

    Attributes:
        reason: the system's words, the same for all files that fail alike, e.g. "No space left on device".
    """

    def __init__(self, path: Path, error: OSError) -> None:
        self.reason = error.strerror or str(error)
        super().__init__(
            f"{path} could not be written: {self.reason}. Free space or correct the permissions, then run again."
        )


class StoreInvalid(ThongbaoError):
    """The store could not be opened or is of a newer schema than this program."""


# The county clerk must act.


class ReportUnreadable(ThongbaoError):
    """A file in the inbox could not be opened as a workbook or CSV within the limits."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(str(fault))


# The analyst must act.


class NotebookInvalid(ThongbaoError):
    """A notebook did not keep the contract of notebooks/README.md."""


class UnknownName(NotebookInvalid, AttributeError):
    """A notebook named something that ``report`` or a Day does not have."""


class LoadRefused(ThongbaoError):
    """``report.load`` was asked for something that cannot be loaded."""


class FigureInvalid(ThongbaoError):
    """A figure could not be drawn as it must be read, e.g. a glyph was missing."""


class EditionFailed(ThongbaoError):
    """One edition did not come out.

    Attributes:
        cause: short and the same for all editions that failed alike, e.g. ``"KeyError 'pupils' in cell trend-figure"``.
        detail: a traceback or the first lines of one; "" where the cause says all.
    """

    def __init__(self, cause: str, detail: str = "") -> None:
        self.cause = cause
        self.detail = detail
        super().__init__(cause)


# Whoever sends letters must act.


class LetterRefused(ThongbaoError):
    """A letter could not be written as it must be: to the right recipient, from the right page, with clean headers."""


class MailServerRefused(ThongbaoError):
    """The mail server could not be used, for any letter.

    Attributes:
        lasting: whether it will refuse again, so that somebody must correct something first.
    """

    def __init__(self, said: str, *, lasting: bool) -> None:
        self.lasting = lasting
        super().__init__(said)


class LettersStopped(ThongbaoError):
    """Sending was ended before its end, because the server seemed to refuse everything."""
