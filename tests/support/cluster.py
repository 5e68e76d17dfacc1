"""Small clusters of the tests' own: a scheduler and workers as separate processes, started as an operator does."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DASK = Path(sys.executable).with_name("dask")
LITTLE = ("thongbao.bulletin.run", "thongbao.warm.client", "thongbao.warm.settled")
"""Preloaded by workers where the notebooks show nothing of reports: a fifth of the time."""
RUN = f"from thongbao import flow; flow.PRELOAD = {LITTLE!r}; from thongbao.cli import main; main()"
"""``thongbao`` with little preloaded, as Python's -c takes it."""
STARTED_SECONDS = 60


@contextmanager
def scheduler(folder: Path, host: str = "127.0.0.1", within: Sequence[str] = (), **config: str) -> Iterator[str]:
    """Start a scheduler and give its address.

    Args:
        folder: for its log and the file in which it says where it is.
        within: a command to start it with, e.g. ``ip netns exec NAME``.
        config: dask's settings, e.g. ``SCHEDULER__WORKER_TTL="5s"``.
    """
    known = folder / "scheduler.json"
    call = [*within, str(DASK), "scheduler", "--host", host, "--port", "0", "--no-dashboard", "--scheduler-file"]
    with _process([*call, str(known)], folder / "scheduler.log", config) as process:
        _wait(process, lambda: known.is_file() and known.stat().st_size > 0, folder / "scheduler.log")
        yield json.loads(known.read_text())["address"]


@contextmanager
def workers(
    folder: Path, address: str, many: int = 1, threads: int = 1, within: Sequence[str] = (), **environment: str
) -> Iterator[subprocess.Popen[bytes]]:
    """Start worker processes below one ``dask worker``."""
    call = [*within, str(DASK), "worker", address, "--nworkers", str(many), "--nthreads", str(threads)]
    call += ["--no-dashboard", "--local-directory", str(folder)]
    log = folder / f"worker-{len([*folder.glob('worker-*.log')])}.log"
    with _process(call, log, {}, environment) as process:
        _wait(process, lambda: log.read_text().count("Starting established connection") >= many, log)
        yield process


@contextmanager
def small_cluster(folder: Path, many: int = 2, threads: int = 1) -> Iterator[str]:
    """Give the address of a cluster on this machine."""
    with ExitStack() as stack:
        address = stack.enter_context(scheduler(folder))
        stack.enter_context(workers(folder, address, many, threads))
        yield address


def free_port() -> int:
    """Return a port at which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _process(
    call: Sequence[str], log: Path, config: dict[str, str], more: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("THONGBAO_")}
    environment |= {f"DASK_DISTRIBUTED__{name}": value for name, value in config.items()} | (more or {})
    with log.open("wb") as said:
        process = subprocess.Popen(call, env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait(process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + STARTED_SECONDS
    while not ready():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
