"""Reports are taken in whole or not at all, once, and what is refused is told to the person who can mend it."""

from __future__ import annotations

import json
import os
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from support import stores
from support.inbox_files import DAY, NOW, filled, long_csv, protected, screening
from thongbao.data import kept as module
from thongbao.data import looked
from thongbao.data.intake import intake, open_reports
from thongbao.data.reader import Reader
from thongbao.data.reports import read
from thongbao.data.summary import report_name
from thongbao.data.workbook import write_workbook
from thongbao.database import figures, open_store, reading, refusals, sources
from thongbao.errors import ReportUnreadable, RunBusy, ThongbaoError, WrongUse
from thongbao.files import only_one
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection

    from thongbao.data.cells import Table, Unreadable
    from thongbao.data.refusals import Source
    from thongbao.data.reports import Reports
    from thongbao.data.summary import Summary
    from thongbao.records import OfficeParams
    from thongbao.settings import Settings

LATE = datetime.fromisoformat("2020-02-19T10:00:00+00:00")
"""18:00 in the office: an hour after the cut-off."""


home = stores.home_in_either


@pytest.fixture
def params(home: Settings) -> OfficeParams:
    """The sample office."""
    return read_office(home.params, "zhumadian")


@pytest.fixture
def inbox(home: Settings) -> Path:
    """An empty inbox."""
    folder = home.data / "zhumadian" / "inbox"
    folder.mkdir(parents=True)
    return folder


def _take(home: Settings, params: OfficeParams, path: Path, now: datetime = NOW, *, backfill: bool = False) -> Summary:
    return intake(home, params, [path], now=now, backfill=backfill)


def _kept(home: Settings, form: str = "screening", unit: str = "411702") -> Reports:
    return read(open_store(home.store), "zhumadian", [form], [unit], DAY - timedelta(30), DAY)


def _total(home: Settings) -> float:
    found = _kept(home).figures
    return float(found.loc[(found["row"] == "total") & (found["day"] == str(DAY)), "value"].item())


def _report(home: Settings, name: str) -> str:
    return (home.data / "zhumadian" / "intake" / report_name(name)).read_text()


def test_a_filled_workbook_is_taken_in(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """What the office's own workbook holds is what is kept."""
    unit = params.unit("411702")
    assert unit is not None
    cells = {
        ("teachers", "screened"): 1,
        ("students", "screened"): 2,
        ("relatives", "screened"): 3,
        ("total", "screened"): 6,
    }
    write_workbook(inbox / "0219.xlsx", params, unit, DAY, {"screening": cells, "cases": "nothing"}, "zh_Hans")

    summary = _take(home, params, inbox)

    assert (summary.new, summary.refused) == (2, 0)
    assert _total(home) == 6
    assert _kept(home, "cases").reports["state"].to_list() == ["zero"]
    assert _kept(home).reports["on_time"].to_list() == [True]


def test_the_same_file_twice_is_nothing_new(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """Under its own name, under another, and as other bytes that say the same."""
    (inbox / "a.xlsx").write_bytes(filled(screening()))
    _take(home, params, inbox)
    (inbox / "copy.xlsx").write_bytes((inbox / "a.xlsx").read_bytes())
    (inbox / "same.csv").write_text(long_csv(screening()))
    summary = _take(home, params, inbox, LATE)

    assert (summary.new, summary.revised, summary.same, summary.skipped) == (0, 0, 1, 2)
    assert len(_kept(home).reports) == 1
    assert _kept(home).revisions.empty


def test_a_correction_is_a_new_revision(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """The earlier figures stay known; a correction after the cut-off does not make the report late."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    _take(home, params, inbox)
    (inbox / "a.csv").write_text(long_csv(screening(2, total=7)))
    summary = _take(home, params, inbox, LATE)
    kept = _kept(home)

    assert (summary.new, summary.revised) == (0, 1)
    assert kept.reports[["revision", "on_time"]].to_numpy().tolist() == [[2, True]]
    assert _total(home) == 7
    assert set(kept.revisions["row"]) == {"teachers", "total"}


def test_a_report_after_the_cut_off_is_late(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """The cut-off is in the office's own time."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    _take(home, params, inbox, LATE)

    assert _kept(home).reports["on_time"].to_list() == [False]


FAULTY = {
    "minutes.pdf": (b"%PDF-1.7\n", "not-a-table"),
    "locked.xlsx": (protected(filled(screening())), "password-protected"),
    "empty.csv": (b"", "file-empty"),
    "cut.xlsx": (filled(screening())[:-300], "workbook-broken"),
    "page.xls": (b"<html><table><tr><td>1</td></tr></table>", "html-page"),
    "piped.csv": (long_csv(screening()).replace(",", "|").encode(), "header-unknown"),
    "wrong.csv": (long_csv(screening(total=7)).encode(), "screened-adds-up"),
    "naughty\x1b\n.csv": (long_csv(screening("12\x1b[31m"), unit="<script>").encode(), "unit-unknown"),
}


def test_faulty_files_are_refused_with_a_report_and_the_others_taken_in(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """One bad file never stops another; each stays where it is and has a readable report in the office's language."""
    for name, (content, _) in FAULTY.items():
        (inbox / name).write_bytes(content)
    (inbox / "good.csv").write_text(long_csv(screening()))
    summary = _take(home, params, inbox)

    assert (summary.new, summary.refused) == (1, len(FAULTY))
    for name, (content, code) in FAULTY.items():
        assert (inbox / name).read_bytes() == content
        assert f"[{code}]" in _report(home, name)
        assert "文件保留在原处" in _report(home, name)
        assert "\x1b" not in _report(home, name)
    assert "good.csv" in (home.data / "zhumadian" / "intake" / "summary.txt").read_text()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_csvs_of_windows_give_the_right_values(
    home: Settings, params: OfficeParams, inbox: Path, encoding: str
) -> None:
    """With the separators and digits of a Chinese Windows."""
    text = long_csv(screening("１，０００", total="1005")).replace(",", "\t").replace("form\t", "备注\tform\t")
    rows = text.splitlines()
    (inbox / "a.csv").write_bytes("\r\n".join([rows[0], *("驿城区\t" + row for row in rows[1:])]).encode(encoding))

    assert _take(home, params, inbox).new == 1
    assert _total(home) == 1005


def test_csvs_of_a_vietnamese_windows_give_the_right_values(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """Code page 1258, semicolons, a point between thousands, the day first."""
    office = params.office.model_copy(update={"locale": "vi"})
    text = long_csv(screening("1.000", total="1.005")).replace(str(DAY), "19/02/2020").replace(",", ";")
    (inbox / "a.csv").write_bytes(text.replace("value", "value;ghi chú").encode("cp1258"))

    assert _take(home, params.model_copy(update={"office": office}), inbox).new == 1
    assert _total(home) == 1005


def test_a_mended_file_is_taken_in_and_its_report_goes(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """The clerk saves it in the same place, and that is all."""
    (inbox / "a.csv").write_text(long_csv(screening(total=7)))
    _take(home, params, inbox)
    (inbox / "a.csv").write_text(long_csv(screening()))
    summary = _take(home, params, inbox)

    assert (summary.new, summary.refused) == (1, 0)
    assert not (home.data / "zhumadian" / "intake" / "a.csv.faults.txt").exists()


def test_a_refused_file_is_taken_in_after_the_params_were_mended(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """It came in time: that the office's list lacked the unit does not make it late."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    lacking = params.model_copy(update={"units": tuple(u for u in params.units if u.code != "411702")})
    refused = _take(home, lacking, inbox)
    summary = _take(home, params, inbox, LATE)

    assert (refused.refused, summary.new) == (1, 1)
    assert _kept(home).reports["on_time"].to_list() == [True]


def test_one_bad_report_refuses_that_report_only(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """And taking the file in again does not undo a correction that came meanwhile."""
    bad = long_csv(screening(total=9), unit="411721").split("\n", 1)[1]
    (inbox / "a.csv").write_text(long_csv(screening()) + bad)
    first = _take(home, params, inbox)
    (inbox / "b.csv").write_text(long_csv(screening(2, total=7)))
    _take(home, params, inbox, LATE)
    again = _take(home, params, inbox, LATE + timedelta(hours=1))

    assert (first.files[0].outcome, first.new, first.refused) == ("partly", 1, 1)
    assert (again.revised, again.same, again.refused, again.skipped) == (0, 1, 1, 1)
    assert _total(home) == 7
    assert len(_kept(home, unit="411721").refusals) == 1


def test_a_report_that_stands_twice_in_a_file_is_refused(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """Without a time of arrival nobody can say which one is the correction."""
    again = long_csv(screening(2, total=7)).replace(str(DAY), "2020/2/19").split("\n", 1)[1]
    (inbox / "a.csv").write_text(long_csv(screening()) + again)
    summary = _take(home, params, inbox)

    assert (summary.new, summary.refused) == (0, 1)
    assert "[report-twice]" in _report(home, "a.csv")


def test_lines_that_say_the_same_again_are_counted(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """Every report of a file is accounted for; without a backfill the last of its revisions is what came now."""
    first, second = (long_csv(screening(n, total=5 + n), received=f"2020-02-19 1{n}:00") for n in (1, 2))
    (inbox / "a.csv").write_text(first + second.split("\n", 1)[1])
    summary = _take(home, params, inbox)

    assert (summary.new, summary.revised, summary.same) == (1, 0, 1)
    assert _total(home) == 7


def test_a_backfill_believes_the_arrivals_that_are_written_down(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """received.csv for workbooks, received_at for lines; without a backfill both came now."""
    (inbox / "a.xlsx").write_bytes(filled(screening()))
    (inbox / "received.csv").write_text("file,received_at\na.xlsx,2020-02-19 16:30\n")
    early = long_csv(screening(), unit="411721", received="2020-02-19 16:00")
    late = long_csv(screening(2, total=7), unit="411721", received="2020-02-19 18:30").split("\n", 1)[1]
    (inbox / "b.csv").write_text(early + late)
    summary = _take(home, params, inbox, NOW + timedelta(days=9), backfill=True)
    west = _kept(home, unit="411721")

    assert (summary.new, summary.revised, summary.refused) == (2, 1, 0)
    assert _kept(home).reports["on_time"].to_list() == [True]
    assert west.reports[["revision", "on_time"]].to_numpy().tolist() == [[2, True]]
    assert len(west.revisions) == 2


def test_an_arrival_that_has_not_come_yet_is_refused(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """A backfill cannot bring reports from the future."""
    (inbox / "a.csv").write_text(long_csv(screening(), received="2020-02-29 16:00"))

    assert _take(home, params, inbox, backfill=True).refused == 1
    assert "[arrival-in-future]" in _report(home, "a.csv")


def test_a_day_that_has_not_come_when_the_report_arrives_is_refused(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """Midnight is the office's. What was written before its day stays refused until it is sent again."""
    (inbox / "a.csv").write_text(long_csv(screening(), day=date(2020, 2, 20)))
    evening = datetime.fromisoformat("2020-02-19T15:30:00+00:00")

    assert _take(home, params, inbox, evening).refused == 1
    assert _take(home, params, inbox, evening + timedelta(hours=1)).refused == 1
    (inbox / "b.csv").write_text(long_csv(screening(3, total=8), day=date(2020, 2, 20)))
    assert _take(home, params, inbox, evening + timedelta(hours=1)).new == 1


def test_a_failure_in_the_middle_of_a_file_keeps_nothing_of_it(
    home: Settings, params: OfficeParams, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file is one transaction: whole or nothing; the next intake takes it in."""
    (inbox / "a.csv").write_text(long_csv(screening()))

    def fail(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(module, "record_sources", fail)
        summary = _take(home, params, inbox)
    with reading(open_store(home.store)) as connection:
        counts = [
            connection.execute(select(func.count()).select_from(t)).scalar() for t in (figures, refusals, sources)
        ]

    assert [fault.code for fault in summary.files[0].faults] == ["file-unreadable"]
    assert counts == [0, 0, 0]
    assert _take(home, params, inbox).new == 1


def test_an_unreadable_file_is_told_and_taken_in_later(
    home: Settings, params: OfficeParams, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is known, so nothing of it is kept but the words."""
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "a.csv").symlink_to(inbox / "nowhere.csv")
    summary = _take(home, params, inbox)

    assert [fault.code for file in summary.files for fault in file.faults] == ["not-there", "not-a-file"]
    (inbox / "nowhere.csv").write_text(long_csv(screening()))
    assert _take(home, params, inbox).new == 1


def test_a_second_intake_of_the_office_waits_its_turn(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """It says so and takes nothing in."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    with only_one(home.data / "zhumadian" / "intake" / ".lock", "testing"), pytest.raises(RunBusy):
        _take(home, params, inbox)


def test_a_path_that_is_not_there_takes_nothing_in(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """Wrong use is said before anything is kept."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    with pytest.raises(WrongUse, match="is not there"):
        intake(home, params, [inbox, inbox / "x.csv"], now=NOW)

    assert _take(home, params, inbox).new == 1


def test_a_file_can_be_looked_at_without_keeping_it(params: OfficeParams, tmp_path: Path) -> None:
    """The same limits and the same words as in an intake."""
    (tmp_path / "a.csv").write_text(long_csv(screening()))
    (tmp_path / "b.pdf").write_bytes(b"%PDF")

    assert len(open_reports(tmp_path / "a.csv", params)) == 1
    with pytest.raises(ReportUnreadable, match=r"b\.pdf.*PDF"):
        open_reports(tmp_path / "b.pdf", params)


def test_naughty_strings_in_every_field_end_in_a_report(
    home: Settings, params: OfficeParams, inbox: Path, shared: Path
) -> None:
    """Whatever stands in a CSV is refused or taken in, and the office can read why."""
    strings = json.loads((shared / "corpora/blns/blns.json").read_text())
    quoted = ['"' + s.replace('"', '""').replace("\0", "") + '"' for s in strings]
    header, good = long_csv(screening()).splitlines()[:2]
    fields = good.split(",")
    for at, name in enumerate(header.split(",")):
        lines = [",".join([*fields[:at], text, *fields[at + 1 :]]) for text in quoted]
        (inbox / f"{name}.csv").write_text("\n".join([header, *lines]) + "\n")
    summary = _take(home, params, inbox)

    assert summary.new == summary.revised == 0
    assert [file.outcome for file in summary.files] == ["refused"] * 6
    assert all("\n1. " in _report(home, file.path.name) for file in summary.files)
    assert all(ch >= " " or ch in "\n\t" for file in summary.files for ch in _report(home, file.path.name))


def test_what_nobody_foresaw_refuses_one_file_only(
    home: Settings, params: OfficeParams, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others are taken in, and the report says what to do with this one."""
    for name in ("a.csv", "b.csv"):
        (inbox / name).write_text(long_csv(screening(), unit={"a.csv": "411721"}.get(name, "411702")))
    record = module.record_sources

    def fail(connection: Connection, office: str, now: datetime, files: Sequence[Source]) -> None:
        if "a.csv" in [file.name for file in files]:
            raise RuntimeError("a\x1bb")
        record(connection, office, now, files)

    monkeypatch.setattr(module, "record_sources", fail)
    summary = _take(home, params, inbox)

    assert (summary.new, summary.refused) == (1, 1)
    assert "RuntimeError: a\\u001bb" in _report(home, "a.csv")


def test_times_that_can_be_no_arrival_refuse_what_they_belong_to(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """One line of a CSV or of received.csv never ends the intake."""
    wrong = long_csv(screening(), unit="411721", received="0001-01-01T00:00:00+14:00")
    right = long_csv(screening(), received="2020-02-19 15:00").split("\n", 1)[1]
    (inbox / "a.csv").write_text(wrong + right)
    (inbox / "b.xlsx").write_bytes(filled(screening(), unit="411722"))
    (inbox / "received.csv").write_text("file,received_at\nb.xlsx,9999-12-31T23:59:59-12:00\n")
    summary = _take(home, params, inbox, backfill=True)

    assert (summary.new, summary.refused) == (1, 2)
    assert "[arrival-unreadable]" in _report(home, "a.csv")
    assert "[arrival-unreadable]" in _report(home, "b.xlsx")


def test_a_correction_holds_though_the_clock_was_put_back(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """What is taken in later came later, whatever the clock of the machine says."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    _take(home, params, inbox)
    (inbox / "a.csv").write_text(long_csv(screening(2, total=7)))
    summary = _take(home, params, inbox, NOW - timedelta(hours=3))

    assert summary.revised == 1
    assert _total(home) == 7


def test_an_old_file_that_comes_once_more_is_told_of_the_correction(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """It changes nothing, and the sender may believe that it does."""
    (inbox / "a.csv").write_text(long_csv(screening()))
    _take(home, params, inbox)
    (inbox / "b.csv").write_text(long_csv(screening(2, total=7)))
    _take(home, params, inbox, LATE)
    again = _take(home, params, inbox, LATE)

    assert [(file.name, file.superseded) for file in again.files] == [("a.csv", True), ("b.csv", False)]
    assert again.skipped == 2
    assert _total(home) == 7


def test_minus_zero_is_no_correction_of_zero(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """They are one number."""
    (inbox / "a.csv").write_text(long_csv(screening(0, total=5)))
    _take(home, params, inbox)
    (inbox / "b.csv").write_text(long_csv(screening("-0", total=5)))

    assert _take(home, params, inbox).same == 1


@pytest.mark.parametrize("backfill", [True, False])
def test_two_reports_of_one_arrival_that_differ_are_refused(
    home: Settings, params: OfficeParams, inbox: Path, backfill: bool
) -> None:
    """The line that stands last is not therefore the right one."""
    first = long_csv(screening(), received="2020-02-19 15:00")
    second = long_csv(screening(2, total=7), received="2020-02-19T15:00:00").split("\n", 1)[1]
    (inbox / "a.csv").write_text(first + second)
    summary = _take(home, params, inbox, backfill=backfill)

    assert (summary.new, summary.refused) == (0, 1)
    assert "[report-twice]" in _report(home, "a.csv")


def test_a_link_out_of_the_inbox_is_refused(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """What it leads to is not read."""
    (home.home / "secret.csv").write_text(long_csv(screening()))
    (inbox / "a.csv").symlink_to(home.home / "secret.csv")
    summary = _take(home, params, inbox)

    assert [fault.code for fault in summary.files[0].faults] == ["not-a-file"]


def test_an_intake_of_nothing_leaves_a_store(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """An office whose units were silent is not one whose store was lost."""
    _take(home, params, inbox)

    assert _kept(home).reports.empty


def test_a_reader_that_runs_already_reads_for_one_intake_after_the_other(
    home: Settings, params: OfficeParams, inbox: Path
) -> None:
    """Whoever watches an inbox starts one child, and ends it."""
    with Reader(params.office.locale) as reader:
        pid = reader.pid
        for n, day in enumerate((DAY, date(2020, 2, 18))):
            name = f"{n}.csv"
            (inbox / name).write_text(long_csv(screening(), day=day), encoding="utf-8")
            summary = intake(home, params, [inbox / name], now=NOW, reader=reader)
            assert (summary.new, summary.refused) == (1, 0), summary.text()

        assert reader.pid == pid

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_many_files_are_taken_in_together_and_each_is_accounted_for(
    home: Settings, params: OfficeParams, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Groups, a file that stands twice in one, and a correction behind its report change nothing of the outcome."""
    monkeypatch.setattr(looked, "AT_ONCE", 3)
    for n in range(8):
        (inbox / f"{n}.csv").write_text(long_csv(screening(n, total=5 + n)))
        os.utime(inbox / f"{n}.csv", (n, n))
    (inbox / "again.csv").write_text(long_csv(screening(7, total=12)))
    summary = _take(home, params, inbox)

    assert [file.outcome for file in summary.files] == ["new", *["revised"] * 7, "skipped"]
    assert _total(home) == 12
    assert _kept(home).reports["revision"].to_list() == [8]


def test_an_intake_that_is_stopped_takes_whole_files_in(
    home: Settings, params: OfficeParams, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not looked at is taken in the next time."""
    monkeypatch.setattr(looked, "AT_ONCE", 1)
    for unit in ("411702", "411721", "411722"):
        (inbox / f"{unit}.csv").write_text(long_csv(screening(), unit=unit))
    answers = iter([False, True])
    first = intake(home, params, [inbox], now=NOW, stop=lambda: next(answers))

    assert (first.new, len(first.files)) == (1, 1)
    assert _take(home, params, inbox).new == 2


def test_what_was_checked_is_kept_though_the_next_files_cannot_be_read(
    home: Settings, params: OfficeParams, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next files are given to the child before those before them are kept: its failure must not lose them."""
    monkeypatch.setattr(looked, "AT_ONCE", 1)
    for unit in ("411702", "411721", "411722"):
        (inbox / f"{unit}.csv").write_text(long_csv(screening(), unit=unit))
    asked, whole = iter([False, True]), Reader.read_all

    def full(self: Reader, contents: Sequence[bytes]) -> Iterator[list[Table] | Unreadable]:
        if next(asked):
            raise ThongbaoError("The temporary folder is full.")
        return whole(self, contents)

    with monkeypatch.context() as patched:
        patched.setattr(Reader, "read_all", full)
        with pytest.raises(ThongbaoError, match="folder is full"):
            _take(home, params, inbox)

    assert len(_kept(home).reports) == 1
    assert [file.outcome for file in _take(home, params, inbox).files] == ["skipped", "new", "new"]


def test_only_the_named_files_of_a_folder_are_taken_in(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """A link among them that leads out of the folder is refused all the same."""
    (home.home / "secret.csv").write_text(long_csv(screening(), unit="411721"))
    (inbox / "link.csv").symlink_to(home.home / "secret.csv")
    for name in ("a.csv", "b.csv"):
        (inbox / name).write_text(long_csv(screening(len(name), total=10)))
    summary = intake(home, params, [inbox], now=NOW, only={inbox / "a.csv", inbox / "link.csv"})

    assert {file.name: file.refused for file in summary.files} == {"a.csv": 0, "link.csv": 1}


def test_the_summary_says_how_a_csv_was_understood(home: Settings, params: OfficeParams, inbox: Path) -> None:
    """Letters, separator, columns, and every way of writing a number that had to be interpreted."""
    text = long_csv(screening("１２", "1 615", "0.1万", "2627")).replace(str(DAY), "43880").replace(",", ";")
    (inbox / "a.csv").write_bytes(text.encode("gb18030"))
    (file,) = _take(home, params, inbox).files
    said = " ".join(file.understood)

    assert file.new == 1
    for part in ("GB18030" if not text.isascii() else "UTF-8", "screening 1", "43880 = 2020-02-19", "１２ = 12"):
        assert part in said
    assert "1 615 = 1615" in said
    assert "0.1万 = 1000" in said
    assert said.split()[0] in (home.data / "zhumadian" / "intake" / "summary.txt").read_text()
