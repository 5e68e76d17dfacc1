"""Read units.csv: the tree of everything that reports. Codes stay text."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from thongbao.params.csvfile import read_row, read_table
from thongbao.params.findings import Finding, shown
from thongbao.params.tree import check_times, check_tree
from thongbao.records import Code, Name, Record, Text, Unit
from thongbao.records.base import Day

if TYPE_CHECKING:
    from pathlib import Path

BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Characters that count as letters or signs and show nothing."""


def _seen(value: str) -> str:
    if not any(unicodedata.category(ch)[0] in "LNPS" and ch not in BLANK_LETTERS for ch in value):
        raise PydanticCustomError("invisible", "a name must be seen")
    return value


def _digits(value: object) -> object:
    # pydantic alone reads "21.000", which may be twenty-one thousand, as 21.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]+", value):
        raise PydanticCustomError("not_digits", "a number is written in digits only")
    return value


def _codes(value: object) -> object:
    return tuple(code for code in re.split(r"[\s;|]+", value) if code) if isinstance(value, str) else value


UnitName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(_seen)]
Number = Annotated[int, Field(ge=0, le=1_000_000_000), BeforeValidator(_digits)]
Codes = Annotated[tuple[Code, ...], BeforeValidator(_codes), WithJsonSchema({"type": "string"})]


class UnitRow(Record):
    """A row of units.csv: a county, a district, a school, or the whole office.

    Attributes:
        code: never changes; spreadsheets drop a leading zero, so format the column as text.
        parent: code of the unit above; empty only for the root.
        kind: e.g. county; forms and bulletins name the kinds they are for.
        valid_from: first day on which the unit exists; empty for always.
        valid_to: last day on which the unit exists; empty for always.
        succeeded_by: codes of the units that report in its place after valid_to, separated by spaces.
        pupils: denominator, persons; empty where unknown.
        staff: denominator, persons; empty where unknown.
    """

    code: Code
    parent: Code | None = None
    kind: Name
    name_zh_Hans: UnitName
    name_vi: UnitName
    name_en: UnitName
    valid_from: Day | None = None
    valid_to: Day | None = None
    succeeded_by: Codes = ()
    pupils: Number | None = None
    staff: Number | None = None

    def unit(self) -> Unit:
        """Return the unit of this row."""
        return Unit(
            code=self.code,
            parent=self.parent or "",
            kind=self.kind,
            names=Text(zh_Hans=self.name_zh_Hans, vi=self.name_vi, en=self.name_en),
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            successors=self.succeeded_by,
            pupils=self.pupils,
            staff=self.staff,
        )


class Units(NamedTuple):
    """What units.csv holds.

    Attributes:
        units: of the rows that are right, in the order of the file.
        rows: row number of each code, also of rows that are wrong; empty where the file could not be read.
        kind_of: kind of each code in ``rows``; "" where the row is wrong.
        kinds: every kind that is named, also in rows that are wrong.
    """

    units: tuple[Unit, ...]
    rows: dict[str, int]
    kind_of: dict[str, str]
    kinds: frozenset[str]
    findings: tuple[Finding, ...]


def read_units(path: Path, name: str = "", root: str | None = None) -> Units:
    """Read and check units.csv; never raises for what is in it.

    Args:
        name: the file as shown in faults; its own name if left out.
        root: code of the unit that stands for the whole office, None where office.yml does not tell.
    """
    name = name or path.name
    empty = "It has no rows. Add at least the unit that stands for the office."
    table, found = read_table(path, name, UnitRow, ("parent",), empty)
    units: list[Unit] = []
    parents: dict[str, str] = {}
    rows: dict[str, int] = {}
    for number, fields in table:
        unit, wrong = _unit(name, number, fields)
        found += wrong
        code = fields.get("code", "")
        if code and code in rows:
            message = f"The code {shown(code)} is already in row {rows[code]}. Give each unit a code of its own."
            found.append(Finding(name, number, "duplicate-unit", message))
            continue
        if code:
            rows[code], parents[code] = number, fields.get("parent", "")
        units += [unit] if unit is not None else []
    if table:
        found += check_tree(name, rows, parents, root) + check_times(name, rows, units)
    kinds = frozenset(fields["kind"] for _, fields in table if fields.get("kind"))
    kind_of = dict.fromkeys(rows, "") | {unit.code: unit.kind for unit in units}
    return Units(tuple(units), rows, kind_of, kinds, tuple(found))


def _unit(name: str, number: int, fields: dict[str, str]) -> tuple[Unit | None, list[Finding]]:
    row, found = read_row(name, number, fields, UnitRow)
    if row is not None and row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        message = f"valid_to {row.valid_to} is before valid_from {row.valid_from}. Exchange or correct them."
        found.append(Finding(name, number, "bad-date", message))
    return (row.unit() if row is not None and not found else None), found
