"""Hostile files are read in a child: it may fall, the intake does not."""

from __future__ import annotations

import os
import signal
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from support.bombs import bomb
from support.inbox_files import filled, screening, workbook
from thongbao.data.cells import Limits, Unreadable
from thongbao.data.faults import FILE_FAULTS
from thongbao.data.reader import Reader
from thongbao.data.wire import STAMP
from thongbao.errors import ThongbaoError

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAIN = b"a,b\n1,2\n"


def _code(reader: Reader, content: bytes) -> str:
    try:
        reader.read(content)
    except Unreadable as error:
        return error.problem.code
    return "read"


def test_one_child_reads_file_after_file() -> None:
    """A fresh interpreter per file would make a morning's intake slow."""
    with Reader("zh_Hans") as reader:
        first = reader.pid
        codes = [_code(reader, content) for content in (PLAIN, b"%PDF", workbook({"A1": 1}), b"")]

        assert codes == ["read", "not-a-table", "read", "file-empty"]
        assert reader.pid == first


def test_a_child_that_hangs_is_ended_and_the_next_file_is_read() -> None:
    """The clock holds even where the child does not answer any more."""
    with Reader("zh_Hans", Limits(seconds=0.2)) as reader:
        hung = reader.pid
        os.kill(hung, signal.SIGSTOP)

        assert _code(reader, PLAIN) == "took-too-long"
        assert not Path(f"/proc/{hung}").exists()
    with Reader("zh_Hans") as reader:
        assert _code(reader, PLAIN) == "read"


def test_of_many_files_the_one_at_which_the_child_hangs_is_refused() -> None:
    """Answers come some at a time, so it may be a later one than the one that is waited for."""
    with Reader("zh_Hans", Limits(seconds=1.0)) as reader:
        os.kill(reader.pid, signal.SIGSTOP)
        answers = reader.read_all([b"a,b\n%d,2\n" % n for n in range(5)])
        os.pwrite(reader._spool.fileno(), (3).to_bytes(STAMP, "big"), 0)
        found = list(answers)

    codes = [one.problem.code if isinstance(one, Unreadable) else one[0].rows[1][0] for one in found]
    assert codes == ["0", "1", "2", "took-too-long", "4"]


def test_a_stamp_that_cannot_be_is_not_believed() -> None:
    """A child that was brought down may have written anything; then the file that is due is meant."""
    with Reader("zh_Hans", Limits(seconds=1.0)) as reader:
        os.kill(reader.pid, signal.SIGSTOP)
        answers = reader.read_all([b"a,b\n%d,2\n" % n for n in range(3)])
        os.pwrite(reader._spool.fileno(), b"\xff" * STAMP, 0)
        found = list(answers)

    assert [isinstance(one, Unreadable) for one in found] == [True, False, False]


def test_a_child_that_fell_costs_one_file() -> None:
    """A cell at the far end of a sheet brings the workbook reader down; the next file is read by a new child."""
    with Reader("zh_Hans") as reader:
        assert _code(reader, bomb("far cell")) == "workbook-too-big"
        assert _code(reader, PLAIN) == "read"


def test_a_child_that_was_killed_between_files_is_replaced() -> None:
    """What happens to the child from outside is nobody's fault but is mended."""
    with Reader("zh_Hans") as reader:
        os.kill(reader.pid, signal.SIGKILL)

        assert _code(reader, PLAIN) == "read"


def test_the_files_after_one_that_fell_are_read() -> None:
    """Files are asked for ahead: what a fallen child had still before it is asked of the next one, in order."""
    good = [b"a,b\n%d,2\n" % n for n in range(30)]
    contents = [*good[:10], bomb("far cell"), *good[10:20], b"%PDF", *good[20:]]
    with Reader("zh_Hans") as reader:
        found = list(reader.read_all(contents))

    codes = [one.problem.code for one in found if isinstance(one, Unreadable)]
    assert codes == ["workbook-too-big", "not-a-table"]
    assert [one[0].rows[1][0] for one in found if not isinstance(one, Unreadable)] == [str(n) for n in range(30)]


def test_a_reader_that_is_left_early_answers_the_next_question_rightly() -> None:
    """Answers that nobody waits for any more are not taken for those of other files."""
    with Reader("zh_Hans") as reader:
        answers = reader.read_all([b"a,b\n%d,2\n" % n for n in range(12)])
        next(answers)
        answers.close()  # type: ignore[attr-defined]

        assert reader.read(PLAIN)[0].rows[1] == ("1", "2")


def test_a_child_that_dies_between_many_files_costs_none() -> None:
    """Killed from outside in the middle of a group."""
    with Reader("zh_Hans") as reader:
        found = []
        for n, answer in enumerate(reader.read_all([b"a,b\n%d,2\n" % n for n in range(20)])):
            assert not isinstance(answer, Unreadable)
            found.append(answer[0].rows[1][0])
            if n == 5:
                os.kill(reader.pid, signal.SIGKILL)

    assert found == [str(n) for n in range(20)]


def test_a_temporary_folder_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The operator learns which folder it is."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))

    with pytest.raises(ThongbaoError, match=r"temporary folder .*gone could not be written.*TMPDIR"):
        Reader("zh_Hans")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_temporary_folder_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is refused for it; closing says nothing more."""
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Path("/dev/full").open("r+b", buffering=0))  # noqa: SIM115
    with Reader("zh_Hans") as reader, pytest.raises(ThongbaoError, match="No space left on device"):
        reader.read(PLAIN)


def test_the_limit_of_memory_is_set_for_the_child() -> None:
    """What gets past every other check still meets the system's own limit."""
    with Reader("zh_Hans", Limits(memory=400_000_000)) as reader:
        limits = Path(f"/proc/{reader.pid}/limits").read_text()

    assert "400000000" in next(line for line in limits.splitlines() if line.startswith("Max address space"))


def _mutants(count: int) -> settings:
    return settings(max_examples=count, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def seeds() -> list[bytes]:
    """A workbook and a CSV that are well."""
    return [filled(screening()), PLAIN * 20]


@pytest.fixture(scope="module")
def one_reader() -> Iterator[Reader]:
    """A child for all examples."""
    with Reader("zh_Hans") as reader:
        yield reader


def _mutated(content: bytes, at: float, put: bytes, cut: int) -> bytes:
    where = int(at * len(content))
    return content[:where] + put + content[where + cut :]


PLACES = st.floats(0, 1, exclude_max=True)


@_mutants(60)
@given(which=st.integers(0, 1), at=PLACES, put=st.binary(max_size=8), cut=st.integers(0, 200))
def test_a_damaged_file_is_read_or_refused(
    seeds: list[bytes], one_reader: Reader, which: int, at: float, put: bytes, cut: int
) -> None:
    """Flipped, cut and spliced files end in tables or a fault, never in anything else."""
    assert _code(one_reader, _mutated(seeds[which], at, put, cut)) in {"read", *FILE_FAULTS}


@pytest.mark.faults
@_mutants(3000)
@given(which=st.integers(0, 1), at=PLACES, put=st.binary(max_size=64), cut=st.integers(0, 4000))
def test_thousands_of_damaged_files_are_read_or_refused(
    seeds: list[bytes], one_reader: Reader, which: int, at: float, put: bytes, cut: int
) -> None:
    """The long run of the same rule."""
    assert _code(one_reader, _mutated(seeds[which], at, put, cut)) in {"read", *FILE_FAULTS}
