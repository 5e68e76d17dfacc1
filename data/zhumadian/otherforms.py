"""What the units of the sample sent besides the forms of the epidemic: illustrative but for what PUBLISHED names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from around import CLUSTERS, confirmed, residents
from course import COUNTIES, DAYS, DIRECT, SIZE, day_of
from followup import BEHIND, LEAD, TASKS, visits_of
from made import epidemic, learning, working
from made.arithmetic import apportion, chance
from made.files import Sent, usual_arrival
from made.followup import inspections_of, tasks_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from made.files import Cells, Filled

FRIDAYS = tuple(date(2020, 1, 24) + timedelta(days=7 * n) for n in range(4))
FRIDAY = FRIDAYS[-1]

VIEWERS_MEAN_G12, VIEWERS_FIRST_DAY_G9 = 57_000, 155_000
"""Published: of grade 12 the mean daily viewers up to 9 February, of grade 9 those of its first day. The source says
neither from when nor which day, and so does no report."""
MEAN_TO = date(2020, 2, 9)

CENTRES = apportion(640, {unit: float(SIZE[unit]) for unit in COUNTIES}) | {DIRECT: 0}
STAFF = apportion(1320, {unit: 30.0 + SIZE[unit] for unit in SIZE})
PUPILS = apportion(1_180_000, {unit: float(SIZE[unit]) for unit in SIZE})
NEED = apportion(41_800, {unit: SIZE[unit] * (0.7 + 0.6 * chance("need", unit)) for unit in SIZE})
MEAN = apportion(VIEWERS_MEAN_G12, {unit: float(SIZE[unit]) for unit in SIZE})
FIRST = apportion(VIEWERS_FIRST_DAY_G9, {unit: float(SIZE[unit]) for unit in SIZE})

OPERATORS_REPORT = {"411702", "411771"}
"""Where operators of training centres report each day, zeros included, by a message group of theirs."""
SILENT = {("411723", FRIDAY)}
"""Sent nothing but how its pupils learn, the next morning: the viewers that were published are of all units."""
LATE = {
    ("online_learning", "411723", FRIDAY): "2020-02-15 09:30",
    ("duty_rota", "411725", FRIDAY): "2020-02-14 19:30",
    ("devices", "411726", FRIDAY): "2020-02-15 09:05",
}
VIOLATIONS = {("411702", date(2020, 2, 12)): 1, ("411722", date(2020, 2, 19)): 2, ("411729", date(2020, 2, 6)): 1}
FLAGGED = {("411722", date(2020, 2, 19)): 9, ("411722", date(2020, 2, 18)): 4}
"""Of the staff who declared their health; elsewhere 0 to 2."""

NOBODY_ON_SITE = {("411724", FRIDAY): {"wednesday": "neither"}, ("4117-direct", FRIDAY): {"thursday": "both"}}
NOT_KEPT = {
    ("411722", FRIDAY): {"wednesday": "other"},
    ("411729", FRIDAY): {"thursday": "neither"},
    ("411721", FRIDAY): {"monday": "both"},
}
"""Where somebody else than planned was on site, or nobody."""
MORE_PUPILS = {("411722", FRIDAY): 180, ("411724", FRIDAY): -35}
"""Pupils without a device beyond the devices that remain: some share one, some were counted on another day."""
NOT_BROUGHT = {("411725", FRIDAY): 12}
"""Devices handed over that were not brought to a home: two forms that differ."""
HOLIDAY = {FRIDAYS[0]: dict.fromkeys(working.WEEK, "holiday")}
"""The week after the first Friday was the Spring Festival."""

LESSONS = (
    ("language", "g12", 960), ("maths", "g12", 960), ("physics", "g12", 640), ("foreign_language", "g12", 720),
    ("language", "g9", 1080), ("maths", "g9", 1080), ("physics", "g9", 540), ("history", "g9", 360),
)  # fmt: skip


@dataclass(frozen=True)
class Others:
    """One unit and its name, which stands in its texts."""

    unit: str
    name: str

    def sent(self) -> Iterator[Sent]:
        """Yield what came, a correction after what it corrects."""
        for number in range(DAYS):
            day = day_of(number)
            yield self._sent("training_centres", day, self._centres(day))
            yield self._sent("health_declarations", day, self._health(day))
        for week, friday in enumerate(FRIDAYS):
            silent = (self.unit, friday) in SILENT
            yield from (one for one in self._week(week, friday) if not silent or one.form == "online_learning")
        yield from self._events()

    def _sent(self, form: str, day: date, cells: Filled, received: str = "") -> Sent:
        usual = usual_arrival(self.unit, day, form)
        if day == FRIDAYS[0] and form not in ("training_centres", "health_declarations"):
            usual = usual_arrival(self.unit, day - timedelta(days=1), form)  # the Friday was a holiday
        return Sent(form, self.unit, day, cells, received or LATE.get((form, self.unit, day), usual))

    def _centres(self, day: date) -> Filled:
        there, found = CENTRES[self.unit], VIOLATIONS.get((self.unit, day), 0)
        quiet = date(2020, 2, 15) <= day <= date(2020, 2, 17)
        if not there or (self.unit in OPERATORS_REPORT and quiet and not found):
            return "nothing" if there else working.training_centres(0, 0, 0, 0, 0)
        joint = min(1.0, (day - day_of(0)).days / 3)  # on 26 January all were checked, closed and sealed
        done = round(there * joint)
        open_again = found if day == day_of(DAYS - 1) else 0
        return working.training_centres(there, done, done - open_again, done - open_again, found)

    def _health(self, day: date) -> Cells:
        flagged = FLAGGED.get((self.unit, day), int(2.4 * chance("flagged", self.unit, day)))
        return working.health_declarations(self.unit, day, STAFF[self.unit], flagged)

    def _week(self, week: int, friday: date) -> Iterator[Sent]:
        unit, calm = self.unit, self.unit == "411728"
        yield self._sent("duty_rota", friday, self._rota(friday))
        if week:
            rota = self._rota(FRIDAYS[week - 1])
            yield self._sent("duty_kept", friday, working.duty_kept(unit, rota, NOT_KEPT.get((unit, friday))))
        yield self._sent("weekly_cases", friday, epidemic.weekly_cases(friday, PUPILS[unit], confirmed(unit)))
        yield from self._learning(week, friday)
        support = learning.support(
            (PUPILS[unit] // 9, round(PUPILS[unit] // 9 * (0, 0, 0.55, 0.9)[week]), (0, 0, 6, 9)[week]),
            learning.of_devices(self._devices(week), (0, 0, 5, 12)[week], NOT_BROUGHT.get((unit, friday), 0)),
        )
        early = week < 2
        yield self._sent("support", friday, "nothing" if calm or early else support)
        tasks = tasks_of(unit, friday, TASKS, BEHIND, LEAD)
        yield self._sent("directive_tasks", friday, "nothing" if calm else working.directive_tasks(tasks))
        visits = inspections_of(unit, friday, visits_of(self.name))
        yield self._sent("inspections", friday, working.inspections(visits) if visits else "nothing")

    def _rota(self, friday: date) -> Cells:
        leaders = HOLIDAY.get(friday) or NOBODY_ON_SITE.get((self.unit, friday), {})
        came = LATE.get(("duty_rota", self.unit, friday))
        submitted = came.replace(" ", "T") if came else f"{friday - timedelta(days=friday == FRIDAYS[0])}T11:20"
        approved = "" if came or (self.unit == "411771" and friday == FRIDAY) else submitted[:11] + "16:30"
        contact = f"值班室（分机{110 + int(80 * chance('desk', self.unit))}）"
        return working.duty_rota(self.unit, STAFF[self.unit], (submitted, approved), leaders, contact)

    def _devices(self, week: int) -> Cells:
        need, more = NEED[self.unit], MORE_PUPILS.get((self.unit, FRIDAYS[week]), 0)
        met = ((0, 0.1, 0.45, 0.7)[week], (0, 0, 0.3, 0.55)[week])
        return learning.devices(self.unit, need, *met, need // 6, more)

    def _learning(self, week: int, friday: date) -> Iterator[Sent]:
        unit = self.unit
        due = ({}, {}, dict.fromkeys(("g9", "g12"), 0.98), dict.fromkeys(learning.GRADES, 0.97))[week]
        schools = max(6, SIZE[unit] // 2)
        ready = round(schools * (0, 0.2, 0.7, 0.97)[week])
        cells = learning.online_learning(unit, PUPILS[unit], due, (0, 0, 0.88, 0.94)[week], (ready, schools))
        if week == 3:
            cells |= {("g12", "viewers_mean"): MEAN[unit], ("g12", "mean_to"): MEAN_TO.isoformat()}
            cells |= {("g9", "viewers_first_day"): FIRST[unit]}
        if (unit, week) == ("411726", 3):  # more attended than were due: taken with a warning
            for row in ("g12", "total"):
                cells[row, "attended"] = int(cells[row, "attended"]) + 900
        if (unit, week) == ("411771", 3):  # the ways of teaching do not add up: refused, and sent again
            wrong = cells | {("g9", "live"): int(cells["g9", "live"]) + 25}
            yield self._sent("online_learning", friday, wrong)
            yield self._sent("online_learning", friday, cells, "2020-02-14 18:05")
        else:
            yield self._sent("online_learning", friday, cells)
        trained = learning.teacher_training(unit, PUPILS[unit] // 24, (0, 0.2, 0.62, 0.88)[week])
        if (unit, week) == ("411771", 3):  # the total does not add up: refused for good
            trained["total", "trained"] = int(trained["total", "trained"]) + 10
        yield self._sent("teacher_training", friday, trained)
        lessons = learning.teaching_mode(unit, LESSONS, (0, 0, 0.86, 0.95)[week])
        yield self._sent("teaching_mode", friday, lessons if week > 1 else "nothing")
        found = self._devices(week)
        if (unit, week) == ("411729", 3):
            wrong = learning.devices(unit, NEED[unit], 0.7, 0.5, NEED[unit] // 6)
            yield self._sent("devices", friday, wrong)
            yield self._sent("devices", friday, found, "2020-02-15 08:40")
        else:
            yield self._sent("devices", friday, found)

    def _events(self) -> Iterator[Sent]:
        unit, name = self.unit, self.name
        size = SIZE[unit] * 12
        tight = {"411722": 1.27, "411702": 0.91, "411729": 1.04}.get(unit, 0.66)
        lines = [
            ("school", f"{name}示例一中", size, size // 3, 0.48 + 0.2 * chance("line", unit, 1)),
            ("school", f"{name}示例二中", size // 2, size // 4, 0.6 + 0.3 * chance("line", unit, 2)),
            ("ward", f"{name}示例乡", size // 3, size // 4, tight),
        ]
        yield self._sent("network", date(2020, 2, 7), learning.network(lines))
        schools = max(6, SIZE[unit] // 2)
        used = {"education_cloud": round(schools * 0.97), "message_groups": schools * 2 // 3, "other": schools // 12}
        yield self._sent("platforms", date(2020, 2, 10), learning.platforms(used))
        yield self._sent("clusters", date(2020, 1, 23), epidemic.clusters(CLUSTERS.get(unit, ())))
        for day, figures in residents(unit):
            yield self._sent("health_authority", day, epidemic.health_authority(*figures))
        yield self._sent("school_opening", date(2020, 1, 27), working.school_opening(["postponed"] * 4))
        online = ["postponed", "online_only", "online_only", "online_only"]
        if unit == DIRECT:
            online[0] = "not_applicable"
        yield self._sent("school_opening", date(2020, 2, 10), working.school_opening(online))
        partly = {
            "411725": {"distancing": "partly"},
            "411771": {"disinfection": "partly", "declaration": "not_in_place"},
        }
        yield self._sent("measures", date(2020, 2, 3), working.measures(5, partly.get(unit)))
        days = STAFF[unit] * 7
        approved = date(2020, 2, 14) if unit == "411702" else None
        yield self._sent("allowances", date(2020, 2, 14), working.allowances(days, 20, approved))
