"""Read units.csv: the tree of everything that reports. Codes stay text."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from typing import TYPE_CHECKING, Annotated, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, ValidationError
from pydantic_core import PydanticCustomError

from thongbao.params.findings import Finding, explain, nearest, refused_character, shown
from thongbao.params.textfile import read_text
from thongbao.params.tree import check_tree
from thongbao.records import Code, Name, Record, Text, Unit
from thongbao.records.base import Day

if TYPE_CHECKING:
    from pathlib import Path

MAX_BYTES = 5_000_000
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


UnitName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400), AfterValidator(_seen)]
Number = Annotated[int, Field(ge=0, le=1_000_000_000), BeforeValidator(_digits)]


class UnitRow(Record):
    """A row of units.csv: a county, a district, a school, or the whole office.

    Attributes:
        code: never changes; spreadsheets drop a leading zero, so format the column as text.
        parent: code of the unit above; empty only for the root.
        kind: e.g. county; forms and bulletins name the kinds they are for.
        valid_from: first day on which the unit exists; empty for always.
        valid_to: last day on which the unit exists; empty for always.
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
    table, found = _table(path, name)
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
        found += check_tree(name, rows, parents, root)
    kinds = frozenset(fields["kind"] for _, fields in table if fields.get("kind"))
    kind_of = dict.fromkeys(rows, "") | {unit.code: unit.kind for unit in units}
    return Units(tuple(units), rows, kind_of, kinds, tuple(found))


def _table(path: Path, name: str) -> tuple[list[tuple[int, dict[str, str]]], list[Finding]]:
    """Return (row number, fields by column) of every row that is not blank, NFC, and what was wrong with the file."""
    text, problem = read_text(path, name, MAX_BYTES)
    if problem is not None:
        return [], [problem]
    try:
        lines = list(csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True))
    except csv.Error as error:
        return [], [Finding(name, 0, "csv-unreadable", f"It is not a CSV: {error}. Save it again as CSV UTF-8.")]
    header = [field.strip() for field in lines[0]] if lines else []
    found = _header(name, header)
    if found:
        return [], found
    table = []
    for number, line in enumerate(lines[1:], 2):
        if not any(field.strip() for field in line):
            continue
        if len(line) != len(header):
            message = (
                f"{len(line)} fields were found where the header has {len(header)}. Quote a name that has a comma."
            )
            found.append(Finding(name, number, "csv-fields", message))
        table.append((number, dict(zip(header, (field.strip() for field in line), strict=False))))
    if not table:
        found.append(Finding(name, 0, "no-units", "It has no rows. Add at least the unit that stands for the office."))
    return table, found


def _header(name: str, header: list[str]) -> list[Finding]:
    known = list(UnitRow.model_fields)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        return [Finding(name, 1, "csv-separator", "The fields are not separated by commas. Save it as CSV UTF-8.")]
    needed = [field for field, info in UnitRow.model_fields.items() if info.is_required() or field == "parent"]
    lost = [field for field in needed if field not in header]
    wrong = [
        f"The column {shown(field)} is not known. {nearest(field, known)}" for field in header if field not in known
    ]
    twice = [f"The column {field} stands twice. Keep one." for field in known if header.count(field) > 1]
    if lost:
        wrong.append(f"These columns were missing: {', '.join(lost)}. Add them to the header row.")
    return [Finding(name, 1, "csv-header", message) for message in wrong + twice]


def _unit(name: str, number: int, fields: dict[str, str]) -> tuple[Unit | None, list[Finding]]:
    found = []
    for column, text in fields.items():
        bad = refused_character(text) or ("U+000A, a line break" if "\n" in text else "")
        if bad:
            message = f"{column} has the control character {bad}. Remove it."
            found.append(Finding(name, number, "control-character", message))
    # An empty field is a field not given; a needed one then is "missing".
    try:
        row = UnitRow.model_validate({column: text for column, text in fields.items() if text})
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        return None, found + [Finding(name, number, *explain(each, UnitRow)) for each in wrong]
    if row.valid_from and row.valid_to and row.valid_to < row.valid_from:
        message = f"valid_to {row.valid_to} is before valid_from {row.valid_from}. Exchange or correct them."
        found.append(Finding(name, number, "bad-date", message))
    return (None if found else row.unit()), found
