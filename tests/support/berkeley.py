"""The office ``berkeley``: its params and notebook in a home of their own, its units from the real file."""

from __future__ import annotations

import csv
import re
import shutil
from collections import defaultdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from thongbao.params.office import read_office
from thongbao.settings import Settings

if TYPE_CHECKING:
    from thongbao.records import OfficeParams

HERE = Path(__file__).resolve().parents[1] / "offices" / "berkeley"
DISTRICT = "Berkeley County School District"
OLD_LIST_ENDS = date(2021, 8, 27)
"""On the next school day the district's page named some schools differently and left out most of its departments."""


class Line(NamedTuple):
    """One line of the real file, as text but for the day."""

    school: str
    day: date
    received: str
    staff: str
    students: str
    staff_contacts: str
    students_contacts: str


class Real(NamedTuple):
    """The office in a home of its own, and the real file."""

    settings: Settings
    params: OfficeParams
    file: Path
    lines: list[Line]
    codes: dict[str, str]


def read_lines(file: Path) -> list[Line]:
    with file.open(encoding="utf-8", newline="") as opened:
        return [
            Line(
                line["School"],
                datetime.strptime(line["Date"], "%m/%d/%Y").date(),  # noqa: DTZ007
                line["DateTime"],
                line["Staff Count"],
                line["Student Count"],
                line["Staff Close Contacts"],
                line["Student Close Contacts"],
            )
            for line in csv.DictReader(opened)
        ]


def berkeley(home: Path, file: Path) -> Real:
    """Set the office up in an empty folder, its units as the file names them."""
    shutil.copytree(HERE / "params", home / "params")
    shutil.copytree(HERE / "notebooks", home / "notebooks")
    lines = read_lines(file)
    codes = write_units(home / "params" / "berkeley" / "units.csv", lines)
    settings = Settings(home=home, store=f"sqlite:///{home / 'data' / 'store.sqlite'}")
    return Real(settings, read_office(settings.params, "berkeley"), file, lines, codes)


def write_units(path: Path, lines: list[Line]) -> dict[str, str]:
    """Write a unit per name and return name -> code. Names that differ in upper case only are one unit."""
    days: dict[str, set[date]] = defaultdict(set)
    names: dict[str, str] = {}
    for line in sorted(lines, key=lambda line: line.day):
        days[line.school.casefold()].add(line.day)
        names[line.school.casefold()] = line.school
    codes: dict[str, str] = {}
    with path.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(
            ["code", "parent", "kind", *(f"name_{at}" for at in ("zh_Hans", "vi", "en")), "valid_from", "valid_to"]
        )
        rows.writerow(["bcsd", "", "office", *["All schools and offices"] * 3, "", ""])
        for folded, name in names.items():
            codes[folded] = slug(name, set(codes.values()))
            kind = "district_total" if name == DISTRICT else "site"
            last = OLD_LIST_ENDS if max(days[folded]) <= OLD_LIST_ENDS else ""
            rows.writerow([codes[folded], "bcsd", kind, name, name, name, min(days[folded]), last])
    return {line.school: codes[line.school.casefold()] for line in lines}


def slug(name: str, taken: set[str]) -> str:
    """Return a code for a name: ``St. Stephen Middle`` and ``St Stephen Middle`` get different ones."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:32]
    return plain if plain not in taken else f"{plain[:30]}-2"
