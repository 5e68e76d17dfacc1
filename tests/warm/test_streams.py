"""What is written arrives whole, in order, and cut where it was flushed."""

from __future__ import annotations

import os
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.engines import run, text
from thongbao.warm.streams import Outlet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")
MARK = b"\0mark\n"


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    one = Outlet("stdout", MARK, lambda size: None, lambda name, text: None)
    yield one
    os.close(one.reads)
    os.close(one.writes)


@given(
    blocks=st.lists(
        st.text(st.characters(codec="utf-8"), max_size=20).filter(lambda t: MARK.decode() not in t), max_size=6
    ),
    cuts=st.lists(st.integers(0, 200)),
)
def test_texts_come_out_as_they_went_in_wherever_reading_has_cut_them(blocks: list[str], cuts: list[int]) -> None:
    """Letters and marks of several bytes may come in pieces."""
    heard: list[str] = []
    outlet = Outlet("stdout", MARK, lambda size: None, lambda name, text: heard.append(text))
    data = b"".join(block.encode() + MARK for block in blocks)
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    for one, other in pairwise(places):
        os.write(outlet.writes, data[one:other])
        outlet.drain()
    os.close(outlet.reads)
    os.close(outlet.writes)

    assert [outlet.take() for _ in blocks] == blocks
    assert "".join(heard) == "".join(blocks)


def test_what_is_no_text_is_replaced(outlet: Outlet) -> None:
    """A program may write any bytes."""
    os.write(outlet.writes, b"a\xff\0b" + MARK)
    outlet.drain()

    assert outlet.take() == "a\N{REPLACEMENT CHARACTER}\0b"


def test_what_was_not_flushed_is_there_at_the_end(outlet: Outlet) -> None:
    """A process that dies flushes nothing."""
    os.write(outlet.writes, b"one" + MARK + b"two")
    outlet.drain()

    assert outlet.take_all() == "onetwo"


def test_other_programs_write_in_their_turn(tmp_path: Path) -> None:
    """A kernel hears them by another thread, sooner or later; here the order is that of the writing."""
    cells = [
        "import ctypes, os, subprocess, sys\nlibc = ctypes.CDLL(None)\nprint('a'); os.system('echo b'); print('c')",
        "print('a'); subprocess.run(['echo', 'b']); print('c'); subprocess.run(['echo', 'd'], stdout=sys.stdout)",
        "print('a'); os.write(1, b'b\\n'); libc.puts(b'c'); libc.fflush(None); print('d')",
        "print('a', file=sys.__stdout__, flush=True); print('b')",
        "os.system('echo to stderr >&2; echo x > /dev/stdout; echo again >> /dev/stderr')",
        "from IPython.display import display\nos.system('echo before'); display(1); os.system('echo after')",
        (
            "from multiprocessing import get_context\n"
            "p = get_context('fork').Process(target=print, args=('from a fork',))\np.start(); p.join()"
        ),
        "print('last')",
    ]
    ran = run("warm", cells, tmp_path)

    assert ran.error is None
    assert [text(cell) for cell in ran.nb.cells] == [
        "a\nb\nc\n",
        "a\nb\nc\nd\n",
        "a\nb\nc\nd\n",
        "a\nb\n",
        "x\n",
        "before\nafter\n",
        "from a fork\n",
        "last\n",
    ]
    assert text(ran.cells["c4"], "stderr") == "to stderr\nagain\n"
    assert [o.output_type for o in ran.cells["c5"].outputs] == ["stream", "display_data", "stream", "execute_result"]


def test_a_program_may_write_more_than_a_pipe_holds(tmp_path: Path) -> None:
    """Nobody waits for somebody who waits for him."""
    cells = [
        "import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'print(\"x\" * 5_000_000)'], check=True)",
        "print('y' * 5_000_000)",
        (
            "import threading\ndef work():\n    for _ in range(2000): print('z' * 99)\n"
            "threads = [threading.Thread(target=work) for _ in range(4)]\n"
            "for t in threads: t.start()\nfor t in threads: t.join()"
        ),
    ]
    ran = run("warm", cells, tmp_path)

    assert [len(text(cell)) for cell in ran.nb.cells] == [5_000_001, 5_000_001, 800_000]


def test_a_stream_may_be_closed(tmp_path: Path) -> None:
    """Then writing fails as with ipykernel's stream, and nothing else does."""
    ran = run("warm", ["import sys\nold = sys.stdout\nold.close()\nold.write('x')"], tmp_path)

    assert str(ran.error).rstrip().endswith("ValueError: I/O operation on closed file")
