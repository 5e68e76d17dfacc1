"""The attendant: jobs for a process that cannot fork, each in a fresh process, and nothing outlives anybody."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Pipe
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from thongbao.warm import attendant as module
from thongbao.warm.attendant import Attendant
from thongbao.warm.pool import Ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="passes connections through Unix sockets")

TESTS = str(Path(__file__).resolve().parents[1])
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(filter(None, [TESTS, os.environ.get("PYTHONPATH", "")]))}


def attendant_for(job: str) -> Attendant[object, object]:
    return Attendant("support.jobs:double", 21, f"support.jobs:{job}", environment=ENVIRONMENT)


@pytest.fixture
def start() -> Iterator[Callable[[str], Attendant[object, object]]]:
    """A function that starts an attendant for a job of support/jobs.py; it is closed at the end."""
    started: list[Attendant[object, object]] = []

    def begin(job: str) -> Attendant[object, object]:
        started.append(attendant_for(job))
        return started[-1]

    yield begin
    for one in started:
        one.close()


def ends(pid: int) -> bool:
    try:
        process = psutil.Process(pid)
        psutil.wait_procs([process], timeout=10)
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def begun(note: Path) -> int:
    while not (note.exists() and note.read_text().strip()):
        time.sleep(0.01)
    return int(note.read_text())


def test_jobs_asked_for_by_several_threads_each_have_a_process(
    start: Callable[[str], Attendant[object, object]],
) -> None:
    """And what was prepared is there before the first of them."""
    one = start("process_of")

    with ThreadPoolExecutor(3) as threads:
        pids = list(threads.map(lambda number: one.run(number, 60), range(6)))

    assert one.found == 42
    assert len(set(pids)) == 6
    assert os.getpid() not in pids


def test_a_job_that_dies_or_hangs_is_named_and_the_others_go_on(
    start: Callable[[str], Attendant[object, object]],
) -> None:
    """As in the pool."""
    one = start("end_badly")

    assert one.run("kill", 60) == Ended("killed by SIGKILL")
    assert one.run("hang", 0.5) == Ended("took longer than 0.5 s")
    assert one.run("well", 60) == "well"


def test_a_job_that_nobody_wants_any_more_is_ended_with_what_it_started(
    start: Callable[[str], Attendant[object, object]], tmp_path: Path
) -> None:
    """Whoever asked need only stop waiting."""
    one, note = start("start_a_child_or_wait_for_it"), tmp_path / "child"
    stop = threading.Event()

    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(one.run, ("stay", str(note)), 60, lambda: not stop.is_set())
        child = begun(note)
        stop.set()

        assert asked.result() is None
    assert ends(child)
    assert one.run(("wait", str(note)), 60) == "wait"


def test_whatever_ends_the_attendant_is_said_and_ends_its_jobs(
    start: Callable[[str], Attendant[object, object]], tmp_path: Path
) -> None:
    """The system kills the largest process where memory is short, and that may be this one."""
    one, note = start("start_a_child_or_wait_for_it"), tmp_path / "child"

    with ThreadPoolExecutor(1) as threads:
        asked = threads.submit(one.run, ("stay", str(note)), 60)
        child = begun(note)
        one._process.kill()

        with pytest.raises((EOFError, OSError)):
            asked.result()
    assert one.how_it_ended() == "killed by SIGKILL"
    assert one.has_ended()
    assert ends(child)


BESIDE = """
import sys, time
from thongbao.warm.attendant import Attendant
one = Attendant("support.jobs:double", 1, "support.jobs:start_a_child_or_wait_for_it")
one.run(("stay", sys.argv[1]), 600)
"""


def test_when_the_process_it_stands_beside_is_killed_nothing_is_left(tmp_path: Path) -> None:
    """Neither the attendant nor its jobs, nor what they started."""
    note = tmp_path / "child"
    call = [sys.executable, "-c", BESIDE, str(note)]
    with subprocess.Popen(call, env={**os.environ, **ENVIRONMENT}) as beside:
        child = begun(note)
        below = [process.pid for process in psutil.Process(beside.pid).children(recursive=True)]
        beside.kill()

    assert child in below
    assert len(below) >= 4
    assert all(ends(pid) for pid in below)


def test_an_attendant_without_work_ends_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch that was killed never says that it is over."""
    monkeypatch.setattr(module, "IDLE_SECONDS", 0.05)
    ours, theirs = socket.socketpair()
    near, far = Pipe()
    served = threading.Thread(target=module.attend, args=(theirs.detach(),))

    served.start()
    with ours, near, far:
        socket.send_fds(ours, [b"."], [far.fileno()])
        near.send(("support.jobs:double", 21, "support.jobs:double", ()))
        assert near.recv() == 42
        served.join(20)

    assert not served.is_alive()
