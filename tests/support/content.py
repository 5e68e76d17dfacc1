"""Two weeks of the weekly forms and those on event that stand beside each other; one of four units is silent."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from support.days import CITY, FRIDAY, UNITS, Said, day_of
from support.weeks import devices, online, rota

if TYPE_CHECKING:
    from support.days import Cells
    from thongbao.records import Locale
    from thongbao.report.day import Day

WEEK = timedelta(days=7)
GROUPS = ("teachers", "kindergarten", "primary", "lower_secondary", "upper_secondary")


def weekly_cases(primary: int, upper: int = 0, people: int = 5_000, relatives: int = 2) -> Cells:
    """``weekly_cases``: new cases of two levels, ``people`` on the rolls of every group."""
    new = dict.fromkeys(GROUPS, 0) | {"primary": primary, "upper_secondary": upper}
    found: Cells = {(row, "new"): n for row, n in (*new.items(), ("total", primary + upper))}
    found |= {(row, "population"): people for row in GROUPS} | {("total", "population"): people * len(GROUPS)}
    return found | {("total", "relatives"): relatives}


def cluster(place: str, cases: int, first: str, last: str, status: str = "watched", within: str = "school") -> Cells:
    """``clusters``: one of influenza-like illness."""
    line = {"place": place, "within": within, "disease": "influenza", "first": first, "last": last}
    return {("1", code): value for code, value in {**line, "status": status, "cases": cases}.items()}


def kept(*leaders: str, remote: int = 2) -> Cells:
    """``duty_kept``: who was on site from Monday on."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday")
    found: Cells = {}
    for day, leader in zip(days, leaders, strict=False):
        found |= {(day, "leader"): leader, (day, "remote"): remote}
    return found


def support(delivered: int) -> Cells:
    """``support``: so many devices brought home."""
    values = {"to_deliver": 600, "delivered": delivered, "waiting_days": 3}
    found: Cells = {(row, code): n for row in ("textbooks", "devices") for code, n in values.items()}
    return found | {("devices", "installed"): 0}


def cases(confirmed: int) -> Cells:
    """``cases``: all of them relatives."""
    rows = {"teachers": 0, "students": 0, "relatives": confirmed, "total": confirmed}
    found: Cells = {(row, "confirmed"): n for row, n in rows.items()}
    found |= {(row, "suspected"): 0 for row in rows}
    return found | {("total", "recovered"): 1, ("total", "excluded"): 0}


def reports() -> list[Said]:
    """Return what three units said."""
    said = []
    usual = ("head", "deputy", "both", "head", "head")
    for n, unit in enumerate(UNITS[:3], start=1):
        said += [
            Said("weekly_cases", unit, FRIDAY - WEEK, weekly_cases(1)),
            Said("weekly_cases", unit, FRIDAY, weekly_cases(4 * n, upper=n)),
            Said("online_learning", unit, FRIDAY - WEEK, online(n, 0.7)),
            Said("online_learning", unit, FRIDAY, online(n, 0.8)),
            Said("devices", unit, FRIDAY, devices(n)),
            Said("support", unit, FRIDAY, support(400 * n if n < 3 else 1_180)),
            Said("duty_rota", unit, FRIDAY - WEEK, {**rota(*usual), ("week", "contact"): f"Desk {n}"}),
            Said("duty_rota", unit, FRIDAY, {**rota(*usual), ("week", "contact"): f"Desk {n}"}),
            Said("duty_kept", unit, FRIDAY, kept("head", "head" if n == 2 else "deputy", "both", "head",
                                                 "neither" if n == 3 else "head")),
            Said("health_authority", unit, FRIDAY - timedelta(days=2), {("total", "confirmed"): 30 * n,
                                                                        ("total", "recovered"): 10 * n}),
            Said("cases", unit, FRIDAY, cases(2 * n)),
            Said("allowances", unit, FRIDAY - timedelta(days=3), {
                ("total", "state"): "approved" if n == 1 else "proposed", ("total", "eligible_days"): 100 * n,
                ("total", "rate"): 20, **({("total", "approved_on"): "2020-02-17"} if n == 1 else {})}),
        ]  # fmt: skip
    one, two, three = UNITS[:3]
    said += [
        Said("clusters", one, FRIDAY, cluster("School A", 11, "2020-02-15", "2020-02-20")),
        Said("clusters", two, FRIDAY, cluster("School B", 11, "2020-01-02", "2020-01-30", "closed")),
        Said("clusters", three, FRIDAY, None),
    ]
    for back in range(16):
        day = FRIDAY - timedelta(days=back)
        for n, unit in enumerate(UNITS[:3], start=1):
            if (unit, back) != (three, 3):
                home = {"hospital_now": n, "hospital_released": 0, "home_now": 50, "home_released": 40 - 2 * back}
                said.append(Said("isolation", unit, day, {("total", code): value for code, value in home.items()}))
    return said


@cache
def content(unit: str = CITY, locale: Locale = "en", *, public: bool = False) -> Day:
    """Return the day of ``reports``; made once, as it is never changed."""
    return day_of(reports(), unit, locale, public=public)
