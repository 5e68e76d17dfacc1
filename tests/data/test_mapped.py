"""A CSV with columns of its own becomes reports through a mapping."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from thongbao.data.cells import Limits
from thongbao.data.csvtext import read_csv
from thongbao.data.mapped import mapping_for, read_mapped
from thongbao.records import MappedFigure, MappedUnit, Mapping, When

if TYPE_CHECKING:
    from thongbao.data.raw import RawReport

MAPPING = Mapping(
    code="schools",
    form="cases",
    header=("School", "Date", "Staff"),
    unit=MappedUnit(column="School", by="name_en"),
    day=When(column="Date", formats=("%m/%d/%Y",)),
    received_at=When(column="DateTime", formats=("%m/%d/%Y %H:%M:%S", "%Y-%m-%d %H:%M")),
    figures=(
        MappedFigure(column="Staff", row="staff", measure="confirmed"),
        MappedFigure(column="Late", row="staff", measure="contacts"),
    ),
)


def _read(content: str) -> list[RawReport]:
    return read_mapped(read_csv(content.encode(), "en", Limits()), MAPPING)


def test_the_mapping_that_asks_for_most_is_taken() -> None:
    """A special mapping goes before a general one."""
    general = MAPPING.model_copy(update={"code": "general", "header": ("School",)})

    assert mapping_for(["School", "Date", "Staff", "More"], [general, MAPPING]) is MAPPING
    assert mapping_for(["School", "Date"], [MAPPING]) is None


def test_a_column_that_is_not_there_is_not_stated() -> None:
    """A measure that was not collected at first is missing, not 0."""
    (report,) = _read("School,Date,Staff\nNorth,8/17/2021,3\n")

    assert [(cell.column, cell.value, cell.place.line) for cell in report.cells] == [
        ("confirmed", "3", 2),
        ("contacts", None, 2),
    ]
    assert (report.unit.value, report.unit_by) == ("North", "name_en")


def test_lines_are_revisions_in_the_order_of_their_arrival() -> None:
    """Each format of the time is tried."""
    lines = ("North,8/17/2021,3,08/18/2021 15:39:12", "North,8/17/2021,2,2021-08-17 15:00")
    reports = _read("School,Date,Staff,DateTime\n" + "\n".join(lines))

    assert [report.received for report in reports] == [
        datetime(2021, 8, 17, 15, 0),  # noqa: DTZ001
        datetime(2021, 8, 18, 15, 39, 12),  # noqa: DTZ001
    ]


def test_a_time_that_cannot_be_read_is_said_and_an_empty_one_is_not_told() -> None:
    """A line without a time came when the file came."""
    unreadable, empty = _read("School,Date,Staff,DateTime\nNorth,8/17/2021,3,noon\nSouth,8/17/2021,3,\n")

    assert [problem.code for problem in unreadable.problems] == ["arrival-unreadable"]
    assert (empty.received, empty.problems) == (None, ())
