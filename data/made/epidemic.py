"""The forms of an epidemic besides its daily ones, filled in from lists of anonymous cases and clusters."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from made.arithmetic import apportion
from made.learning import with_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from made.files import Cells, Value

LEVELS = {"primary": 50.0, "lower_secondary": 30.0, "upper_secondary": 20.0}
GROUPS = ("teachers", "kindergarten", *LEVELS)
RELATIVES = "relatives"


class Cluster(NamedTuple):
    """One cluster of an illustrative school; ``within`` is class or school."""

    place: str
    within: str
    disease: str
    first: date
    last: date
    cases: int
    status: str


def weekly_cases(friday: date, pupils: int, confirmed: Iterable[tuple[str, date]]) -> Cells:
    """Fill in ``weekly_cases``.

    Args:
        friday: the day of the report, the last of the seven.
        pupils: of grades 1 to 12; children of kindergartens and staff follow from them.
        confirmed: group or relatives, and the day of every case.
    """
    new = [who for who, day in confirmed if timedelta(0) <= friday - day < timedelta(days=7)]
    people = {"teachers": pupils // 16, "kindergarten": pupils // 6} | apportion(pupils, LEVELS)
    cells: Cells = {**with_total({group: new.count(group) for group in GROUPS}, "new")}
    cells |= with_total({group: people[group] for group in GROUPS}, "population")
    return cells | {("total", RELATIVES): new.count(RELATIVES)}


def clusters(found: Sequence[Cluster]) -> Cells | str:
    """Fill in ``clusters``: a line for each, nothing to report where there is none."""
    cells: Cells = {}
    for n, one in enumerate(found, 1):
        line: dict[str, Value] = {"place": one.place, "within": one.within, "disease": one.disease}
        line |= {"first": one.first.isoformat(), "last": one.last.isoformat()}
        line |= {"status": one.status, "cases": one.cases}
        cells |= {(str(n), column): value for column, value in line.items()}
    return cells or "nothing"


def health_authority(confirmed: int, recovered: int) -> Cells:
    """Fill in ``health_authority``: all residents, cumulative."""
    return {("total", "confirmed"): confirmed, ("total", "recovered"): recovered}
