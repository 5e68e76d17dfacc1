"""Read params/<office>/desk.yml: whose bulletin an analyst sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.entries import read_entry
from thongbao.params.findings import nearest, shown
from thongbao.records import Desk

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from thongbao.params.findings import Finding


def read_desk(path: Path, name: str, units: Collection[str]) -> tuple[Desk, list[Finding]]:
    """Read the file; without one everything is chosen from the reports.

    Args:
        name: the file as shown in faults.
        units: codes of the office's units; empty where they are not known.
    """
    if not path.exists():
        return Desk(), []
    entry, found = read_entry(path, name, Desk)
    if entry is None:
        return Desk(), found
    county = entry.value.county
    if county is not None and units and county not in units:
        message = f"The office has no unit {shown(county)}. {nearest(county, units)}"
        found.append(entry.finding("unknown-unit", message, "county"))
    return entry.value, found
