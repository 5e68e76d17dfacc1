"""A mapping fills cells that a form asks from columns that a file has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from support.officefiles import faults_of, only_fault
from thongbao.params.office import read_office

if TYPE_CHECKING:
    from thongbao.settings import Settings

MAPPING = """\
# yaml-language-server: $schema=../../schema/mapping.json
code: city_feed
form: cases
header: [Place, Date, Confirmed, "Sent at", Recovered]
unit: {column: Place, by: name_en}
day:
  column: Date
  formats: ["%m/%d/%Y", "%Y-%m-%d"]
received_at: {column: "Sent at", formats: ["%m/%d/%Y %H:%M:%S"]}
figures:
  - {column: Confirmed, row: total, measure: confirmed}
  - {column: Recovered, row: total, measure: recovered}
"""


def write(home: Settings, text: str, name: str = "city_feed.yml") -> None:
    folder = home.params / "zhumadian" / "mappings"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_a_mapping_is_read(home: Settings) -> None:
    """Columns, formats and cells arrive where they belong."""
    write(home, MAPPING)

    (mapping,) = read_office(home.params, "zhumadian").mappings
    assert (mapping.code, mapping.header[3], len(mapping.figures)) == ("city_feed", "Sent at", 2)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("code: city_feed", "code: other", "code-differs", 2),
        ("form: cases", "form: case", "unknown-form", 3),
        ("header: [Place,", "header: [Place, Place,", "duplicate-code", 4),
        ("{column: Place,", "{column: Plaice,", "unknown-column", 5),
        ("by: name_en", "by: name", "unknown-value", 5),
        ("  column: Date", "  column: Day", "unknown-column", 7),
        ('"%Y-%m-%d"]', '"%Y-%m"]', "bad-format", 8),
        ('"%Y-%m-%d"]', '"%Y-%m-%Q"]', "bad-format", 8),
        ('"%Y-%m-%d"]', '"%y-%d"]', "bad-format", 8),
        ('"%Y-%m-%d"]', '"%"]', "bad-format", 8),
        ('"%Y-%m-%d"]', '"Y-m-d"]', "bad-format", 8),
        ('column: "Sent at"', "column: Sent", "unknown-column", 9),
        ("{column: Recovered", "{column: Recoverd", "unknown-column", 12),
        (" %H:%M:%S", "", "bad-format", 9),
        (" %H:%M:%S", " %I:%M", "bad-format", 9),
        ("measure: confirmed", "measure: confirmd", "unknown-cell", 11),
        ("row: total, measure: recovered", "row: students, measure: recovered", "unknown-cell", 12),
        ("measure: recovered", "measure: confirmed", "duplicate-code", 12),
        ("figures:\n", "figure:\n", "unknown-key", 10),
        ("  formats:", "  formats: []\n  x:", "unknown-key", 9),
    ],
)
def test_a_mistake_is_a_fault_at_its_line(home: Settings, old: str, new: str, code: str, line: int) -> None:
    """Unknown forms, cells, columns and formats that do not give a day are said where they stand."""
    assert old in MAPPING
    write(home, MAPPING.replace(old, new, 1))

    found = {(fault.code, fault.where) for fault in faults_of(home)}
    assert (code, f"params/zhumadian/mappings/city_feed.yml line {line}") in found


def test_two_mappings_of_one_header_are_said(home: Settings) -> None:
    """A file must belong to one mapping."""
    write(home, MAPPING)
    write(home, MAPPING.replace("city_feed", "town_feed").replace("[Place, Date", "[Date, Place"), "town_feed.yml")

    fault = only_fault(home)
    assert (fault.code, fault.where) == ("same-header", "params/zhumadian/mappings/town_feed.yml line 4")


def test_units_are_not_found_by_a_name_that_two_have(home: Settings) -> None:
    """Where two units have one name, a mapping by name could fill the wrong one."""
    units = home.params / "zhumadian" / "units.csv"
    units.write_text(units.read_text(encoding="utf-8").replace(",Xiping,", ",Queshan,"), encoding="utf-8")
    write(home, MAPPING)

    fault = only_fault(home)
    assert (fault.code, fault.where.rpartition(" ")[2]) == ("name-not-unique", "5")
    write(home, MAPPING.replace("by: name_en", "by: name_vi"))
    assert read_office(home.params, "zhumadian").mappings


def test_a_mapping_with_another_ending_is_said(home: Settings) -> None:
    """A file that nothing reads is not passed over in silence."""
    write(home, MAPPING, "city_feed.yaml")

    assert only_fault(home).code == "unknown-file"
