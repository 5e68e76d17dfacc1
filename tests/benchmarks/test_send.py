"""Letters from the outbox to a local sink, against bare smtplib that sends the same bytes on one connection."""

from __future__ import annotations

import os
import smtplib
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from benchmarks.measured import Cost, in_turns, table
from support.outboxes import SCOPE, how, letter, outbox_of, states
from thongbao.bulletin.send import send_letters

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

LETTERS = int(os.environ.get("THONGBAO_BENCH_LETTERS", "10000"))
SIZE = 40_000
"""Bytes of a letter; the sample office's have 30 to 60 kB."""


@pytest.fixture
def sink() -> Iterator[int]:
    """A mail server in a process of its own, that wants one command after the other."""
    yield from serving()


@pytest.fixture
def pipelining() -> Iterator[int]:
    """One that takes commands together, as Postfix, Exim and Exchange do; smtplib never gives them so."""
    yield from serving("pipelining")


def serving(*how_so: str) -> Iterator[int]:
    script = Path(__file__).parents[1] / "support" / "sink.py"
    with subprocess.Popen([sys.executable, str(script), *how_so], stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout
        yield int(process.stdout.readline())
        process.kill()


def bare(port: int) -> Cost:
    """Send with smtplib alone: nothing is kept, so a kill loses everything or sends it twice."""
    wanted = [letter(number, size=SIZE) for number in range(LETTERS)]
    started, cpu = time.perf_counter(), time.process_time()
    with smtplib.SMTP("localhost", port) as client:
        assert client.sock
        client.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for one in wanted:
            assert client.sendmail(one.envelope_from, [one.recipient], one.content) == {}
    return Cost(time.perf_counter() - started, time.process_time() - cpu)


def outbox(port: int, folder: Path, queueing: list[float]) -> Cost:
    """Queue, then send as `thongbao send` does, every step kept."""
    for path in folder.glob("store.sqlite*"):
        path.unlink()
    started = time.perf_counter()
    engine = outbox_of(f"sqlite:///{folder / 'store.sqlite'}", LETTERS, size=SIZE)
    queueing.append(time.perf_counter() - started)
    started, cpu = time.perf_counter(), time.process_time()
    send_letters(engine, SCOPE, how(port))
    cost = Cost(time.perf_counter() - started, time.process_time() - cpu)
    assert states(engine) == ["sent"] * LETTERS
    return cost


def test_letters_per_second_against_bare_smtplib(tmp_path: Path, sink: int, pipelining: int) -> None:
    """Prints all; the mark is 0.7 of bare smtplib."""
    queueing: list[float] = []
    took = in_turns(
        {
            "bare smtplib": lambda: bare(sink),
            "outbox": lambda: outbox(sink, tmp_path, queueing),
            "bare smtplib, server with PIPELINING": lambda: bare(pipelining),
            "outbox, server with PIPELINING": lambda: outbox(pipelining, tmp_path, queueing),
        }
    )
    least = took["bare smtplib"]
    lines = [
        (name, LETTERS / cost.wall, cost.cpu / LETTERS * 1e3, least.wall / cost.wall, least.cpu / cost.cpu)
        for name, cost in took.items()
    ]
    table(
        f"{LETTERS} letters of {SIZE // 1000} kB",
        ("variant", "letters/s", "CPU ms each", "of bare, wall", "of bare, CPU"),
        lines,
    )
    print(f"\nQueueing: {LETTERS / sorted(queueing)[len(queueing) // 2]:.0f} letters/s.")

    assert took["outbox"].wall < 4 * least.wall
