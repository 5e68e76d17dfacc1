"""The illustrative course of the sample figures: 28 days, 12 units, three forms.

What is published is in PUBLISHED and its neighbours: the city's figures of 2020-02-19. Everything else is arithmetic:
split between units by rough size (largest remainder) and over the days by smooth curves and a list of anonymous cases.
No random numbers of the machine: what looks irregular comes from hashes of fixed words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from made.arithmetic import apportion, chance

FIRST, LAST = date(2020, 1, 23), date(2020, 2, 19)
DAYS = (LAST - FIRST).days + 1
END = DAYS - 1

DIRECT = "4117-direct"
SIZE = {
    "411702": 80,
    "411721": 70,
    "411722": 110,
    "411723": 75,
    "411724": 65,
    "411725": 40,
    "411726": 65,
    "411727": 65,
    "411728": 50,
    "411729": 85,
    "411771": 15,
    DIRECT: 69,
}
"""Rough relative size, for the split only; not a statistic."""
COUNTIES = [unit for unit in SIZE if unit != DIRECT]

PUBLISHED = {"teachers": (1451, 164), "students": (4424, 338), "relatives": (7876, 822)}
"""Screened up to 2020-02-19: (counties, city-direct). The other figures of that day follow, by the same source."""
CONFIRMED = {"teachers": (1, 0), "students": (1, 1), "relatives": (16, 7)}
SUSPECTED = {"students": (1, 0), "relatives": (3, 2)}
HOSPITAL_NOW, HOSPITAL_RELEASED, HOME_NOW, HOME_RELEASED = 36, 38, 8054, 9567
RECOVERED, EXCLUDED = 6, 4

Figures = dict[tuple[str, str], int]
"""(row, column) -> figure of one form."""


def split(total: int, units: list[str], word: str) -> dict[str, int]:
    """Split by size, a little tilted for each figure, so that not every figure falls on the same units."""
    return dict.fromkeys(SIZE, 0) | apportion(total, {u: SIZE[u] * (0.8 + 0.4 * chance(word, u)) for u in units})


def both(counties: int, direct: int, word: str) -> dict[str, int]:
    """Split the counties' part over the counties and give the city-direct schools theirs."""
    return split(counties, COUNTIES, word) | {DIRECT: direct}


@dataclass(frozen=True)
class Case:
    """One anonymous illustrative case; days count from FIRST, END + 1 means not yet."""

    unit: str
    row: str
    suspected: int
    confirmed: int = END + 1
    recovered: int = END + 1
    excluded: int = END + 1


def cases() -> list[Case]:
    """Return all who were ever suspected or confirmed: 26 confirmed now, 6 recovered, 6 suspected now, 4 excluded."""
    return [*_confirmed(), *_suspected(), *_excluded()]


def _confirmed() -> list[Case]:
    recovered = [u for u, n in split(RECOVERED, list(SIZE), "recovered").items() for _ in range(n)]
    now = [(u, r) for r, ends in CONFIRMED.items() for u, n in both(*ends, f"confirmed {r}").items() for _ in range(n)]
    mixed = [case for _, case in sorted(enumerate(now), key=lambda numbered: chance("order", *numbered))]
    people = [*((unit, "relatives") for unit in recovered), *mixed]
    made = []
    for rank, (unit, row) in enumerate(people):
        day = 3 + round(23 * rank / (len(people) - 1))
        before = 0 if row == "teachers" else 1 + int(2 * chance("before", rank))
        left = END - 1 - 2 * rank if rank < len(recovered) else END + 1
        made.append(Case(unit, row, suspected=day - before, confirmed=day, recovered=left))
    return made


def _suspected() -> list[Case]:
    places = [
        (u, r) for r, ends in SUSPECTED.items() for u, n in both(*ends, f"suspected {r}").items() for _ in range(n)
    ]
    return [Case(unit, row, suspected=END - 5 + rank) for rank, (unit, row) in enumerate(places)]


def _excluded() -> list[Case]:
    places = [u for u, n in split(EXCLUDED, list(SIZE), "excluded").items() for _ in range(n)]
    return [Case(u, "relatives", suspected=8 + 4 * k, excluded=11 + 4 * k) for k, u in enumerate(places)]


def rise(day: float, pace: float, bend: float) -> float:
    """Return a share that rises from above 0 on the first day to 1 on the last."""

    def so_far(t: float) -> float:
        return 1 - math.exp(-(((t + 1) / pace) ** bend))

    return min(1.0, so_far(min(day, END)) / so_far(END))


def ramp(day: float, start: int, bend: float = 1.0) -> float:
    """Return a share that is 0 until ``start`` and rises to 1 on the last day."""
    return min(1.0, max(0.0, (day - start) / (END - start)) ** bend)


@dataclass(frozen=True)
class Course:
    """The ends of all curves, by unit."""

    screened: dict[str, dict[str, int]]
    home_now: dict[str, int]
    home_released: dict[str, int]
    others: dict[str, int]
    observed: dict[str, int]
    cases: list[Case]

    def report(self, unit: str, day: int) -> dict[str, Figures]:
        """Return what ``unit`` had to report on ``day``: form -> figures.

        Suspected teachers are not among them. A zero report, which is sent in place of ``cases`` where a unit is
        quiet, states 0 everywhere, for them too.
        """
        return {
            "screening": self._screening(unit, day),
            "isolation": self._isolation(unit, day),
            "cases": self._cases(unit, day),
        }

    def quiet(self, unit: str, day: int) -> bool:
        """Say whether nobody in ``unit`` was ever suspected or confirmed up to ``day``."""
        return all(case.suspected > day for case in self.cases if case.unit == unit)

    def _screening(self, unit: str, day: int) -> Figures:
        share = rise(day, 7 + 4 * chance("pace", unit), 1.4)
        rows = {row: round(ends[unit] * share) for row, ends in self.screened.items()}
        return {(row, "screened"): n for row, n in (rows | {"total": sum(rows.values())}).items()}

    def _isolation(self, unit: str, day: int) -> Figures:
        sick = self._cases(unit, day)
        left = sick["total", "recovered"] + sick["total", "excluded"]
        others, seen = self.others[unit], round(self.others[unit] * ramp(day, 5))
        waiting = round(others * ramp(day + 6, 5)) - seen + round(self.observed[unit] * ramp(day, 18))
        ever = round((self.home_now[unit] + self.home_released[unit]) * rise(day, 13 + 3 * chance("home", unit), 1.7))
        released = round(self.home_released[unit] * ramp(day, 12, 1.15))
        return {
            ("total", "hospital_now"): sick["total", "confirmed"] + sick["total", "suspected"] + waiting,
            ("total", "hospital_released"): left + seen,
            ("total", "home_now"): ever - released,
            ("total", "home_released"): released,
        }

    def _cases(self, unit: str, day: int) -> Figures:
        here = [case for case in self.cases if case.unit == unit]
        confirmed = [c.row for c in here if c.confirmed <= day < c.recovered]
        suspected = [c.row for c in here if c.suspected <= day < min(c.confirmed, c.excluded)]
        figures = {(row, "confirmed"): confirmed.count(row) for row in CONFIRMED}
        figures |= {(row, "suspected"): suspected.count(row) for row in SUSPECTED}
        return figures | {
            ("total", "confirmed"): len(confirmed),
            ("total", "suspected"): len(suspected),
            ("total", "recovered"): sum(c.recovered <= day for c in here),
            ("total", "excluded"): sum(c.excluded <= day for c in here),
        }


def course() -> Course:
    """Return the course whose last day adds up to the published figures."""
    listed = cases()
    screened = {row: both(*ends, f"screened {row}") for row, ends in PUBLISHED.items()}
    everyone = {u: sum(ends[u] for ends in screened.values()) for u in SIZE}
    home = {u: n * (0.8 + 0.4 * chance("home split", u)) for u, n in everyone.items()}
    still_in = sum(c.excluded > END and c.recovered > END for c in listed)
    return Course(
        screened=screened,
        home_now=apportion(HOME_NOW, home),
        home_released=apportion(HOME_RELEASED, home),
        others=split(HOSPITAL_RELEASED - RECOVERED - EXCLUDED, list(SIZE), "others"),
        observed=split(HOSPITAL_NOW - still_in, list(SIZE), "observed"),
        cases=listed,
    )


def day_of(number: int) -> date:
    """Return the calendar day of day ``number``, 0 to END."""
    return FIRST + timedelta(days=number)
