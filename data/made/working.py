"""The forms of work, duty and follow-up, filled in by arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from made.arithmetic import chance
from made.followup import OPEN_FOR

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from made.files import Cells

WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday")
LEVELS = ("kindergarten", "primary", "lower_secondary", "upper_secondary")
MEASURES = ("masks", "disinfection", "distance", "no_gatherings", "declaration", "distancing", "leading_group")


def duty_rota(
    unit: str, staff: int, moments: tuple[str, str], leaders: Mapping[str, str] | None = None, contact: str = ""
) -> Cells:
    """Fill in ``duty_rota``: head and deputy take turns.

    Args:
        unit: its code.
        staff: who take turns, exempt roles aside.
        moments: when the rota was submitted and approved, ISO 8601; "" while it was not.
        leaders: weekday -> who leads on site, where it is not the usual turn.
        contact: desk and extension, no name.
    """
    exempt, turn = max(2, staff // 15), round(chance("turn", unit))
    cells: Cells = {}
    for n, day in enumerate(WEEK):
        leader = (leaders or {}).get(day, ("head", "deputy")[(n + turn) % 2])
        away = round((staff - exempt) * (0.5 + 0.3 * chance("remote", unit, day)))
        cells |= {(day, "leader"): leader, (day, "remote"): 0 if leader == "holiday" else away, (day, "exempt"): exempt}
    submitted, approved = moments
    cells["week", "state"] = "approved" if approved else "submitted" if submitted else "draft"
    cells |= {("week", "submitted_at"): submitted} if submitted else {}
    cells |= {("week", "contact"): contact} if contact else {}
    return cells | ({("week", "approved_at"): approved} if approved else {})


def duty_kept(unit: str, rota: Cells, otherwise: Mapping[str, str] | None = None) -> Cells:
    """Fill in ``duty_kept``: as the rota had it but for the days named ``otherwise``, and a few people less elsewhere.

    Args:
        rota: ``duty_rota`` of the week, filled in.
        otherwise: weekday -> who was on site; ``other`` for whoever of the two was not planned.
    """
    swapped = {"head": "deputy", "deputy": "head"}
    cells: Cells = {}
    for day in WEEK:
        planned = str(rota[day, "leader"])
        came = (otherwise or {}).get(day, planned)
        away = int(rota[day, "remote"])
        stayed = max(0, away - int(3 * chance("stayed", unit, day)))
        cells[day, "leader"] = swapped.get(planned, planned) if came == "other" else came
        cells[day, "remote"] = stayed if away else 0
    return cells


def health_declarations(unit: str, day: date, staff: int, flagged: int) -> Cells:
    """Fill in ``health_declarations``; most declare, ``flagged`` of them to be followed up."""
    declared = round(staff * (0.93 + 0.07 * chance("declared", unit, day)))
    checks = 2 * declared - round(declared * 0.2 * chance("checks", unit, day))
    values = {"staff": staff, "declared": declared, "flagged": flagged, "temperature_checks": checks}
    return {("total", column): n for column, n in values.items()}


def allowances(days: int, rate: int, approved_on: date | None = None) -> Cells:
    """Fill in ``allowances``: a proposal until the day of its approval."""
    cells: Cells = {("total", "state"): "approved" if approved_on else "proposed"}
    cells |= {("total", "approved_on"): approved_on.isoformat()} if approved_on else {}
    return cells | {("total", "eligible_days"): days, ("total", "rate"): rate}


def directive_tasks(tasks: Sequence[tuple[str, str, date | None, str]]) -> Cells:
    """Fill in ``directive_tasks``: a line per (task, responsible role, due, state)."""
    cells: Cells = {}
    for n, (task, responsible, due, state) in enumerate(tasks, 1):
        cells |= {(str(n), "task"): task, (str(n), "responsible"): responsible, (str(n), "state"): state}
        cells |= {(str(n), "due"): due.isoformat()} if due else {}
    return cells


def inspections(visits: Sequence[tuple[str, date, int | None, int, str]]) -> Cells:
    """Fill in ``inspections``: a line per (place, planned for, findings, of these open, main finding).

    What is planned and not yet done has None findings. Those without an open finding were closed two days later.
    """
    cells: Cells = {}
    for n, (place, planned, findings, still_open, what) in enumerate(visits, 1):
        row = str(n)
        cells |= {(row, "place"): place, (row, "planned"): planned.isoformat()}
        if findings is None:
            continue
        cells |= {(row, "done"): planned.isoformat(), (row, "findings"): findings, (row, "open"): still_open}
        cells[row, "closed"] = findings - still_open
        cells |= {(row, "what"): what} if what else {}
        if findings and not still_open:
            cells[row, "closed_on"] = (planned + OPEN_FOR).isoformat()
    return cells


def measures(groups: int, otherwise: Mapping[str, str] | None = None) -> Cells:
    """Fill in ``measures``: all in place but what is named ``otherwise``."""
    cells: Cells = {(row, "in_place"): (otherwise or {}).get(row, "in_place") for row in MEASURES}
    return cells | {("leading_group", "working_groups"): groups}


def school_opening(statuses: Sequence[str]) -> Cells:
    """Fill in ``school_opening``: the status of kindergartens, primary, lower and upper secondary schools."""
    return {(level, "status"): status for level, status in zip(LEVELS, statuses, strict=True)}


def training_centres(registered: int, checked: int, closed: int, sealed: int, violations: int) -> Cells:
    """Fill in ``training_centres``."""
    values = {"registered": registered, "checked": checked, "closed": closed, "sealed": sealed}
    return {("total", column): n for column, n in {**values, "violations": violations}.items()}
