"""A second try is for causes that can pass, once, and not for a batch that fails as a whole."""

from __future__ import annotations

from datetime import date

import pytest

from thongbao.bulletin.retries import can_pass, retry_workers, worth_a_retry
from thongbao.records import Edition, EditionRecord

KILLED = "NotebookDied: the kernel died: SIGKILL in cell trend-figure"
LOCKED = "OperationalError: (sqlite3.OperationalError) database is locked in cell load"


def failure(number: int, cause: str, attempts: int = 1) -> EditionRecord:
    edition = Edition(
        office="o", bulletin="b", notebook="10_b.ipynb", unit=f"u{number}", date=date(2020, 2, 19), locale="en"
    )
    return EditionRecord(edition=edition, state="failed", cause=cause, attempts=attempts)


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (KILLED, "memory"),
        ("its process killed by SIGKILL", "memory"),
        ("MemoryError in cell load", "memory"),
        ("MemoryError: Unable to allocate 2 GiB in cell load", "memory"),
        ("the system refused: Cannot allocate memory", "memory"),
        ("BlockingIOError: [Errno 11] Resource temporarily unavailable in cell load", "memory"),
        (LOCKED, "store"),
        (
            "OperationalError: (psycopg.OperationalError) server closed the connection unexpectedly in cell load",
            "store",
        ),
        ("KernelNotStarted: Kernel didn't respond in 120 seconds", "start"),
    ],
)
def test_what_can_pass_is_known_by_its_cause(cause: str, why: str) -> None:
    """Memory, a locked store, a kernel that did not come up."""
    assert can_pass(cause) == why


@pytest.mark.parametrize(
    "cause",
    [
        "KeyError: 'pupils' in cell trend-figure",
        "KeyError: 'MemoryError' in cell load",
        "CellTooSlow: ran longer than 60 s in cell load",
        "NotebookTooSlow: ran longer than 270 s in all, ended in cell load",
        "OutputTooLarge: put out more than the 20,000,000 bytes that one cell may in cell load",
        "NotebookDied: the kernel died: SIGSEGV in cell load",
        "NotebookDied: the kernel died: exit code 0 in cell load",
        "its process killed by SIGSEGV",
        "its process took longer than 300 s",
        "its files could not be written: No space left on device",
        "OperationalError: (sqlite3.OperationalError) no such table: reports in cell load",
        "the notebook was signed for another unit",
        "",
    ],
)
def test_what_will_come_again_is_not_tried_again(cause: str) -> None:
    """Mistakes, limits, crashes and full disks stay what they are."""
    assert can_pass(cause) is None


def test_each_is_tried_once_more_and_no_oftener() -> None:
    """The record of the second try says that it was one."""
    failed = [failure(1, KILLED), failure(2, KILLED, attempts=2), failure(3, "KeyError: 'x' in cell load")]

    assert worth_a_retry(failed, 12) == failed[:1]


def test_a_batch_that_fails_as_a_whole_is_not_run_twice() -> None:
    """Up to ten, or up to a tenth, may be an accident."""
    many = [failure(n, KILLED) for n in range(100)]

    assert worth_a_retry(many[:10], 12) == many[:10]
    assert worth_a_retry(many[:11], 12) == []
    assert worth_a_retry(many, 1000) == many
    assert worth_a_retry(many, 999) == []


def test_where_memory_was_short_they_are_tried_one_by_one() -> None:
    """A locked store does not ask for that."""
    assert retry_workers([failure(1, LOCKED), failure(2, KILLED)], 8) == 1
    assert retry_workers([failure(1, LOCKED)], 8) == 8
