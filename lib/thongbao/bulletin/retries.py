"""Which failures are worth a second try in the same batch: those whose cause can pass by itself, and no other.

A second try costs as much as the first, and hides nothing: the record counts it. What is wrong with a notebook, its
data or its limits of time and output will be as wrong a minute later; a full disk is not emptied by waiting for it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.records import EditionRecord

Passing = Literal["memory", "store", "start"]

CAN_PASS: tuple[tuple[Passing, str], ...] = (
    # Too many editions at once; the system ends the largest process. By SIGKILL also an operator's own `kill`.
    ("memory", r"MemoryError\b"),
    ("memory", r"NotebookDied: the kernel died: SIGKILL\b"),
    ("memory", r"its process killed by SIGKILL$"),
    ("memory", r"(the system refused|OSError|BlockingIOError): .*(Cannot allocate memory|temporarily unavailable)"),
    # Somebody else writes: an intake, another machine's run, the database's own upkeep.
    (
        "store",
        r"OperationalError: .*(database (table )?is locked|deadlock detected|starting up|too many (clients|conn))",
    ),
    ("store", r"OperationalError: .*(connection refused|server closed the connection|connection timed out)"),
    # A stock kernel that did not come up in time, on a machine that was busy.
    ("start", r"KernelNotStarted: "),
)
SHARE = 0.1
FEW = 10


def can_pass(cause: str) -> Passing | None:
    """Return why a failure may not come again, None where it will.

    Args:
        cause: as an edition's record has it.
    """
    return next((why for why, words in CAN_PASS if re.match(words, cause, re.IGNORECASE)), None)


def worth_a_retry(failed: Sequence[EditionRecord], tried: int) -> list[EditionRecord]:
    """Return the failures to try again when all others are done; none has been tried twice.

    Where more than a tenth of what was tried, and more than ten, failed for causes that can pass, they are no
    accident: the whole batch would be run twice to no purpose, and somebody should look first.

    Args:
        failed: of this run.
        tried: how many editions this run has tried.
    """
    again = [record for record in failed if record.attempts == 1 and can_pass(record.cause)]
    return again if len(again) <= max(FEW, SHARE * tried) else []


def retry_workers(again: Sequence[EditionRecord], workers: int) -> int:
    """Return how many to try at once: one where memory was short for any of them, else as many as before."""
    return 1 if any(can_pass(record.cause) == "memory" for record in again) else workers
