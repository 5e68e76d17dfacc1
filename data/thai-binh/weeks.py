"""What eight districts sent in the first weeks of a school year: illustrative but for the need of devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from cases import CLUSTERS, CONFIRMED, WHERE, cases_on
from followup import BEHIND, LEAD, TASKS, visits_of
from made import epidemic, learning, working
from made.arithmetic import apportion, chance
from made.files import Sent, usual_arrival
from made.followup import inspections_of, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made.files import Cells, Filled

FIRST, FRIDAY = date(2021, 8, 23), date(2021, 9, 10)
FRIDAYS = tuple(FRIDAY - timedelta(days=7 * n) for n in (2, 1, 0))
DAYS = (FRIDAY - FIRST).days + 1

SIZE = {"336": 95, "338": 115, "339": 125, "340": 120, "341": 125, "342": 105, "343": 110, "344": 112}
"""Rough relative size, for the split only; not a statistic."""

WITHOUT_DEVICE, LARGEST = 15_168, ("338", 3_071)
"""Published: pupils of the province without a device as the school year began, and the district with most."""

_OTHERS = {unit: size * (0.85 + 0.3 * chance("need", unit)) for unit, size in SIZE.items() if unit != LARGEST[0]}
NEED = dict([LARGEST]) | apportion(WITHOUT_DEVICE - LARGEST[1], _OTHERS)
PUPILS = apportion(268_000, {unit: float(size) for unit, size in SIZE.items()})
STAFF = apportion(410, {unit: 25.0 + SIZE[unit] / 4 for unit in SIZE})
CENTRES = apportion(176, {unit: float(size) for unit, size in SIZE.items()})
SCREENED = apportion(1_960, {unit: float(size) for unit, size in SIZE.items()})

NATIONAL_DAY = date(2021, 9, 3)
"""A Friday, and a public holiday: reports of that week came the working day before."""
DAILY = ("screening", "isolation", "cases", "training_centres", "health_declarations")
SILENT = {("344", "teaching_mode", FRIDAY), ("344", "directive_tasks", FRIDAY), ("344", "inspections", FRIDAY)}
LATE = {("343", "online_learning", FRIDAY): "2021-09-10 18:40", ("341", "duty_rota", FRIDAY): "2021-09-10 20:05"}
FLAGGED = {("339", FRIDAY): 8, ("339", FRIDAY - timedelta(days=1)): 3}
VIOLATIONS = {("336", date(2021, 9, 8)): 1, ("342", FRIDAY): 1}

NOT_KEPT = {("341", FRIDAY): {"wednesday": "other"}, ("343", FRIDAY): {"thursday": "neither"}}
"""Where somebody else than planned was on site, or nobody."""
MORE_PUPILS = {("342", FRIDAY): 60}
"""Pupils without a device beyond the devices that remain, as some share one."""
NOT_BROUGHT = {("343", FRIDAY): 20}
"""Devices handed over that were not brought to a home: two forms that differ."""

LESSONS = (
    ("language", "g9", 520), ("maths", "g9", 520), ("foreign_language", "g9", 390), ("physics", "g9", 260),
    ("language", "g12", 430), ("maths", "g12", 430), ("physics", "g12", 280), ("history", "g12", 210),
)  # fmt: skip


@dataclass(frozen=True)
class District:
    """One district and its name, which stands in its texts."""

    unit: str
    name: str

    def sent(self) -> Iterator[Sent]:
        """Yield what came, a correction after what it corrects."""
        for number in range(DAYS):
            yield from self._day(FIRST + timedelta(days=number), number / (DAYS - 1))
        for week, friday in enumerate(FRIDAYS):
            for form, cells in self._week(week, friday):
                if (self.unit, form, friday) not in SILENT:
                    yield from self._corrected(form, friday, cells)
        yield from self._events()

    def _sent(self, form: str, day: date, cells: Filled, received: str = "") -> Sent:
        weekly = day == NATIONAL_DAY and form not in DAILY
        usual = usual_arrival(self.unit, date(2021, 9, 1) if weekly else day, form)
        return Sent(form, self.unit, day, cells, received or LATE.get((self.unit, form, day), usual))

    def _corrected(self, form: str, friday: date, cells: Filled) -> Iterator[Sent]:
        if (self.unit, form, friday) == ("340", "devices", FRIDAY):
            wrong = learning.devices(self.unit, NEED[self.unit], 0.62, 0.2, NEED[self.unit] // 7)
            yield self._sent(form, friday, wrong)
            yield self._sent(form, friday, cells, "2021-09-11 08:15")
        else:
            yield self._sent(form, friday, cells)

    def _day(self, day: date, share: float) -> Iterator[Sent]:
        unit, seen = self.unit, round(SCREENED[self.unit] * (0.4 + 0.6 * share))
        rows = {"teachers": seen // 12, "students": seen // 3, "relatives": seen - seen // 12 - seen // 3}
        yield self._sent("screening", day, learning.with_total(rows, "screened"))
        home = round(seen * 0.3)
        cases = cases_on(day)
        ill, well = (int(cases["total", column]) if unit == WHERE else 0 for column in ("confirmed", "recovered"))
        isolated = {"hospital_now": ill, "hospital_released": well + (unit == WHERE)}
        isolated |= {"home_now": home, "home_released": round(seen * 0.5)}
        yield self._sent("isolation", day, {("total", column): n for column, n in isolated.items()})
        yield self._sent("cases", day, cases if unit == WHERE else "nothing")
        there, found = CENTRES[unit], VIOLATIONS.get((unit, day), 0)
        yield self._sent(
            "training_centres", day, working.training_centres(there, there, there - found, there // 3, found)
        )
        flagged = FLAGGED.get((unit, day), int(2.2 * chance("flagged", unit, day)))
        yield self._sent("health_declarations", day, working.health_declarations(unit, day, STAFF[unit], flagged))

    def _week(self, week: int, friday: date) -> Iterator[tuple[str, Filled]]:
        unit, need = self.unit, NEED[self.unit]
        due = dict.fromkeys(learning.GRADES, (0.2, 0.7, 0.96)[week])
        schools = 28 + SIZE[unit] // 5
        ready = round(schools * (0.6, 0.93, 1.0)[week]) - (unit in ("341", "344"))
        cells = learning.online_learning(unit, PUPILS[unit], due, (0.86, 0.9, 0.93)[week], (ready, schools))
        if (unit, week) == ("342", 2):  # more attended than were due: taken with a warning
            for row in ("g9", "total"):
                cells[row, "attended"] = int(cells[row, "attended"]) + 240
        yield "online_learning", cells
        met = ((0, 0.3, 0.62)[week], (0, 0.12, 0.28)[week])
        lacking = learning.devices(unit, need, *met, need // 7, MORE_PUPILS.get((unit, friday), 0))
        yield "devices", lacking
        ours = CONFIRMED if unit == WHERE else ()
        yield "weekly_cases", epidemic.weekly_cases(friday, PUPILS[unit], ours)
        trained = learning.teacher_training(unit, PUPILS[unit] // 26, (0.4, 0.7, 0.93)[week])
        if (unit, week) == ("339", 2):  # the total does not add up: refused
            trained["total", "trained"] = int(trained["total", "trained"]) + 10
        yield "teacher_training", trained
        yield "teaching_mode", learning.teaching_mode(unit, LESSONS, (0.3, 0.8, 0.96)[week]) if week else "nothing"
        sets = PUPILS[unit] // 5
        support = learning.support(
            (sets, round(sets * (0.5, 0.8, 0.97)[week]), (4, 8, 11)[week]),
            learning.of_devices(lacking, (3, 10, 17)[week], NOT_BROUGHT.get((unit, friday), 0)),
        )
        yield "support", "nothing" if (unit, week) == ("336", 0) else support
        yield "duty_rota", self._rota(friday)
        if week:
            rota = self._rota(FRIDAYS[week - 1])
            yield "duty_kept", working.duty_kept(unit, rota, NOT_KEPT.get((unit, friday)))
        tasks = tasks_of(unit, friday, TASKS, BEHIND, LEAD)
        yield "directive_tasks", working.directive_tasks(tasks) if week else "nothing"
        visits = inspections_of(unit, friday, visits_of(self.name))
        yield "inspections", working.inspections(visits) if visits else "nothing"

    def _rota(self, friday: date) -> Cells:
        leaders = {"tuesday": "neither"} if (self.unit, friday) == ("339", FRIDAY) else {}
        if friday == FRIDAYS[0]:  # the week of the National Day, 2 and 3 September
            leaders = {"thursday": "holiday", "friday": "holiday"}
        came = LATE.get((self.unit, "duty_rota", friday))
        submitted = (
            came.replace(" ", "T") if came else f"{date(2021, 9, 1) if friday == NATIONAL_DAY else friday}T10:40"
        )
        approved = "" if came or (self.unit, friday) == ("340", FRIDAY) else f"{submitted[:11]}16:00"
        contact = f"Phòng trực (máy lẻ {110 + int(80 * chance('desk', self.unit))})"
        return working.duty_rota(self.unit, STAFF[self.unit], (submitted, approved), leaders, contact)

    def _events(self) -> Iterator[Sent]:
        unit, size = self.unit, SIZE[self.unit] * 6
        tight = {"338": 1.32, "343": 0.88}.get(unit, 0.61)
        lines = [
            ("school", f"Trường THPT minh họa {self.name}", size, size // 4, 0.45 + 0.3 * chance("line", unit)),
            ("ward", f"Xã minh họa A, {self.name}", size // 2, size // 5, tight),
            ("ward", f"Xã minh họa B, {self.name}", size // 3, size // 6, 0.7),
        ]
        yield self._sent("network", date(2021, 9, 6), learning.network(lines))
        schools = 28 + SIZE[unit] // 5
        shares = {"zoom": 0.42, "google_meet": 0.35, "zalo": 0.3, "olm": 0.22, "zavi": 0.08}
        used = {name: round(schools * part * (0.8 + 0.4 * chance(name, unit))) for name, part in shares.items()}
        yield self._sent("platforms", date(2021, 9, 6), learning.platforms(used))
        ours = [one._replace(place=f"{one.place}, {self.name}") for one in CLUSTERS if unit == WHERE]
        yield self._sent("clusters", date(2021, 9, 9), epidemic.clusters(ours))
        residents = 4 + int(9 * chance("residents", unit)) + (len(CONFIRMED) if unit == WHERE else 0)
        yield self._sent("health_authority", FRIDAY, epidemic.health_authority(residents, residents // 2))
        yield self._sent("school_opening", FIRST, working.school_opening(["closed", *["postponed"] * 3]))
        opened = ["closed", "online_only", "online_only", "partly_open" if unit == "336" else "online_only"]
        yield self._sent("school_opening", date(2021, 9, 6), working.school_opening(opened))
        partly = {"343": {"distancing": "partly"}, "339": {"disinfection": "partly", "distance": "not_in_place"}}
        yield self._sent("measures", date(2021, 8, 30), working.measures(4 + SIZE[unit] % 2, partly.get(unit)))
        approved = date(2021, 9, 8) if unit == "338" else None
        yield self._sent("allowances", date(2021, 9, 8), working.allowances(STAFF[unit] * 8, 50_000, approved))
