"""The keeper: nothing that a job starts outlives the batch, whoever is killed and however it hides."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from support.endings import is_gone
from support.jobs import threads_at_the_fork
from thongbao.flow import PRELOAD

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs prctl")
BATCH = """
from pathlib import Path
from support.endings import is_gone
from support.jobs import start_a_daemon
from thongbao.warm.pool import run_jobs
list(run_jobs(start_a_daemon, {items!r}, workers=2, seconds=lambda _: 600))
"""


def batch(*items: tuple[str, str]) -> subprocess.Popen[bytes]:
    """Start a process that runs jobs, each of which starts a daemon."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    return subprocess.Popen([sys.executable, "-c", BATCH.format(items=items)], env=environment, start_new_session=True)


def daemon_of(note: Path, caller: subprocess.Popen[bytes]) -> psutil.Process:
    """Wait until a job has started its daemon, and return that."""
    while not note.exists():
        assert caller.poll() is None
        time.sleep(0.01)
    return psutil.Process(int(note.read_text()))


def test_a_daemon_does_not_outlive_a_batch_that_was_killed(tmp_path: Path) -> None:
    """Not even one in a session of its own whose parents are dead: it was the keeper's by then."""
    caller = batch(("hang", str(tmp_path / "note")))
    try:
        daemon = daemon_of(tmp_path / "note", caller)
        caller.kill()
        assert is_gone(daemon.pid)
    finally:
        caller.kill()
        caller.wait()


SLOW = """
import os, threading
from pathlib import Path
Path(__file__ + ".aside").write_text(str(os.getpid()))
os.rename(__file__ + ".aside", __file__ + ".pid")
threading.Event().wait()
"""


def test_a_server_that_still_imports_does_not_outlive_a_batch_that_was_killed(tmp_path: Path) -> None:
    """By itself it would notice when all is imported, which on a busy machine may take a minute."""
    (tmp_path / "slow.py").write_text(SLOW)
    script = "from thongbao.warm.pool import run_jobs\n"
    script += "list(run_jobs(print, [1], workers=1, seconds=lambda _: 600, preload=['slow']))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    caller = subprocess.Popen([sys.executable, "-c", script], env=environment, start_new_session=True)
    try:
        server = daemon_of(tmp_path / "slow.py.pid", caller)
        caller.kill()
        caller.wait()
        assert is_gone(server.pid)
    finally:
        caller.kill()
        caller.wait()


@pytest.mark.parametrize("how", ["kill", "segfault", "well"])
def test_a_daemon_does_not_outlive_its_job_while_the_batch_goes_on(how: str, tmp_path: Path) -> None:
    """Also of a job that can no longer end it itself."""
    caller = batch((how, str(tmp_path / "note")), ("hang", str(tmp_path / "other")))
    try:
        daemon, other = daemon_of(tmp_path / "note", caller), daemon_of(tmp_path / "other", caller)
        assert is_gone(daemon.pid)
        assert caller.poll() is None
        assert other.is_running()
    finally:
        caller.kill()
        caller.wait()


@pytest.fixture(scope="module")
def told() -> list[str]:
    """What jobs of the shipped bulletins' server say of their process: threads at the fork, modules that they miss."""
    preload = ("support.at_fork", *PRELOAD)
    script = f"""
from support.jobs import modules_that_a_report_adds, threads_at_the_fork
from thongbao.warm.pool import run_jobs
for job in (threads_at_the_fork, modules_that_a_report_adds):
    print([result for _, result in run_jobs(job, [1, 2], workers=1, seconds=lambda _: 600, preload={preload!r})])
"""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_server_has_one_thread_at_the_moment_of_a_fork(told: list[str]) -> None:
    """What another thread held would stay locked in every edition. The system counts, with all preloaded."""
    assert told[0] == "[1, 1]"
    assert threads_at_the_fork(0) == 0  # nobody counts in this process


def test_a_warm_child_imports_nothing_more_for_a_report(told: list[str]) -> None:
    """`import thongbao.report` finds everything there."""
    assert told[1] == "[[], []]"
