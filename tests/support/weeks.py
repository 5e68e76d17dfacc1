"""Reports of three of four units of the office of ``days``: illustrative figures that add up, one unit silent."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from support.days import CITY, FRIDAY, UNITS, Said, day_of

if TYPE_CHECKING:
    from support.days import Cells
    from thongbao.records import Locale
    from thongbao.report.day import Day

WEEK = timedelta(days=7)
GRADES = tuple(f"g{n}" for n in range(1, 13))


def online(n: int, attended: float = 0.8) -> Cells:
    """``online_learning``: 1,000 n pupils due in each grade."""
    found: dict[tuple[str, str], float | str] = {}
    due = 1000 * n
    grade = {"enrolled": due + 100, "due_online": due, "attended": int(due * attended), "live": due // 2, "tv": 20}
    grade |= {"none": 10, "recorded": due - due // 2 - 30}
    for column, value in grade.items():
        found |= {(code, column): value for code in GRADES} | {("total", column): value * len(GRADES)}
    return found | {("total", "timetabled"): 40 * n, ("total", "institutions"): 50 * n}


def devices(n: int, remaining: float | None = None) -> Cells:
    """``devices``: 1,000 n needed, 600 n pledged, 400 n delivered; a few pupils who lack both."""
    found: dict[tuple[str, str], float | str] = {}
    for column, value in (("need", 1000), ("pledged", 600), ("delivered", 400), ("remaining", 600)):
        found |= {(row, column): 0 for row in ("tablet", "laptop", "desktop")}
        found |= {(row, column): value * n for row in ("smartphone", "total")}
    for column in ("no_device", "no_line", "no_both"):
        found |= {("poor", column): n, ("near_poor", column): n, ("other", column): n, ("total", column): 3 * n}
    return found | ({} if remaining is None else {("total", "remaining"): remaining})


def network(*mbps: float | None) -> Cells:
    """``network``: one ward per figure, 100 learners live at once, with so many Mbps downwards."""
    found: dict[tuple[str, str], float | str] = {}
    for n, down in enumerate(mbps, start=1):
        line = {"kind": "ward", "place": f"Ward {n}", "live": 100, "recorded": 0, "up_mbps": 20}
        line |= {} if down is None else {"down_mbps": down}
        found |= {(str(n), column): value for column, value in line.items()}
    return found


def rota(*leaders: str, submitted: str = "2020-02-21T16:00", approved: str = "2020-02-21T18:00") -> Cells:
    """``duty_rota``: who leads from Monday on; 3 remote and 2 exempt a day."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    found: dict[tuple[str, str], float | str] = {}
    for day, leader in zip(days, leaders, strict=False):
        found |= {(day, "leader"): leader, (day, "remote"): 3, (day, "exempt"): 2}
    found |= {("week", "state"): "approved" if approved else "submitted", ("week", "submitted_at"): submitted}
    return found | ({("week", "approved_at"): approved} if approved else {})


def tasks(*lines: tuple[str, str, str]) -> Cells:
    """``directive_tasks``: task, day until which it is due ("" for none), state."""
    found: dict[tuple[str, str], float | str] = {}
    for n, (task, due, state) in enumerate(lines, start=1):
        found |= {(str(n), "task"): task, (str(n), "responsible"): "Office", (str(n), "state"): state}
        found |= {(str(n), "due"): due} if due else {}
    return found


def hours(**by_grade: tuple[float, float]) -> Cells:
    """``teaching_mode``: of mathematics, grade -> hours live and planned."""
    found: dict[tuple[str, str], float | str] = {}
    for n, (grade, (live, planned)) in enumerate(by_grade.items(), start=1):
        line = {"subject": "maths", "grade": grade, "planned": planned, "live": live, "recorded": 0, "tv": 0}
        found |= {(str(n), column): value for column, value in (line | {"printed": 0, "none": planned - live}).items()}
    return found


def opening(state: str) -> Cells:
    """``school_opening``: every level alike."""
    return {(level, "status"): state for level in ("kindergarten", "primary", "lower_secondary", "upper_secondary")}


def three_units() -> list[Said]:
    """Return two weeks of online learning and devices, and the last report of everything else, of three units."""
    said = []
    for n, unit in enumerate(UNITS[:3], start=1):
        for back, attended in ((1, 0.7), (0, 0.8)):
            day = FRIDAY - WEEK * back
            said += [Said("online_learning", unit, day, online(n, attended)), Said("devices", unit, day, devices(n))]
        said += [
            Said("teaching_mode", unit, FRIDAY, hours(g7=(10.0 * n, 40), g8=(20, 40))),
            Said("duty_rota", unit, FRIDAY, rota("head", "deputy", "both", "head", "head")),
            Said("directive_tasks", unit, FRIDAY, tasks(("Disinfect", "2020-02-20", "in_progress"))),
            Said("network", unit, FRIDAY - timedelta(days=20 + n), network(200, 140)),
            Said("school_opening", unit, FRIDAY - timedelta(days=10 * n), opening("closed")),
        ]
    return said


@cache
def usual(unit: str = CITY, locale: Locale = "en", *, public: bool = False) -> Day:
    """Return the day of ``three_units``; made once, as it is never changed."""
    return day_of(three_units(), unit, locale, public=public)
