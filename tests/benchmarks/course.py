"""How the figures of a made-up county go from day to day: smooth curves, and nothing that was ever counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from random import Random

State = Literal["filled", "zero"]
Figures = dict[tuple[str, str], float]
Entries = dict[tuple[str, str], str]

LEVELS = ("kindergarten", "primary", "lower_secondary", "upper_secondary")


@dataclass(frozen=True)
class Course:
    """How a county's figures go: people screened in the end, how fast, and the days on which a case was confirmed."""

    people: int
    pace: float
    cases: list[int]

    def reports(self, number: int) -> dict[str, tuple[State, Figures]]:
        """Return form -> (state, figures) of day ``number``: people screened, isolated and ill."""
        share = 1 - 2.718 ** (-(((number + 1) / self.pace) ** 1.4))
        relatives, students, teachers = (round(self.people * share * part) for part in (0.6, 0.3, 0.1))
        screened = {"teachers": teachers, "students": students, "relatives": relatives}
        confirmed = sum(day <= number < day + 18 for day in self.cases)
        recovered = sum(day + 18 <= number for day in self.cases)
        suspected = sum(day - 2 <= number < day for day in self.cases)
        total = sum(screened.values())
        released = round(total * max(0.0, share - 0.4) * 0.6)
        cases: Figures = {("relatives", "confirmed"): confirmed, ("relatives", "suspected"): suspected}
        cases |= {(row, column): 0 for row in ("teachers", "students") for column in ("confirmed", "suspected")}
        cases |= {("total", "confirmed"): confirmed, ("total", "suspected"): suspected}
        cases |= {("total", "recovered"): recovered, ("total", "excluded"): 0}
        isolation: Figures = {
            ("total", "hospital_now"): confirmed + suspected,
            ("total", "hospital_released"): recovered,
            ("total", "home_now"): max(0, round(total * 0.7) - released),
            ("total", "home_released"): released,
        }
        said: Figures = {(row, "screened"): value for row, value in screened.items()} | {("total", "screened"): total}
        return {
            "screening": ("filled", said),
            "isolation": ("filled", isolation),
            "cases": ("filled" if any(cases.values()) else "zero", cases),
        }

    def further(self, number: int) -> dict[str, tuple[State, Figures]]:
        """Return form -> (state, figures) of day ``number``: training centres, and what staff declare."""
        registered, staff = 20 + self.people // 12, 300 + 2 * self.people
        checked = min(registered, registered * (number + 2) // 10)
        centres = {"registered": registered, "checked": checked, "closed": checked - checked // 9}
        centres |= {"sealed": checked // 7, "violations": int(number * self.people % 11 == 0)}
        declared = staff - (number * 7 + self.people) % 40
        flagged = (number + self.people) % 4 if number % 3 else 0
        health = {"staff": staff, "declared": declared, "flagged": flagged, "temperature_checks": 2 * declared}
        return {
            form: ("filled", {("total", column): value for column, value in said.items()})
            for form, said in (("training_centres", centres), ("health_declarations", health))
        }


def opening(dice: Random) -> dict[int, Entries]:
    """Return what a county says of its schools: number of the day -> answers, on the first day and when it changes."""
    first = dict.fromkeys(((level, "status") for level in LEVELS), "postponed")
    later = {(level, "status"): "online_only" for level in LEVELS[1:]} | {(LEVELS[0], "status"): "closed"}
    return {0: first, dice.randrange(12, 24): later}
