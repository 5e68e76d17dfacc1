"""Tasks and inspections on a Friday: what an office asks for is its own, how far it is follows from dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from made.arithmetic import chance

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Task = tuple[str, str, date | None]
"""What is to be done, which body answers for it, until when; None without a deadline."""

AHEAD = timedelta(days=10)
"""So long before their day inspections are planned."""

OPEN_FOR = timedelta(days=7)
"""So long after a visit one of its findings is open."""


class Visits(NamedTuple):
    """The inspections that every unit of an office plans.

    Attributes:
        places: named in full, one visit each.
        first: day of the first visit.
        step: days from one visit to the next.
        skipped: the unit, and which of its visits was planned and not made.
        finding: the main finding, where there is one.
    """

    places: Sequence[str]
    first: date
    step: int
    skipped: tuple[str, int]
    finding: str


def tasks_of(
    unit: str, friday: date, tasks: Sequence[Task], behind: Collection[tuple[str, int]], lead: int
) -> list[tuple[str, str, date | None, str]]:
    """Return the tasks of ``unit`` as they stood on a Friday: task, responsible, due, state.

    Args:
        behind: unit and number of the task, for those that are not done although they were due.
        lead: days before its deadline on which a task is begun.
    """
    found = []
    for n, (task, responsible, due) in enumerate(tasks):
        done = due is not None and due <= friday and (unit, n) not in behind
        begun = due is None or friday >= due - timedelta(days=lead)
        found.append((task, responsible, due, "done" if done else "in_progress" if begun else "not_started"))
    return found


def inspections_of(unit: str, friday: date, visits: Visits) -> list[tuple[str, date, int | None, int, str]]:
    """Return the visits planned up to ten days after a Friday: place, planned, findings, open, the main finding."""
    found: list[tuple[str, date, int | None, int, str]] = []
    for n, place in enumerate(visits.places):
        planned = visits.first + timedelta(days=visits.step * n)
        if planned > friday + AHEAD:
            continue
        if planned > friday or (unit, n) == visits.skipped:
            found.append((place, planned, None, 0, ""))
            continue
        findings = int(3 * chance("findings", unit, n))
        still_open = min(findings, 1) if friday < planned + OPEN_FOR else 0
        found.append((place, planned, findings, still_open, visits.finding if findings else ""))
    return found
