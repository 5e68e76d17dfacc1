"""The summary says what became of every file, in the office's language."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from thongbao.data.summary import FileOutcome, Summary, faults_text, publish_summary, report_name, summary_text
from thongbao.records import LOCALES, Fault

NOW = datetime(2020, 2, 19, 16, 0, tzinfo=UTC)
ERROR = Fault(code="cell-empty", where="a.xlsx", message="The cell was empty.")
WARNING = Fault(code="odd-sum", where="a.xlsx", message="The sum is odd.", severity="warning")


def _file(name: str = "a.xlsx", **counts: object) -> FileOutcome:
    return FileOutcome(path=Path("inbox") / name, name=name, **counts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({"new": 1, "revised": 1}, "new"),
        ({"revised": 1, "same": 2}, "revised"),
        ({"same": 3}, "nothing new"),
        ({"same": 1, "refused": 1}, "partly"),
        ({"refused": 2}, "refused"),
        ({"skipped": True}, "skipped"),
    ],
)
def test_a_file_has_one_outcome(counts: dict[str, object], outcome: str) -> None:
    """The worst is told first: what was refused wants somebody."""
    assert _file(**counts).outcome == outcome


@pytest.mark.parametrize("locale", LOCALES)
def test_counts_warnings_and_advice_are_printed(locale: str) -> None:
    """A reader sees what happened and where to look, files that were known are only counted."""
    files = (_file(new=3, faults=(WARNING,)), _file("b.pdf", refused=1, faults=(ERROR,)), _file("c.csv", skipped=True))
    text = summary_text(Summary(files), locale, NOW)

    assert "The sum is odd." in text
    assert "b.pdf.faults.txt" in text
    assert "c.csv" not in text
    assert "3" in text.splitlines()[1]


def test_a_report_of_faults_goes_when_its_file_is_well(tmp_path: Path) -> None:
    """What was mended is no longer complained of; other reports stay."""
    (tmp_path / "other.csv.faults.txt").write_text("x")
    publish_summary(tmp_path, Summary((_file(refused=1, faults=(ERROR,)),)), "en", NOW)
    written = (tmp_path / "a.xlsx.faults.txt").read_text()
    publish_summary(tmp_path, Summary((_file(new=1),)), "en", NOW)

    assert "1. a.xlsx\n   The cell was empty. [cell-empty]" in written
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.csv.faults.txt", "summary.txt"]


def test_files_of_one_name_share_a_report(tmp_path: Path) -> None:
    """Two folders may hold files of the same name: no complaint replaces another."""
    other = Fault(code="x", where="a.xlsx", message="Another one.")
    publish_summary(
        tmp_path, Summary((_file(refused=1, faults=(ERROR,)), _file(refused=1, faults=(other,)))), "en", NOW
    )
    text = (tmp_path / "a.xlsx.faults.txt").read_text()

    assert "The cell was empty." in text
    assert "Another one." in text


def test_thousands_of_faults_are_cut() -> None:
    """A file that is wrong in every line has one cause, not a book."""
    text = faults_text(_file(refused=1, faults=(ERROR,) * 5000), "en", NOW)

    assert text.count("[cell-empty]") == 200
    assert "4,800" in text


def test_long_names_are_cut_and_stay_apart(tmp_path: Path) -> None:
    """A name as long as the system allows still gets its report."""
    names = ["县" * 84 + ".x" + end for end in "ab"]

    assert len({report_name(name) for name in names}) == 2
    for name in names:
        (tmp_path / report_name(name)).write_text("x")


@pytest.mark.parametrize("name", ["a\x1b[2J\n.csv", "a\u202e.csv", "a\udcff.csv", "a\\b.csv"])
def test_the_name_of_a_report_can_be_shown(tmp_path: Path, name: str) -> None:
    """A terminal obeys control characters, and cannot show what is no text; such names stay apart."""
    safe = report_name(name)

    assert safe.isprintable()
    assert "\\" not in safe
    assert safe != report_name(name.replace("a", "b", 1).replace("b", "_", 1)) != report_name(name + " ")
    (tmp_path / safe).write_text("x")


def test_a_file_that_was_corrected_since_is_said() -> None:
    """Who sends an old file once more is told that it changes nothing."""
    known = FileOutcome(Path("a.csv"), "a.csv", skipped=True)
    since = FileOutcome(Path("b.csv"), "b.csv", skipped=True, superseded=True)

    assert "known already; a later correction is in force\tb.csv" in Summary((known, since)).text()
    assert "a.csv" not in Summary((known, since)).text()
