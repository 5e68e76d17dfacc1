"""The files of a sample: reports as a long CSV, and a list by which a second run finds that nothing has changed."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import xlsxwriter

from made.arithmetic import chance
from thongbao.data import workbook
from thongbao.files import publish, sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

PARAMS = Path(__file__).resolve().parents[2] / "params"
LIST = ".made.json"
HEADER = ["form", "unit", "day", "row", "column", "value", "received_at"]

Value = float | str
Cells = dict[tuple[str, str], Value]
"""(row, column or entry) -> what stands there: a figure, the code of a choice, a day or moment in ISO 8601, a text."""
Filled = Cells | Literal["nothing"]


class Sent(NamedTuple):
    """One report as it came; ``received`` is office time, YYYY-MM-DD HH:MM."""

    form: str
    unit: str
    day: date
    cells: Mapping[tuple[str, str], Value] | str
    received: str


def usual_arrival(unit: str, day: date, *words: object) -> str:
    """Return a time of arrival in the afternoon, before 17:00."""
    came = datetime.combine(day, time(15, 20)) + timedelta(minutes=int(95 * chance("arrival", unit, day, *words)))
    return f"{came:%Y-%m-%d %H:%M}"


def long_csv(reports: Iterable[Sent]) -> bytes:
    """Return reports as one CSV, as Excel saves it."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADER)
    for sent in reports:
        cells = {("", ""): sent.cells} if isinstance(sent.cells, str) else sent.cells
        for (row, column), value in cells.items():
            lines.writerow([sent.form, sent.unit, sent.day, row, column, value, sent.received])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def tree_digest(folder: Path, suffixes: tuple[str, ...]) -> str:
    """Return one digest over the names and contents of all files under ``folder`` that end in one of ``suffixes``."""
    found = sorted(path for path in folder.rglob("*") if path.suffix in suffixes and "__pycache__" not in path.parts)
    return sha256("\n".join(f"{path.relative_to(folder).as_posix()} {sha256(path.read_bytes())}" for path in found))


def made_from(folder: Path, office: str) -> str:
    """Return a digest of all that the files of an office are made from.

    Args:
        folder: of the office's own script.
        office: its folder under params/.
    """
    locales = Path(workbook.__file__).parents[1] / "locale"
    parts = [
        tree_digest(Path(__file__).parent, (".py",)),
        tree_digest(folder, (".py",)),
        tree_digest(PARAMS / "forms", (".yml",)),
        tree_digest(PARAMS / office, (".yml", ".csv")),
        xlsxwriter.__version__,
        sha256(Path(workbook.__file__).read_bytes()),
        tree_digest(locales, (".po",)),
    ]
    return sha256("\n".join(parts))


def up_to_date(folder: Path, source: str) -> bool:
    """Say whether ``folder`` holds all files as they would be made now."""
    try:
        known = json.loads((folder / LIST).read_text(encoding="utf-8"))
        return known["from"] == source and all(
            sha256((folder / name).read_bytes()) == digest for name, digest in known["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return False


def make_unless_there(folder: Path, source: str, make: Callable[[Path], dict[str, str]]) -> None:
    """Make the files of a sample unless they are there as they would be made, and say which of the two it was.

    Args:
        folder: of the files.
        source: digest of what they are made from.
        make: writes all files into the folder and returns file name -> digest.
    """
    if up_to_date(folder, source):
        print(f"The sample reports in {folder} are up to date.")
        return
    files = make(folder)
    publish(folder / LIST, json.dumps({"from": source, "files": files}, ensure_ascii=False, indent=1) + "\n")
    print(f"{len(files)} files of sample reports were made in {folder}.")
