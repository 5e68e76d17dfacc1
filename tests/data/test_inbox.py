"""What is taken in: which files, in which order, and only whole."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from thongbao.data.cells import Unreadable
from thongbao.data.inbox import find, read_whole
from thongbao.errors import WrongUse

ZONE = ZoneInfo("Asia/Shanghai")


def _names(paths: list[Path], *, backfill: bool = False) -> list[str]:
    return [arrival.path.name for arrival in find(paths, ZONE, backfill=backfill)]


def _code(path: Path, limit: int = 1000) -> str:
    with pytest.raises(Unreadable) as caught:
        read_whole(path, limit)
    return caught.value.problem.code


def test_folders_are_walked_and_what_is_not_a_report_is_passed_over(tmp_path: Path) -> None:
    """Hidden files, Excel's locks and received.csv are not reports; a file named twice is one file."""
    for name in ("b.csv", "a.xlsx", ".hidden", "~$a.xlsx", "received.csv", "sub/c.csv", ".git/d.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (0, 0))

    assert _names([tmp_path, tmp_path / "b.csv"]) == ["a.xlsx", "b.csv", "c.csv"]


def test_files_come_in_the_order_of_their_arrival(tmp_path: Path) -> None:
    """received.csv is in office time unless it has an offset; what it does not name comes last."""
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text("x")
    (tmp_path / "received.csv").write_text("file,received_at\nb,2020-02-18 09:00\na,2020-02-18T02:00+00:00\n")
    arrivals = find([tmp_path], ZONE, backfill=True)

    assert [a.path.name for a in arrivals] == ["b", "a", "c"]
    assert arrivals[0].received == datetime(2020, 2, 18, 1, 0, tzinfo=UTC)
    assert _names([tmp_path]) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "text", ["file,when\na,2020-02-18 09:00\n", "file,received_at\na,soon\n", "file,received_at\na\n"]
)
def test_a_received_csv_that_cannot_be_read_stops_the_intake(tmp_path: Path, text: str) -> None:
    """With wrong arrivals every report would be late or early for good."""
    (tmp_path / "a").write_text("x")
    (tmp_path / "received.csv").write_text(text)

    with pytest.raises(WrongUse, match=r"received\.csv"):
        find([tmp_path], ZONE, backfill=True)


def test_a_path_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    """A mistyped folder is not an empty one."""
    with pytest.raises(WrongUse, match="is not there"):
        find([tmp_path / "inbx"], ZONE, backfill=False)


def test_what_is_no_plain_file_is_refused_without_waiting(tmp_path: Path) -> None:
    """A pipe would be waited for, a link to nothing is nothing."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "big").write_bytes(b"x" * 1001)

    assert _code(tmp_path / "pipe") == "not-a-file"
    assert _code(tmp_path / "link") == "not-there"
    assert _code(tmp_path / "big") == "file-too-big"
    assert _code(tmp_path) == "not-a-file"


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason is given; nothing else stops."""
    (tmp_path / "a").write_text("x")

    def refuse(*_: object, **__: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)

    assert _code(tmp_path / "a") == "no-permission"


def test_a_file_that_grows_while_it_is_read_is_left_for_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a copied workbook is not a damaged one."""
    path = tmp_path / "a"
    path.write_bytes(b"x" * 10)
    stat = os.fstat

    def then_grow(handle: int) -> os.stat_result:
        result = stat(handle)
        path.write_bytes(b"x" * 20)
        return result

    monkeypatch.setattr(os, "fstat", then_grow)

    assert _code(path) == "changed-while-reading"


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """Whoever may write into the inbox shall not have the office read its own secrets; within it links are files."""
    inbox, secret = tmp_path / "inbox", tmp_path / "shadow"
    inbox.mkdir()
    secret.write_text("x")
    (inbox / "a.csv").write_text("x")
    (inbox / "b.csv").symlink_to(secret)
    (inbox / "c.csv").symlink_to(tmp_path / "nowhere")
    (inbox / "d.csv").symlink_to("d.csv")
    (inbox / "e.csv").symlink_to("a.csv")
    (tmp_path / "link").symlink_to(inbox)

    for folder in (inbox, tmp_path / "link"):
        found = find([folder], ZONE, backfill=False)
        assert {arrival.path.name for arrival in found if arrival.outside} == {"b.csv", "c.csv"}
    assert not find([inbox / "b.csv"], ZONE, backfill=False)[0].outside  # named by the operator


def test_a_received_csv_that_leads_out_of_its_folder_is_wrong_use(tmp_path: Path) -> None:
    """What it leads to would be quoted in the fault."""
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a").write_text("x")
    (tmp_path / "secret").write_text("file,received_at\na,hunter2\n")
    (tmp_path / "inbox" / "received.csv").symlink_to(tmp_path / "secret")

    with pytest.raises(WrongUse, match="leads out of its folder") as raised:
        find([tmp_path / "inbox"], ZONE, backfill=True)
    assert "hunter2" not in str(raised.value)


def test_a_pipe_that_took_the_place_of_a_file_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is opened is looked at once more."""
    (tmp_path / "plain").write_text("x")
    os.mkfifo(tmp_path / "pipe")
    look = Path.stat
    monkeypatch.setattr(Path, "stat", lambda _, **__: look(tmp_path / "plain"))

    assert _code(tmp_path / "pipe") == "not-a-file"


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1969-12-31 23:59"])
def test_a_time_that_can_be_no_arrival_is_told_of_its_file_alone(tmp_path: Path, when: str) -> None:
    """It can be read, so the table is one; only that file cannot be taken in."""
    for name in ("a", "b"):
        (tmp_path / name).write_text("x")
    (tmp_path / "received.csv").write_text(f"file,received_at\na,{when}\nb,2020-02-18 09:00\n")

    told = {arrival.path.name: arrival for arrival in find([tmp_path], ZONE, backfill=True)}
    assert (told["a"].received, told["a"].unreadable) == (None, when)
    assert (told["b"].unreadable, told["b"].received is None) == ("", False)


def test_a_path_is_said_without_control_characters(tmp_path: Path) -> None:
    """A terminal obeys them."""
    with pytest.raises(WrongUse) as raised:
        find([tmp_path / "a\x1b[2J\n"], ZONE, backfill=False)

    assert "\x1b" not in str(raised.value)
