"""Make the sample reports: CSVs per unit, and a workbook per unit and day for the last week.

    python data/zhumadian/make_reports.py [FOLDER]

FOLDER is data/zhumadian/inbox unless named. The same files come out each time; files that are already as they would be
made are left alone. README.md beside this says what is published and what is illustrative.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from course import DAYS, DIRECT, Course, course, day_of  # noqa: E402
from made.files import PARAMS, Sent, long_csv, made_from, make_unless_there, usual_arrival  # noqa: E402
from otherforms import FRIDAY, Others  # noqa: E402

from thongbao.data.workbook import write_workbook  # noqa: E402
from thongbao.files import publish, sha256  # noqa: E402
from thongbao.params.office import read_office  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from thongbao.records import OfficeParams, Unit

ARRIVALS = "received.csv"

WORKBOOKS_FROM = date(2020, 2, 13)
BOOKED = "411702"
"""Sent its weekly forms of one Friday as a workbook, as clerks do."""

ZERO_REPORTS_TO = date(2020, 2, 15)
"""Until then a unit without any case sent the form ``cases`` as a zero report, afterwards filled in."""

SILENT = {("411723", date(2020, 2, 5)), ("411725", date(2020, 2, 15))}
LATE = {
    ("411724", date(2020, 1, 31)): "2020-01-31 20:40",
    ("411726", date(2020, 2, 6)): "2020-02-07 08:50",
    ("411722", date(2020, 2, 17)): "2020-02-17 18:25",
    ("411729", date(2020, 2, 19)): "2020-02-19 17:42",
}

Reports = dict[str, dict[tuple[str, str], int | str] | str]


def _mistyped_screening(reports: Reports) -> Reports:
    """Twelve relatives too many: found and corrected the next morning."""
    figures = dict(reports["screening"])
    for row in ("relatives", "total"):
        figures[row, "screened"] += 12
    return reports | {"screening": figures}


def _mistyped_home(reports: Reports) -> Reports:
    """Forty people too many at home: corrected by a second workbook."""
    figures = dict(reports["isolation"])
    figures["total", "home_now"] += 40
    return reports | {"isolation": figures}


def _wrong_total(reports: Reports) -> Reports:
    """The total of the screening does not add up: refused, and sent again."""
    figures = dict(reports["screening"])
    figures["total", "screened"] += 10
    return reports | {"screening": figures}


def _all_wrong(reports: Reports) -> Reports:
    """No sheet can be accepted, and nothing was sent instead: refused for good."""
    isolation = dict(reports["isolation"])
    isolation["total", "home_now"] = f"约{isolation['total', 'home_now']}人"
    sick = {(row, "confirmed"): 0 for row in ("teachers", "students", "relatives")} | {("total", "confirmed"): 1}
    sick |= {("total", column): 0 for column in ("suspected", "recovered", "excluded")}
    return _wrong_total(reports) | {"isolation": isolation, "cases": sick}


FIRST_SENT: dict[tuple[str, date], tuple[Callable[[Reports], Reports], str, str]] = {
    ("411727", date(2020, 2, 3)): (_mistyped_screening, "2020-02-04 09:20", ""),
    ("411721", date(2020, 2, 14)): (_mistyped_home, "2020-02-15 10:12", "更正"),
    ("411728", date(2020, 2, 16)): (_wrong_total, "2020-02-16 19:05", "重报"),
    ("411771", date(2020, 2, 13)): (_all_wrong, "", ""),
}
"""What was first sent instead of the right report; when and under what name the right one came, "" for never."""


def arrival(unit: str, day: date) -> str:
    """Return when the report of ``unit`` for ``day`` came, office time: before 17:00 unless it is one of LATE."""
    return LATE.get((unit, day), usual_arrival(unit, day))


def sent(made: Course, unit: str, number: int) -> Iterator[tuple[str, str, Reports]]:
    """Yield (arrival, note in the file name, reports) of all that ``unit`` sent for one day, in order."""
    day = day_of(number)
    if (unit, day) in SILENT:
        return
    reports: Reports = dict(made.report(unit, number))
    if day <= ZERO_REPORTS_TO and made.quiet(unit, number):
        reports["cases"] = "nothing"
    instead = FIRST_SENT.get((unit, day))
    if not instead:
        yield arrival(unit, day), "", reports
        return
    spoil, again, note = instead
    yield arrival(unit, day), "", spoil(reports)
    if again:
        yield again, note, reports


def history(made: Course, unit: str) -> bytes:
    """Return the CSV of all days before the workbooks."""
    return long_csv(
        Sent(form, unit, day_of(number), figures, when)
        for number in range((WORKBOOKS_FROM - day_of(0)).days)
        for when, _, reports in sent(made, unit, number)
        for form, figures in reports.items()
    )


def others(folder: Path, params: OfficeParams, unit: Unit) -> list[str]:
    """Write what ``unit`` sent besides the forms of the epidemic, as far as the office uses them; return file names.

    All come as one CSV; only Yicheng sent its weekly forms of one Friday as a workbook.
    """
    used = {form.code for form in params.forms}
    came = [one for one in Others(unit.code, unit.names.zh_Hans).sent() if one.form in used]
    booked = [one for one in came if one.unit == BOOKED and one.day == FRIDAY]
    names = []
    if rest := [one for one in came if one not in booked]:
        names.append(f"{day_of(0)}至{day_of(DAYS - 1)}_其他报表_{unit.code}_{unit.names.zh_Hans}.csv")
        publish(folder / names[-1], long_csv(rest))
    if booked:
        names.append(f"{FRIDAY}_周报_{unit.code}_{unit.names.zh_Hans}.xlsx")
        reports = {one.form: one.cells for one in booked}
        write_workbook(folder / names[-1], params, unit, FRIDAY, reports, params.office.locale)  # type: ignore[arg-type]
    return names


def make(folder: Path, params: OfficeParams) -> dict[str, str]:
    """Write all files into ``folder`` and return file name -> digest."""
    made, arrivals, names = course(), [], []
    units: dict[str, Unit] = {u.code: u for u in params.units if u.code in {*made.home_now, DIRECT}}
    for code, unit in units.items():
        names.append(f"{day_of(0)}至{WORKBOOKS_FROM - timedelta(days=1)}_{code}_{unit.names.zh_Hans}.csv")
        publish(folder / names[-1], history(made, code))
        for number in range((WORKBOOKS_FROM - day_of(0)).days, DAYS):
            for when, note, reports in sent(made, code, number):
                name = "_".join(filter(None, (str(day_of(number)), code, unit.names.zh_Hans, note))) + ".xlsx"
                write_workbook(folder / name, params, unit, day_of(number), reports, params.office.locale)
                arrivals.append((name, when))
                names.append(name)
        more = others(folder, params, unit)
        names += more
        arrivals += [(name, f"{FRIDAY} 15:50") for name in more if name.endswith(".xlsx")]
    text = "".join(f"{name},{when}\r\n" for name, when in [("file", "received_at"), *sorted(arrivals)])
    publish(folder / ARRIVALS, b"\xef\xbb\xbf" + text.encode())
    return {name: sha256((folder / name).read_bytes()) for name in [*names, ARRIVALS]}


if __name__ == "__main__":
    params = read_office(PARAMS, "zhumadian")
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "inbox"
    make_unless_there(target, made_from(HERE, "zhumadian"), lambda folder: make(folder, params))
