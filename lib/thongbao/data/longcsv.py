"""Read a long CSV: one line per figure under ``form,unit,day,row,column,value[,received_at]``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from thongbao.data.cells import Place, Problem, is_blank, text
from thongbao.data.raw import Found, RawCell, RawReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from thongbao.data.cells import Table

HEADER = ("form", "unit", "day", "row", "column", "value")
RECEIVED = "received_at"
NOTHING = "nothing"
FIRST_YEAR, LAST_YEAR = 1970, 9998
"""Of an arrival: a day more or less must be a date too, whatever the time zone."""

SAMPLE = datetime(2020, 2, 19, 16, 30)  # noqa: DTZ001 -- only to show how a time is written


def is_long(header: Iterable[str]) -> bool:
    """Say whether a CSV with these column names is a long one."""
    return set(HEADER) <= set(header)


def read_long(table: Table) -> list[RawReport]:
    """Return the reports of a long CSV.

    Lines of one form, unit, day and ``received_at`` make one report; reports come in the order of their arrival, then
    of the file.
    """
    names = [text(name).lower() for name in table.rows[0]]
    groups: dict[tuple[str, ...], list[dict[str, Found]]] = {}
    for record, line in zip(table.rows[1:], table.lines[1:], strict=True):
        fields = {name: Found(None, Place(line=line, column=name)) for name in (*HEADER, RECEIVED)}
        fields |= {n: Found(v, Place(line=line, column=n)) for n, v in zip(names, record, strict=False) if n in fields}
        key = tuple(text(fields[name].value) for name in ("form", "unit", "day", RECEIVED))
        groups.setdefault(key, []).append(fields)
    return in_order(_report(lines) for lines in groups.values())


def in_order(reports: Iterable[RawReport]) -> list[RawReport]:
    """Sort by arrival where it is told; what arrived untold or at the same time stays in the order of the file."""
    return sorted(reports, key=_arrival)


def office_time(written: str) -> datetime | None:
    """Return an arrival written as ``YYYY-MM-DD HH:MM`` or ISO, None where it is neither; no offset is office time.

    The year is not looked at: see ``plausible``.
    """
    try:
        return datetime.fromisoformat(written.strip())
    except ValueError:
        return None


def plausible(moment: datetime | None) -> datetime | None:
    """Return ``moment``, None where it could not be told in every time zone, or was before anybody sent files."""
    return moment if moment and FIRST_YEAR <= moment.year <= LAST_YEAR else None


def unreadable_arrival(told: Found, formats: Sequence[str] = ("%Y-%m-%d %H:%M",)) -> Problem:
    """Return the problem of a time of arrival that could not be read in ``formats``."""
    samples = ", ".join(SAMPLE.strftime(how) for how in formats)
    return Problem("arrival-unreadable", told.place, (("found", text(told.value)), ("sample", samples)))


def _report(lines: list[dict[str, Found]]) -> RawReport:
    first = lines[0]
    place = Place(line=first["form"].place.line)
    nothing = next((line["value"] for line in lines if _says_nothing(line)), Found(None, place))
    cells = [
        RawCell(text(line["row"].value), text(line["column"].value), line["value"].value, line["value"].place)
        for line in lines
        if not _says_nothing(line)
    ]
    problems = []
    received = None
    if not is_blank(first[RECEIVED].value):
        received = plausible(office_time(text(first[RECEIVED].value)))
        if received is None:
            problems.append(unreadable_arrival(first[RECEIVED]))
    return RawReport(
        place=place,
        form=first["form"],
        unit=first["unit"],
        day=first["day"],
        nothing=nothing,
        cells=tuple(cells),
        received=received,
        problems=tuple(problems),
    )


def _says_nothing(line: dict[str, Found]) -> bool:
    here = (line["row"].value, line["column"].value)
    return all(is_blank(code) for code in here) and text(line["value"].value).lower() == NOTHING


def _arrival(report: RawReport) -> float:
    """Return a number that grows with the arrival; with or without offset, the order within one file is what counts."""
    return 0.0 if report.received is None else report.received.replace(tzinfo=report.received.tzinfo or UTC).timestamp()
