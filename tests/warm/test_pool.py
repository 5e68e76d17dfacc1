"""The pool: every job in a fresh process, and none can harm another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil
import pytest

from support.jobs import double, end_badly, leave_a_mark, process_of, start_a_child_or_wait_for_it
from thongbao.warm.pool import Ended, run_jobs

if TYPE_CHECKING:
    from pathlib import Path


def long_enough(_: object) -> float:
    return 60


def ends(pid: int) -> bool:
    """Say whether a process ends within the time that a busy system needs to end it; a zombie has ended."""
    try:
        process = psutil.Process(pid)
        psutil.wait_procs([process], timeout=10)
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_every_item_comes_back_with_its_result() -> None:
    """Nothing is lost, whatever the order in which jobs end."""
    results = dict(run_jobs(double, range(7), workers=2, seconds=long_enough))

    assert results == {n: 2 * n for n in range(7)}


def test_each_job_has_a_process_of_its_own() -> None:
    """A process is never used twice, so nothing can be left in it."""
    pids = [pid for _, pid in run_jobs(process_of, range(4), workers=2, seconds=long_enough)]

    assert len(set(pids)) == 4


def test_nothing_of_a_job_reaches_the_next_one() -> None:
    """Modules and environment are as fresh for the last job as for the first."""
    found = [was_there for _, was_there in run_jobs(leave_a_mark, range(3), workers=1, seconds=long_enough)]

    assert found == [False, False, False]


@pytest.mark.parametrize(
    ("how", "cause"),
    [("kill", "killed by SIGKILL"), ("segfault", "killed by SIGSEGV"), ("exit", "left with exit code 7")],
)
def test_a_job_that_dies_is_named_and_the_others_go_on(how: str, cause: str) -> None:
    """A dead process costs its own job only."""
    results = dict(run_jobs(end_badly, ["well", how, "also well"], workers=2, seconds=long_enough))

    assert results == {"well": "well", how: Ended(cause), "also well": "also well"}


def test_a_job_that_hangs_is_ended_after_its_time() -> None:
    """The time is the item's own."""
    results = dict(run_jobs(end_badly, ["hang", "well"], workers=2, seconds=lambda how: 1 if how == "hang" else 60))

    assert results == {"hang": Ended("took longer than 1 s"), "well": "well"}


def test_what_a_job_started_ends_with_it(tmp_path: Path) -> None:
    """A job that is ended leaves no orphan."""
    note = str(tmp_path / "child")
    jobs = run_jobs(start_a_child_or_wait_for_it, [("start", note), ("wait", note)], workers=2, seconds=long_enough)
    next(jobs)

    jobs.close()

    assert ends(int((tmp_path / "child").read_text()))


def test_leaving_the_loop_early_ends_the_rest() -> None:
    """Ctrl-C in the middle leaves nothing running."""
    jobs = run_jobs(end_badly, ["well", "hang", "hang"], workers=2, seconds=long_enough)
    assert next(jobs) == ("well", "well")

    jobs.close()

    children = psutil.Process().children(recursive=True)
    assert not [c for c in children if c.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(c.cmdline())]


def test_no_items_no_results() -> None:
    """An empty batch is not an error."""
    assert list(run_jobs(double, [], workers=2, seconds=long_enough)) == []
