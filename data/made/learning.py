"""The forms of online learning, filled in by arithmetic: illustrative figures whose totals add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made.arithmetic import apportion, chance

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from made.files import Cells, Value

GRADES = tuple(f"g{n}" for n in range(1, 13))
MODES = ("live", "recorded", "tv", "none")
HOUSEHOLDS = {"poor": 24.0, "near_poor": 21.0, "other": 55.0}
DEVICES = {"smartphone": 58.0, "tablet": 22.0, "laptop": 14.0, "desktop": 6.0}

MBPS, HEADROOM = {"live": 1.0, "recorded": 1.5}, 1.3
"""What a learner needs, as office.yml has it where it says nothing of its own."""


def with_total(parts: Mapping[str, int], column: str) -> dict[tuple[str, str], Value]:
    """Return one column of a form, its rows and their total."""
    return {(row, column): n for row, n in (*parts.items(), ("total", sum(parts.values())))}


def online_learning(
    unit: str, pupils: int, due: Mapping[str, float], reach: float, timetabled: tuple[int, int]
) -> Cells:
    """Fill in ``online_learning``.

    Args:
        unit: its code, from which what looks irregular follows.
        pupils: enrolled in grades 1 to 12.
        due: grade -> share of its pupils who are due online, 0 to 1; grades that are not named are not.
        reach: share of those due who attend, about.
        timetabled: institutions with a common timetable, and all.
    """
    enrolled = apportion(pupils, {grade: 0.9 + 0.2 * chance("grade", unit, grade) for grade in GRADES})
    online = {grade: round(enrolled[grade] * due.get(grade, 0)) for grade in GRADES}
    attended = {
        grade: round(n * min(1, reach - 0.04 + 0.08 * chance("on", unit, grade))) for grade, n in online.items()
    }
    cells: Cells = {**with_total(enrolled, "enrolled"), **with_total(online, "due_online")}
    cells |= with_total(attended, "attended")
    split = {grade: _modes(unit, grade, n) for grade, n in online.items()}
    for mode in MODES:
        cells |= with_total({grade: modes[mode] for grade, modes in split.items()}, mode)
    return cells | {("total", "timetabled"): timetabled[0], ("total", "institutions"): timetabled[1]}


def _modes(unit: str, grade: str, pupils: int) -> dict[str, int]:
    upper = grade in ("g9", "g12")
    weights = {"live": 60.0 if upper else 38, "recorded": 24, "tv": 12 if upper else 30}
    return apportion(pupils, weights | {"none": 2 + 4 * chance("none", unit, grade)})


def devices(unit: str, need: int, pledged: float, delivered: float, lines: int, more: int = 0) -> Cells:
    """Fill in ``devices``: one device is needed for each pupil without one.

    Args:
        unit: its code.
        need: devices needed since the count began.
        pledged, delivered: shares of the need, 0 to 1.
        lines: pupils who lack a line only.
        more: pupils without a device beyond the devices that remain, as brothers and sisters share one; below 0 where
            the two were counted on different days.
    """
    wanted = apportion(need, DEVICES)
    tilted = {row: 0.7 + 0.6 * chance("pledge", unit, row) for row in DEVICES}
    found = {row: min(wanted[row], round(wanted[row] * pledged * tilted[row])) for row in DEVICES}
    brought = {row: min(found[row], round(wanted[row] * delivered * tilted[row])) for row in DEVICES}
    remaining = {row: wanted[row] - brought[row] for row in DEVICES}
    lacking = apportion(sum(remaining.values()) + more, {"no_device": 70.0, "no_both": 30.0})
    cells: Cells = {}
    for column, pupils in {**lacking, "no_line": lines}.items():
        cells |= with_total(apportion(pupils, HOUSEHOLDS), column)
    for column, parts in {"need": wanted, "pledged": found, "delivered": brought, "remaining": remaining}.items():
        cells |= with_total(parts, column)
    return cells


def network(places: Sequence[tuple[str, str, int, int, float]]) -> Cells:
    """Fill in ``network``: a line per (kind, place, live, recorded, share of its downlink that their lessons use)."""
    cells: Cells = {}
    for n, (kind, place, live, recorded, used) in enumerate(places, 1):
        down = (live * MBPS["live"] + recorded * MBPS["recorded"]) * HEADROOM / used
        line: dict[str, Value] = {"kind": kind, "place": place, "live": live, "recorded": recorded}
        line |= {"down_mbps": round(down), "up_mbps": round(down / 4)}
        cells |= {(str(n), column): value for column, value in line.items()}
    return cells


def teacher_training(unit: str, teachers: int, trained: float) -> Cells:
    """Fill in ``teacher_training``: the share ``trained`` of the teachers, level by level."""
    levels = {"kindergarten": 12.0, "primary": 44.0, "lower_secondary": 28.0, "upper_secondary": 16.0}
    there = apportion(teachers, levels)
    done = {
        level: round(n * min(1, trained * (0.85 + 0.3 * chance("trained", unit, level)))) for level, n in there.items()
    }
    return {**with_total(there, "teachers"), **with_total(done, "trained")}


def teaching_mode(unit: str, lines: Sequence[tuple[str, str, int]], taught: float) -> Cells:
    """Fill in ``teaching_mode``: a line per (subject, grade, hours planned); the share ``taught`` of them was given."""
    cells: Cells = {}
    for n, (subject, grade, planned) in enumerate(lines, 1):
        given = round(planned * taught)
        weights = {"live": 40.0 + 30 * chance(unit, subject), "recorded": 25, "tv": 20, "printed": 8}
        hours = {**apportion(given, weights), "none": planned - given}
        cells |= {(str(n), "subject"): subject, (str(n), "grade"): grade, (str(n), "planned"): planned}
        cells |= {(str(n), mode): value for mode, value in hours.items()}
    return cells


def support(books: tuple[int, int, int], devices: tuple[int, int, int, int]) -> Cells:
    """Fill in ``support``.

    Args:
        books: to deliver, delivered, longest wait in days.
        devices: to deliver, delivered, longest wait in days, installed.
    """
    cells: Cells = {}
    for row, numbers in (("textbooks", books), ("devices", devices)):
        cells |= {(row, c): n for c, n in zip(("to_deliver", "delivered", "waiting_days"), numbers, strict=False)}
    return cells | {("devices", "installed"): devices[3]}


def of_devices(cells: Cells, waiting: int, less: int = 0) -> tuple[int, int, int, int]:
    """Return what ``support`` says of devices, so that it agrees with what ``devices`` says of the same.

    Args:
        cells: ``devices``, filled in.
        waiting: days of the longest wait.
        less: devices handed over that were not brought to a home.
    """
    pledged, delivered = (int(cells["total", column]) for column in ("pledged", "delivered"))
    brought = max(0, delivered - less)
    return pledged, brought, waiting, brought * 9 // 10


def platforms(schools: Mapping[str, int]) -> Cells:
    """Fill in ``platforms``: platform -> schools that teach on it; 0 for those not named."""
    rows = ("education_cloud", "zoom", "google_meet", "zalo", "olm", "zavi", "message_groups", "other")
    return {(row, "institutions"): schools.get(row, 0) for row in rows}
