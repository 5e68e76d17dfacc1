"""Read a CSV under params/ as text only: columns by name, every fault with its row."""

from __future__ import annotations

import csv
import io
import unicodedata
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from thongbao.params.findings import Finding, explain, nearest, refused_character, shown
from thongbao.params.textfile import read_text
from thongbao.records import Record

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

R = TypeVar("R", bound=Record)
MAX_BYTES = 5_000_000


def read_table(
    path: Path, name: str, model: type[Record], needed: Collection[str] = (), empty: str = ""
) -> tuple[list[tuple[int, dict[str, str]]], list[Finding]]:
    """Return (row number, fields by column) of every row that is not blank, NFC, and what was wrong with the file.

    Args:
        name: the file as shown in faults.
        model: its fields are the columns; those that it requires must be there.
        needed: further columns that must be there.
        empty: what to say where there is no row; "" where there need be none.
    """
    text, problem = read_text(path, name, MAX_BYTES)
    if problem is not None:
        return [], [problem]
    try:
        lines = list(csv.reader(io.StringIO(unicodedata.normalize("NFC", text), newline=""), strict=True))
    except csv.Error as error:
        return [], [Finding(name, 0, "csv-unreadable", f"It is not a CSV: {error}. Save it again as CSV UTF-8.")]
    header = [field.strip() for field in lines[0]] if lines else []
    found = _header(name, header, model, needed)
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
    if not table and empty:
        found.append(Finding(name, 0, "no-units", empty))
    return table, found


def _header(name: str, header: list[str], model: type[Record], needed: Collection[str]) -> list[Finding]:
    known = list(model.model_fields)
    if len(header) == 1 and any(mark in header[0] for mark in ";\t"):
        return [Finding(name, 1, "csv-separator", "The fields are not separated by commas. Save it as CSV UTF-8.")]
    asked = [field for field, info in model.model_fields.items() if info.is_required() or field in needed]
    lost = [field for field in asked if field not in header]
    wrong = [
        f"The column {shown(field)} is not known. {nearest(field, known)}" for field in header if field not in known
    ]
    twice = [f"The column {field} stands twice. Keep one." for field in known if header.count(field) > 1]
    if lost:
        wrong.append(f"These columns were missing: {', '.join(lost)}. Add them to the header row.")
    return [Finding(name, 1, "csv-header", message) for message in wrong + twice]


def read_row(name: str, number: int, fields: dict[str, str], model: type[R]) -> tuple[R | None, list[Finding]]:
    """Return the record of one row, None where its fields do not give one, and what was wrong with it."""
    found = []
    for column, text in fields.items():
        bad = refused_character(text) or ("U+000A, a line break" if "\n" in text else "")
        if bad:
            message = f"{column} has the control character {bad}. Remove it."
            found.append(Finding(name, number, "control-character", message))
    # An empty field is a field not given; a needed one then is "missing".
    try:
        row = model.model_validate({column: text for column, text in fields.items() if text})
    except ValidationError as error:
        wrong = error.errors(include_url=False)
        return None, found + [Finding(name, number, *explain(each, model)) for each in wrong]
    return row, found
