"""Write what is in force as one tidy table: CSV for programs, Excel for people. Numbers keep all their digits."""

from __future__ import annotations

import csv
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Boolean, String, cast, func, literal, null, select, type_coerce, union_all

from thongbao.data.guarded import guarded
from thongbao.database import entries, figures, reading, reports
from thongbao.errors import WrongUse
from thongbao.files import aside

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Engine, Select

    from thongbao.records import OfficeParams

AT_ONCE = 5_000
"""Lines that are held in memory."""

EXCEL_ROWS = 1_048_576
EXCEL_LETTERS = 32_767
"""Of one cell."""


class Line(NamedTuple):
    """One line of the table.

    Attributes:
        office, form, unit: codes; ``unit_name`` in the office's language.
        row, column: codes of the form; "" where a report states nothing.
        value: None where the cell holds text, or nothing is stated.
        text: a choice as its code, days and moments as ISO 8601; "" where the cell holds a number.
        state: filled or zero.
        on_time: of the first arrival.
        received_at: of the revision in force, office time.
    """

    office: str
    form: str
    unit: str
    unit_name: str
    day: date
    row: str
    column: str
    value: float | None
    text: str
    state: str
    on_time: bool
    revision: int
    received_at: datetime
    source_name: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines; None and () for all.

    Attributes:
        first, last: days, inclusive.
        as_of: what arrived later is left out; with a zone.
    """

    first: date | None = None
    last: date | None = None
    forms: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    as_of: datetime | None = None


def export(engine: Engine, params: OfficeParams, path: Path, wanted: Wanted) -> int:
    """Write the reports in force to a .csv or .xlsx file, ordered by day, form, unit, row and column.

    CSV is UTF-8 with a mark at its beginning, as Excel wants it. Texts that a spreadsheet could take for a formula get
    an apostrophe before them; numbers come back to the last of their 17 digits.

    Returns:
        The number of lines, without the header.

    Raises:
        WrongUse: the name ends otherwise, or there are more lines, or a longer text, than an Excel sheet takes.
        OutputUnwritable: the file could not be written; what stood there before is untouched.
    """
    write = {".csv": _csv, ".xlsx": _xlsx}.get(path.suffix.lower())
    if write is None:
        raise WrongUse(f"{path} ends neither in .csv nor in .xlsx. Name it so that it says what it is to be.")
    with aside(path) as beside, closing(lines(engine, params, wanted)) as found:
        return write(beside, found)


def lines(engine: Engine, params: OfficeParams, wanted: Wanted) -> Generator[Line]:
    """Yield the lines in order; the store is read as it is at one moment, some thousand lines at a time."""
    zone = ZoneInfo(params.office.timezone)
    names = {unit.code: unit.names.to(params.office.locale) for unit in params.units}
    with reading(engine) as connection:
        asked = connection.execution_options(yield_per=AT_ONCE).execute(_query(params.office.code, wanted))
        with closing(asked) as found:
            for form, unit, day, row, column, value, text, state, on_time, revision, came, source in found:
                where = (form, unit, names.get(unit, ""), day, row or "", column or "")
                said = (value, text or "", state, on_time, revision, came.astimezone(zone), source)
                yield Line(params.office.code, *where, *said)


def _query(office: str, wanted: Wanted) -> Select[Any]:
    c = reports.c
    key = (c.form, c.unit, c.day)
    last = func.row_number().over(partition_by=key, order_by=(c.received_at.desc(), c.revision.desc()))
    first_on_time = func.first_value(c.on_time).over(partition_by=key, order_by=(c.received_at, c.revision))
    ranked = select(c.id, c.form, c.unit, c.day, c.state, c.revision, c.received_at, c.source_name).add_columns(
        last.label("place"), type_coerce(first_on_time, Boolean).label("on_time")
    )
    arrived = [] if wanted.as_of is None else [c.received_at <= wanted.as_of]
    one = ranked.where(c.office == office, *arrived, *_chosen(wanted)).subquery()
    nothing = null().cast(figures.c.value.type)
    said = union_all(
        select(
            figures.c.report_id,
            figures.c.row,
            figures.c.measure,
            figures.c.value,
            cast(literal(""), String).label("text"),
        ),
        select(entries.c.report_id, entries.c.row, entries.c.measure, nothing.label("value"), entries.c.text),
    ).subquery()
    r, f = one.c, said.c
    return (
        select(r.form, r.unit, r.day, f.row, f.measure, f.value, f.text, r.state, r.on_time, r.revision, r.received_at)
        .add_columns(r.source_name)
        .select_from(one.join(said, f.report_id == r.id, isouter=True))
        .where(r.place == 1)
        .order_by(r.day, r.form, r.unit, f.row, f.measure)
    )


def _chosen(wanted: Wanted) -> Iterator[Any]:
    c = reports.c
    if wanted.first:
        yield c.day >= wanted.first
    if wanted.last:
        yield c.day <= wanted.last
    if wanted.forms:
        yield c.form.in_(wanted.forms)
    if wanted.units:
        yield c.unit.in_(wanted.units)


def _csv(path: Path, found: Iterable[Line]) -> int:
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.writer(file)
        table.writerow(Line._fields)
        for line in found:
            table.writerow([_plain(cell) for cell in line])
            count += 1
    return count


def _plain(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    return str(cell) if isinstance(cell, int) else cell.isoformat()


class _Exact(float):
    """A number that XlsxWriter writes with all its digits; by itself it writes 16 of the 17 that some need."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def _xlsx(path: Path, found: Iterable[Line]) -> int:
    import xlsxwriter

    count = 0
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("reports")
        bold = book.add_format({"bold": True})
        formats = {
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "received_at": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(Line._fields) - 1, 14)
        for at, name in enumerate(Line._fields):
            sheet.write_string(0, at, name, bold)
        for count, line in enumerate(found, start=1):
            if count >= EXCEL_ROWS:
                raise WrongUse(
                    f"An Excel sheet takes {EXCEL_ROWS:,} rows, and there are more. Write .csv, or ask for fewer days."
                )
            _row(sheet, count, line, formats)
        sheet.autofilter(0, 0, count, len(Line._fields) - 1)
    return count


def _row(sheet: Any, at: int, line: Line, formats: dict[str, Any]) -> None:
    for column, (name, cell) in enumerate(zip(Line._fields, line, strict=True)):
        if cell is None or cell == "":
            continue
        if isinstance(cell, str):
            _text(sheet.write_string, at, column, guarded(cell))
        elif isinstance(cell, bool):
            sheet.write_boolean(at, column, cell)
        elif isinstance(cell, float | int):
            sheet.write_number(at, column, _Exact(cell))
        else:  # Excel knows no time zones: office time
            plain = cell.replace(tzinfo=None) if isinstance(cell, datetime) else cell
            sheet.write_datetime(at, column, plain, formats[name])


def _text(write: Callable[[int, int, str], int], at: int, column: int, text: str) -> None:
    if len(text) > EXCEL_LETTERS:
        raise WrongUse(f"A cell of Excel takes {EXCEL_LETTERS:,} letters, and one has more. Write .csv.")
    write(at, column, text)
