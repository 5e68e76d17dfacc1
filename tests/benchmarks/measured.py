"""Run variants in turns, take medians, and print what came out with the machine it came from."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

ROUNDS = int(os.environ.get("THONGBAO_BENCH_ROUNDS", "3"))
SHOWN_VERSIONS = ("papermill", "nbclient", "nbconvert", "ipykernel", "ipython", "matplotlib", "pandas", "pydantic")
BETWEEN_LOOKS = 1.0
"""Seconds between two looks at the memory of a running batch; each look costs some milliseconds per process."""

STAYING = 3
"""The command itself, and what multiprocessing starts once: its tracker and the server that forks."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What something took.

    Attributes:
        wall: seconds.
        cpu: processor seconds of the process and all it waited for.
    """

    wall: float
    cpu: float

    def per(self, count: int) -> Cost:
        """Return the share of one of ``count``."""
        return Cost(self.wall / count, self.cpu / count)


def in_turns(variants: Mapping[str, Callable[[], Cost]], rounds: int = ROUNDS) -> dict[str, Cost]:
    """Run every variant once per round, so that what else the machine does falls on all alike; return the medians."""
    found: dict[str, list[Cost]] = {name: [] for name in variants}
    for _ in range(rounds):
        for name, run in variants.items():
            found[name].append(run())
    return {name: median(costs) for name, costs in found.items()}


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median wall time and the median processor time."""
    return Cost(statistics.median(c.wall for c in costs), statistics.median(c.cpu for c in costs))


def process(*commands: Sequence[str | Path], env: Mapping[str, str] | None = None) -> Cost:
    """Run commands one after the other and return what they took; one that fails fails the benchmark."""
    started, before = time.perf_counter(), os.times()
    for command in commands:
        done = subprocess.run(
            [str(part) for part in command],
            env={**os.environ, **(env or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - started, cpu)


@dataclass(frozen=True, slots=True)
class Watched:
    """What a command and all its descendants took together.

    Attributes:
        wall: seconds.
        cpu: processor seconds.
        pss: bytes of memory, shared pages divided, at each look.
    """

    wall: float
    cpu: float
    pss: tuple[int, ...]

    def quarter(self, which: int) -> float:
        """Return the median of the memory in a quarter of the time, 0 to 3, MiB."""
        size = max(1, len(self.pss) // 4)
        return statistics.median(self.pss[which * size : (which + 1) * size] or self.pss[-1:]) / 2**20


def watched(command: Sequence[str | Path], env: Mapping[str, str]) -> Watched:
    """Run a command and look at it and all its descendants every second."""
    looks: list[int] = []
    spent: dict[int, float] = {}
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        env={**os.environ, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        family = psutil.Process(running.pid)
        while running.poll() is None:
            there = _all(family)
            looks.append(sum(_pss(member) for member in there))
            # What has ended is counted by whoever waited for it, and that is one of the first, which stay.
            spent.update({member.pid: _spent(member) for member in there[:STAYING]})
            try:
                running.wait(BETWEEN_LOOKS)
            except subprocess.TimeoutExpired:
                continue
    assert running.returncode == 0
    return Watched(time.perf_counter() - started, sum(spent.values()), tuple(looks))


def _all(family: psutil.Process) -> list[psutil.Process]:
    try:
        return [family, *family.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _spent(member: psutil.Process) -> float:
    try:
        return float(sum(member.cpu_times()[:4]))
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0.0


def _pss(member: psutil.Process) -> int:
    try:
        return int(member.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def table(title: str, head: Sequence[str], lines: Sequence[Sequence[object]]) -> None:
    """Print a Markdown table, ready for docs/benchmarks.md."""
    print(f"\n\n### {title}\n\n{machine()}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for line in lines:
        print("| " + " | ".join(f"{part:.3g}" if isinstance(part, float) else str(part) for part in line) + " |")


def machine() -> str:
    """Say when, on what machine and with which versions this ran."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {cores} cores{load}, {platform.machine()} {platform.system()}; "
        f"Python {sys.version.split()[0]}, {libraries}."
    )
