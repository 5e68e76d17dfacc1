"""What surrounds the cases of the sample: weekly figures of the same list, the health authority's, closed clusters."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from course import DIRECT, SIZE, cases, day_of
from made import epidemic
from made.arithmetic import apportion, chance
from made.epidemic import Cluster

if TYPE_CHECKING:
    from collections.abc import Iterator

AUTHORITY = {date(2020, 2, 14): (137, 50), date(2020, 2, 19): (139, 82)}
"""Published by the health authority for all residents of the city: day -> confirmed and recovered, both cumulative."""

CLUSTERS = {
    "411722": (Cluster("示例一中", "school", "influenza", date(2020, 1, 6), date(2020, 1, 11), 12, "closed"),),
    "411702": (Cluster("示例中心小学", "class", "norovirus", date(2020, 1, 8), date(2020, 1, 10), 4, "closed"),),
}
"""Illustrative, before the winter holidays."""


def confirmed(unit: str) -> Iterator[tuple[str, date]]:
    """Yield group and day of every confirmed case of a unit; a pupil's level is illustrative."""
    levels = tuple(epidemic.LEVELS)
    for n, case in enumerate(one for one in cases() if one.unit == unit):
        if case.confirmed <= (date(2020, 2, 19) - day_of(0)).days:
            level = levels[int(3 * chance("level", unit, n))]
            yield level if case.row == "students" else case.row, day_of(case.confirmed)


def residents(unit: str) -> Iterator[tuple[date, tuple[int, int]]]:
    """Yield the authority's figures of a unit, split by rough size; the city-direct schools have no residents."""
    areas = {code: float(size) for code, size in SIZE.items() if code != DIRECT}
    for day, (ill, well) in AUTHORITY.items():
        parts = [apportion(total, areas).get(unit, 0) for total in (ill, well)]
        yield day, (parts[0], parts[1])
