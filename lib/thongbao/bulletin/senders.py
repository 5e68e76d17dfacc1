"""Which process sends, and whether another one still lives: nothing is ever unlocked by hand."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from datetime import datetime

LEASE = timedelta(minutes=30)
"""Longer than a server may take for any answer: a sender on another machine is given up only after that silence."""


@dataclass(frozen=True, slots=True)
class Process:
    """One process of one machine, told apart from all that ever had its number.

    Attributes:
        machine: its name and number; in a container also the container's own process table.
        boot: of the machine: another one means that it was started anew since.
        pid: its number.
        born: when it began, in the machine's own count.
    """

    machine: str
    boot: str
    pid: int
    born: str


def this_process() -> Process:
    """Return the process that asks."""
    machine, boot = _machine()
    return Process(machine, boot, os.getpid(), _born(os.getpid()))


def lives(other: Process, seen_at: datetime, here: Process, now: datetime) -> bool:
    """Say whether a sender must be taken for alive.

    Args:
        other: the sender.
        seen_at: when it last said so itself.
        here: who asks.
        now: the time.
    """
    if other.machine != here.machine:
        return abs(now - seen_at) < LEASE  # one that was seen far ahead of now was seen before the clock was set back
    return other.boot == here.boot and _born(other.pid) == other.born


@cache
def _machine() -> tuple[str, str]:
    number = _read("/etc/machine-id")[:32]
    try:
        table = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        table = ""
    boot = _read("/proc/sys/kernel/random/boot_id") or str(int(psutil.boot_time()))
    return "/".join(part for part in (platform.node()[:64], number, table) if part), boot


def _born(pid: int) -> str:
    """Return when a process began, "" where there is none."""
    stat = _read(f"/proc/{pid}/stat")
    if stat:
        state, *rest = stat.rpartition(")")[2].split()
        return "" if state in "ZX" else rest[18]  # field 22, in ticks since the machine was started
    try:
        return str(psutil.Process(pid).create_time())
    except psutil.Error:
        return ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
