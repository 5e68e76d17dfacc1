"""The reading child is given nothing, is said where it cannot start, and is not left behind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from thongbao.data.cells import Limits
from thongbao.data.child import answer_of, ask, greet, spawn, stop
from thongbao.data.reader import Reader
from thongbao.data.wire import STAMP, requests, terms
from thongbao.errors import ThongbaoError

PLAIN = b"a,b\n1,2\n"


def test_a_child_that_cannot_start_is_no_fault_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator is told; no file is refused for it."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with Reader("zh_Hans") as reader, pytest.raises(ThongbaoError, match="could not be started"):
        reader.read(PLAIN)


def test_a_program_that_may_not_be_run_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Its path is named, and no traceback is shown."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with Reader("zh_Hans") as reader, pytest.raises(ThongbaoError, match=r"could not be started.*python"):
        reader.read(PLAIN)


def test_the_child_sees_nothing_of_our_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is brought down by a file has no secret to give away."""
    monkeypatch.setenv("THONGBAO_STORE", "postgresql://user:secret@db.example/x")
    with Reader("zh_Hans") as reader:
        environment = Path(f"/proc/{reader.pid}/environ").read_bytes()

    assert b"secret" not in environment


def test_closing_ends_the_child() -> None:
    """No process is left behind."""
    with Reader("zh_Hans") as reader:
        pid = reader.pid

    assert not Path(f"/proc/{pid}").exists()


def test_answers_that_come_together_are_taken_one_by_one(tmp_path: Path) -> None:
    """What came of the next answer is kept for the next question; a clock that has run out ends the wait."""
    (tmp_path / "spool").write_bytes(bytes(STAMP) + PLAIN * 2)
    came = bytearray()
    with (tmp_path / "spool").open("r+b") as spool:
        child = spawn(spool.fileno(), terms("en", Limits()))
        try:
            greet(child, came)
            ask(child, requests([(STAMP, 8), (STAMP + 8, 8), (STAMP, 16)]))
            found = [answer_of(child, 5, came).count(b'"1"') for _ in range(3)]
            with pytest.raises(TimeoutError):
                answer_of(child, 0.01, came)
            at = int.from_bytes((tmp_path / "spool").read_bytes()[:STAMP], "big")
        finally:
            stop(child)

    assert (found, at) == ([1, 1, 2], 2)
    assert child.returncode is not None
