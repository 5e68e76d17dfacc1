"""A long CSV is cut into reports by form, unit, day and arrival."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from support.inbox_files import HEADER, long_csv, screening
from thongbao.data.cells import Limits
from thongbao.data.csvtext import read_csv
from thongbao.data.longcsv import is_long, read_long

if TYPE_CHECKING:
    from thongbao.data.raw import RawReport


def _read(content: str) -> list[RawReport]:
    return read_long(read_csv(content.encode(), "zh_Hans", Limits()))


def test_the_header_is_known_whatever_its_order() -> None:
    """Columns are found by their names; others may stand beside them."""
    assert is_long(["note", *reversed(HEADER.split(","))])
    assert not is_long(["form", "unit", "day"])


def test_lines_of_one_report_are_kept_together_with_their_lines() -> None:
    """A fault names the line that an editor shows."""
    (report,) = _read(long_csv(screening()))

    assert [(cell.row, cell.value, cell.place.line) for cell in report.cells][1] == ("students", "2", 3)
    assert (report.unit.value, report.received, report.version) == ("411702", None, None)


def test_arrivals_part_the_revisions_and_order_them() -> None:
    """The later arrival is the correction, wherever it stands in the file."""
    late, early = (
        long_csv(screening(), received="2020-02-20 09:00"),
        long_csv(screening(2), received="2020-02-19 16:30"),
    )
    reports = _read(late + early.split("\n", 1)[1])

    assert [r.received for r in reports] == [datetime(2020, 2, 19, 16, 30), datetime(2020, 2, 20, 9, 0)]  # noqa: DTZ001
    assert reports[0].cells[0].value == "2"


def test_nothing_is_said_by_a_line_without_row_and_column() -> None:
    """A zero report is one line."""
    (report,) = _read(f"{HEADER}\ncases,411702,2020-02-19,,,nothing\n")

    assert (report.nothing.value, report.cells) == ("nothing", ())


def test_a_short_line_is_a_report_with_empty_cells() -> None:
    """What is missing is found by the check, with its line."""
    (report,) = _read(f"{HEADER}\nscreening,411702\n")

    assert report.day.value is None
    assert report.day.place.line == 2


def test_an_arrival_that_cannot_be_read_is_said() -> None:
    """It is not silently taken as now."""
    (report,) = _read(long_csv(screening(), received="yesterday"))

    assert [problem.code for problem in report.problems] == ["arrival-unreadable"]


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "1969-12-31 23:59"])
def test_an_arrival_that_no_clock_can_show_is_said(when: str) -> None:
    """In another time zone it would be before the first year or after the last."""
    (report,) = _read(long_csv(screening(), received=when))

    assert (report.received, [problem.code for problem in report.problems]) == (None, ["arrival-unreadable"])
