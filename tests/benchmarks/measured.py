"""Run variants in turns, take medians, and print what came out with the machine it came from."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from typing import TYPE_CHECKING

import psutil

from thongbao.warm.process import adopt_orphans, children

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

ROUNDS = int(os.environ.get("THONGBAO_BENCH_ROUNDS", "3"))
SHOWN_VERSIONS = ("papermill", "nbclient", "nbconvert", "ipykernel", "ipython", "matplotlib", "pandas", "pydantic")
BETWEEN_LOOKS = 1.0
"""Seconds between two looks at the memory of a running batch; each look costs some milliseconds per process."""


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
            env=_environment(env or {}),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(time.perf_counter() - started, cpu)


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    """Return this environment, in which Python keeps what it has compiled, as it does for whoever installs this."""
    return {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | dict(more)


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

    @property
    def peak(self) -> float:
        """The most memory at any look, MiB."""
        return max(self.pss) / 2**20


def watched(command: Sequence[str | Path], env: Mapping[str, str]) -> Watched:
    """Run a command and look at it and all its descendants every second."""
    looks: list[int] = []
    # What the command leaves behind it, the server that forks above all, comes to us, and with it what that has used.
    adopt_orphans()
    before, others = _used_by_children(), children()
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        env=_environment(env),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as running:
        family = psutil.Process(running.pid)
        while running.poll() is None:
            looks.append(sum(_pss(member) for member in _all(family)))
            with suppress(subprocess.TimeoutExpired):
                running.wait(BETWEEN_LOOKS)
    wall = time.perf_counter() - started
    assert running.returncode == 0
    for left in children() - others:
        os.waitpid(left, 0)
    return Watched(wall, _used_by_children() - before, tuple(looks))


def _used_by_children() -> float:
    """Return the processor seconds of all that this process has waited for, and of what they had waited for."""
    used = os.times()
    return used.children_user + used.children_system


def _all(family: psutil.Process) -> list[psutil.Process]:
    try:
        return [family, *family.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _pss(member: psutil.Process) -> int:
    try:
        return int(member.memory_full_info().pss)
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return 0


def table(
    title: str, head: Sequence[str], lines: Sequence[Sequence[object]], say: Callable[[str], object] = print
) -> None:
    """Print a Markdown table, ready for docs/benchmarks.md."""
    say(f"\n\n### {title}\n\n{machine()}\n")
    say("| " + " | ".join(head) + " |")
    say("|" + "---|" * len(head))
    for line in lines:
        say("| " + " | ".join(f"{part:.3g}" if isinstance(part, float) else str(part) for part in line) + " |")


def machine() -> str:
    """Say when, on what machine and with which versions this ran."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in SHOWN_VERSIONS)
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {cores} cores{load}, {platform.machine()} {platform.system()}; "
        f"Python {sys.version.split()[0]}, {libraries}."
    )
