"""Log lines: ids and numbers for machines, and not a word that somebody wrote."""

from __future__ import annotations

import json
import stat
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.notebooks import edition
from thongbao import log
from thongbao.commands.making import logged
from thongbao.errors import OutputUnwritable, WrongUse
from thongbao.records import EditionRecord

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CANARIES = ("Nguyễn Văn Canary", "学生金丝雀", "canary@pupil.example", "hunter2 canary", "13900000000 canary")


@pytest.fixture(autouse=True)
def _nothing_stays_open() -> Iterator[None]:
    """Handlers and ids of one test are not those of the next."""
    yield
    log.stop()


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_says_when_what_of_which_run_and_office(tmp_path: Path) -> None:
    """One JSON object a line; all lines of a command carry the same id."""
    path = tmp_path / "logs" / "a.jsonl"
    log.to_file(path)
    log.begin("run", "zhumadian")
    log.event("edition", day=date(2020, 2, 19), unit="411702", state="made", seconds=1.23456)
    first, second = lines(path)

    assert first == {"at": first["at"], "event": "begin", "run": first["run"], "office": "zhumadian", "command": "run"}
    assert first["at"].endswith("+00:00")
    assert {**second, "at": ""} == {
        "at": "",
        "event": "edition",
        "run": first["run"],
        "office": "zhumadian",
        "day": "2020-02-19",
        "unit": "411702",
        "state": "made",
        "seconds": 1.235,
    }


def test_a_log_is_its_owner_s_alone_and_is_appended_to(tmp_path: Path) -> None:
    """Whoever may read the outputs need not read the log."""
    path = tmp_path / "logs" / "a.jsonl"
    for _ in range(2):
        log.to_file(path)
        log.event("end")
        log.stop()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert len(lines(path)) == 2


@given(
    fields=st.dictionaries(
        st.sampled_from(("unit", "state", "cause", "detail", "recipient", "seconds", "letters", "kind", "command")),
        st.one_of(st.sampled_from(CANARIES), st.text(), st.integers(), st.floats(), st.booleans(), st.none()),
    ),
    name=st.one_of(st.sampled_from(CANARIES), st.just("edition")),
)
def test_whatever_is_handed_over_no_free_text_is_written(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, Any], name: str
) -> None:
    """Fields that are not known are left out; a value that is no code is written as a question mark."""
    path = tmp_path_factory.mktemp("log") / "a.jsonl"
    log.to_file(path)
    log.event(name, **fields)
    log.stop()
    text = path.read_text(encoding="utf-8")
    (line,) = lines(path)

    assert len(text.splitlines()) == 1
    assert text.isascii()
    assert "canary" not in text.lower()
    assert set(line) <= {"at", "event", "run", "office", "unit", "state", "kind", "command", "seconds", "letters"}


@pytest.mark.parametrize("canary", CANARIES)
def test_what_a_failed_notebook_said_is_not_logged(tmp_path: Path, canary: str) -> None:
    """Only the kind of the error: its words may quote a report, a name or a password."""
    path = tmp_path / "a.jsonl"
    log.to_file(path)
    for cause in (f"ValueError '{canary}' in cell load", canary, f"CellTooSlow {canary}", f"Secret {canary}"):
        record = EditionRecord(edition=edition(), state="failed", cause=cause, detail=canary)
        logged(lambda *_: None)(record, 1, 1)

    assert [line["kind"] for line in lines(path)] == ["ValueError", "Other", "CellTooSlow", "Other"]
    assert all(line["unit"] == "411702" for line in lines(path))
    assert canary.split()[0] not in path.read_text(encoding="utf-8")


def test_lines_on_standard_error_are_asked_for_by_a_variable(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For services whose journal keeps standard error; any other value is a mistake."""
    log.event("begin")
    assert capsys.readouterr().err == ""

    monkeypatch.setenv("THONGBAO_LOG", "json")
    log.from_environment()
    log.from_environment()
    log.event("begin")
    assert [json.loads(line)["event"] for line in capsys.readouterr().err.splitlines()] == ["begin"]

    monkeypatch.setenv("THONGBAO_LOG", "xml")
    with pytest.raises(WrongUse, match="json"):
        log.from_environment()


def test_a_log_that_cannot_be_opened_is_named_and_a_full_disk_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Asked for and impossible is an error at once; what fails later is said once."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputUnwritable, match=r"a\.jsonl"):
        log.to_file(tmp_path / "file" / "a.jsonl")

    log.to_file(tmp_path / "a.jsonl")
    log._LOGGER.handlers[-1].stream.close()  # type: ignore[attr-defined]
    for _ in range(3):
        log.event("edition")

    assert capsys.readouterr().err == "thongbao: the log could not be written\n"
