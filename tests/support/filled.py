"""Stores filled with hand-made reports of the office ``zhumadian``, for the tests of what notebooks import."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from thongbao.data.reports import NewRefusal, NewReport, append, refuse
from thongbao.database import open_store, writing
from thongbao.records import Fault, ReportKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from thongbao.settings import Settings

DAY = date(2020, 2, 19)
COUNTY, OTHERS, DIRECT = "411702", tuple(f"4117{n}" for n in (*range(21, 30), 71)), "4117-direct"
ZONE = ZoneInfo("Asia/Shanghai")

Figures = dict[tuple[str, str], float]


def screening(teachers: float, students: float, relatives: float) -> Figures:
    """The form ``screening``."""
    total = teachers + students + relatives
    rows = {"teachers": teachers, "students": students, "relatives": relatives, "total": total}
    return {(row, "screened"): value for row, value in rows.items()}


def isolation(hospital: float, released: float, home: float, home_released: float) -> Figures:
    """The form ``isolation``."""
    columns = ("hospital_now", "hospital_released", "home_now", "home_released")
    return dict(zip((("total", c) for c in columns), (hospital, released, home, home_released), strict=True))


def cases(confirmed: tuple[float, float, float], suspected: tuple[float, float], rest: tuple[float, float]) -> Figures:
    """The form ``cases``; suspected teachers are not stated."""
    rows = ("teachers", "students", "relatives")
    found = {(row, "confirmed"): value for row, value in zip(rows, confirmed, strict=True)}
    found |= {(row, "suspected"): value for row, value in zip(rows[1:], suspected, strict=True)}
    found |= {("total", "confirmed"): sum(confirmed), ("total", "suspected"): sum(suspected)}
    return found | {("total", "recovered"): rest[0], ("total", "excluded"): rest[1]}


PUBLISHED: dict[str, dict[str, Figures]] = {
    COUNTY: {
        "screening": screening(1451, 4424, 7876),
        "isolation": isolation(25, 35, 7389, 8777),
        "cases": cases((1, 1, 16), (1, 3), (5, 4)),
    },
    DIRECT: {
        "screening": screening(164, 338, 822),
        "isolation": isolation(11, 3, 665, 790),
        "cases": cases((0, 1, 7), (0, 2), (1, 0)),
    },
}
"""The published figures of 19 February: all that the counties reported together stands for one of them."""

NOTHING: dict[str, Figures] = {
    "screening": screening(0, 0, 0),
    "isolation": isolation(0, 0, 0, 0),
    "cases": {**cases((0, 0, 0), (0, 0), (0, 0)), ("teachers", "suspected"): 0},
}


def put(
    home: Settings,
    unit: str,
    day: date,
    forms: Mapping[str, Figures],
    *,
    hour: int = 16,
    state: str = "filled",
    warnings: Iterable[Fault] = (),
) -> None:
    """Keep reports of one unit and day that came at ``hour`` of that day, office time; 17 is the cut-off."""
    with writing(open_store(home.store, make=True)) as connection:
        _keep(connection, unit, day, forms, hour, state, warnings)


def _keep(
    connection: Connection,
    unit: str,
    day: date,
    forms: Mapping[str, Figures],
    hour: int = 16,
    state: Any = "filled",
    warnings: Iterable[Fault] = (),
) -> None:
    came = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(hours=hour)
    for form, figures in forms.items():
        report = NewReport("1", came, came, "0" * 64, "a.csv", state, hour < 17, figures, tuple(warnings))
        append(connection, ReportKey(office="zhumadian", form=form, unit=unit, day=day), report)


def put_refused(home: Settings, unit: str, day: date, form: str, message: str) -> None:
    """Keep a refusal."""
    came = datetime(day.year, day.month, day.day, 15, tzinfo=ZONE)
    faults = (Fault(code="not-a-number", where="D9", message=message),)
    with writing(open_store(home.store, make=True)) as connection:
        refuse(connection, NewRefusal("zhumadian", form, unit, day, came, came, "1" * 64, "b.xlsx", faults))


def put_published(home: Settings, without: Iterable[str] = ()) -> None:
    """Fill 19 February with the published figures; the units that stand aside send zero reports."""
    with writing(open_store(home.store, make=True)) as connection:
        for unit in {COUNTY, DIRECT, *OTHERS}.difference(without):
            state = "filled" if unit in PUBLISHED else "zero"
            _keep(connection, unit, DAY, PUBLISHED.get(unit, NOTHING), state=state)


def put_course(home: Settings, unit: str, days: int, silent: Iterable[int] = ()) -> None:
    """Fill the days up to 19 February with figures that grow by the day; ``silent`` counts days back from it."""
    told = sorted(set(range(days)) - set(silent))
    with writing(open_store(home.store, make=True)) as connection:
        for back in told:
            n = days - back
            forms = {
                "screening": screening(n, 2 * n, 3 * n),
                "isolation": isolation(n, n, 10 * n, n),
                "cases": cases((0, 1, n), (0, 0), (n, 0)),
            }
            _keep(connection, unit, DAY - timedelta(days=back), forms)


def rename(home: Settings, unit: str, name: str) -> None:
    """Give a unit another name in all languages."""
    path = home.params / "zhumadian" / "units.csv"
    quoted = '"' + name.replace('"', '""') + '"'
    lines = path.read_text(encoding="utf-8").splitlines()
    for at, line in enumerate(lines):
        cells = line.split(",")
        if cells[0] == unit:
            lines[at] = ",".join([*cells[:3], quoted, quoted, quoted, *cells[6:]])
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
