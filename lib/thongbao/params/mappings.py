"""Read an office's mappings: how a CSV with columns of its own fills a form."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

from thongbao.params.entries import Entry, read_entry, repeated
from thongbao.params.findings import Finding, nearest, shown
from thongbao.records import Mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from thongbao.records import Form, Unit, When

_PROBE = datetime(2021, 12, 31, 13, 45)  # noqa: DTZ001 -- only to try formats on: no two parts are alike


def read_mappings(folder: Path, name: str) -> tuple[list[Entry[Mapping]], list[Finding]]:
    """Read every mapping of an office; an office need not have any.

    Args:
        name: the folder as shown in faults.
    """
    entries: list[Entry[Mapping]] = []
    found: list[Finding] = []
    for path in sorted(folder.glob("*.yml")):
        entry, wrong = read_entry(path, f"{name}/{path.name}", Mapping)
        found += wrong
        if entry is None:
            continue
        if entry.value.code != path.stem:
            message = f"code was {entry.value.code} in a file named {path.name}. Make them the same."
            found.append(entry.finding("code-differs", message, "code"))
        entries.append(entry)
    return entries, found


def check_mappings(
    entries: Sequence[Entry[Mapping]], forms: dict[str, Entry[Form]], used: Collection[str], units: Sequence[Unit]
) -> list[Finding]:
    """Hold each mapping against its form, the units and the other mappings.

    Args:
        used: codes of all forms the office uses, also of those that could not be read.
    """
    found: list[Finding] = []
    headers: dict[frozenset[str], str] = {}
    for entry in entries:
        mapping = entry.value
        found += _columns(entry) + _figures(entry, forms, used) + _names(entry, units)
        found += _formats(entry, "day", mapping.day, "%Y-%m-%d")
        if mapping.received_at is not None:
            found += _formats(entry, "received_at", mapping.received_at, "%Y-%m-%d %H:%M")
        other = headers.setdefault(frozenset(mapping.header), mapping.code)
        if other != mapping.code:
            message = f"The mapping {other} has the same header, so a file could belong to both. Add a column to one."
            found.append(entry.finding("same-header", message, "header"))
    return found


def _columns(entry: Entry[Mapping]) -> list[Finding]:
    mapping = entry.value
    found = [entry.finding("duplicate-code", t, "header", n) for n, t in repeated(mapping.header, "column")]
    named: list[tuple[str, tuple[int | str, ...]]] = [
        (mapping.unit.column, ("unit", "column")),
        (mapping.day.column, ("day", "column")),
        *((figure.column, ("figures", n, "column")) for n, figure in enumerate(mapping.figures)),
    ]
    if mapping.received_at is not None:
        named.append((mapping.received_at.column, ("received_at", "column")))
    for column, loc in named:
        if column not in mapping.header:  # read all the same, it would be empty for ever
            message = f"The column {shown(column)} is not in header. {nearest(column, mapping.header)}"
            found.append(entry.finding("unknown-column", message, *loc))
    return found


def _figures(entry: Entry[Mapping], forms: dict[str, Entry[Form]], used: Collection[str]) -> list[Finding]:
    mapping = entry.value
    found = []
    if mapping.form not in used:
        message = f"The form {shown(mapping.form)} is not one that office.yml lists. {nearest(mapping.form, used)}"
        found.append(entry.finding("unknown-form", message, "form"))
    cells = forms[mapping.form].value.cells() if mapping.form in forms else None
    seen: set[tuple[str, str]] = set()
    for n, figure in enumerate(mapping.figures):
        cell = (figure.row, figure.measure)
        if cells is not None and cell not in cells:
            known = nearest(f"{figure.measure}.{figure.row}", [f"{column}.{row}" for row, column in cells])
            message = f"{mapping.form} does not ask {figure.measure}.{figure.row} (measure.row). {known}"
            found.append(entry.finding("unknown-cell", message, "figures", n))
        if cell in seen:
            message = f"{figure.measure}.{figure.row} is filled twice. Keep one column for it."
            found.append(entry.finding("duplicate-code", message, "figures", n))
        seen.add(cell)
    return found


def _names(entry: Entry[Mapping], units: Sequence[Unit]) -> list[Finding]:
    by = entry.value.unit.by
    if by == "code":
        return []
    count = Counter(unit.names.to(by.removeprefix("name_")) for unit in units)
    twice = [name for name, times in count.items() if times > 1]
    if not twice:
        return []
    message = f"{len(twice)} names in units.csv belong to several units, e.g. {shown(twice[0])}. Write by: code."
    return [entry.finding("name-not-unique", message, "unit", "by")]


def _formats(entry: Entry[Mapping], field: str, when: When, needed: str) -> list[Finding]:
    """Try each format: a moment written in it must come back to the precision that is needed."""
    found = []
    for n, pattern in enumerate(when.formats):
        try:
            back = datetime.strptime(_PROBE.strftime(pattern), pattern)  # noqa: DTZ007
        except (ValueError, re.error, IndexError):
            back = None
        if back is None or back.strftime(needed) != _PROBE.strftime(needed):
            message = f"The format {shown(pattern)} does not give {'a day' if field == 'day' else 'a day and minute'}."
            advice = "Write it as in %Y-%m-%d, %d/%m/%Y or %m/%d/%Y %H:%M:%S."
            found.append(entry.finding("bad-format", f"{message} {advice}", field, "formats", n))
    return found
