"""Which days are working days, public holidays and school days, by country and by the office's own calendar.

China's working days come from chinesecalendar, which knows the State Council's arrangements (extended holidays, make-up
Saturdays) and says so where none is published yet; there, and for Viet Nam, holidays is asked. Both are imported only
when a day is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from holidays import HolidayBase

    from thongbao.records import CalendarEntry, OfficeParams

SATURDAY = 5
LONGEST_CLOSURE = 400
"""Days within which there must be a working day."""


class Kind(NamedTuple):
    """What the country says of a day.

    Attributes:
        working: whether people work on it.
        holiday: whether it is a public holiday; a plain Saturday or Sunday is neither.
        known: whether the year's arrangement is published; otherwise the statutory days alone are known.
    """

    working: bool
    holiday: bool
    known: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendar of one office.

    Attributes:
        country: CN, VN or None: then Saturdays and Sundays are off, and nothing else.
        own: status -> the days of the office's own calendar.
    """

    country: Literal["CN", "VN"] | None = None
    own: dict[str, frozenset[date]] = field(default_factory=dict)

    def is_working_day(self, day: date) -> bool:
        """Say whether people work on ``day``; the office's own calendar stands above the country's."""
        if day in self._days("working"):
            return True
        return day not in self._days("closed") and country_day(self.country, day).working

    def is_holiday(self, day: date) -> bool:
        """Say whether ``day`` is a public holiday or a day that the office closed; a plain Sunday is not."""
        if day in self._days("working"):
            return False
        return day in self._days("closed") or country_day(self.country, day).holiday

    def is_school_day(self, day: date) -> bool:
        """Say whether schools are open: a working day within a term."""
        return day in self._days("term") and self.is_working_day(day)

    def moved(self, day: date, rule: Literal["same_day", "before", "after"]) -> date:
        """Return ``day``, or the working day before or after it where it is a public holiday.

        Raises:
            ValueError: there is no working day within a year.
        """
        if rule == "same_day" or not self.is_holiday(day):
            return day
        step = timedelta(days=-1 if rule == "before" else 1)
        for n in range(1, LONGEST_CLOSURE):
            if self.is_working_day(found := day + n * step):
                return found
        raise ValueError(f"There is no working day within {LONGEST_CLOSURE} days {rule} {day}. Check calendar.csv.")

    def note(self, first: date, last: date) -> str:
        """Say what is not known of the days, "" where all is known.

        Args:
            first, last: days, inclusive.
        """
        years = [y for y in range(first.year, last.year + 1) if not country_day(self.country, date(y, 1, 1)).known]
        if not years:
            return ""
        return (
            f"The working days of {', '.join(str(y) for y in years)} in {self.country} are not published here: "
            "statutory holidays only, without make-up days. Write them into calendar.csv, or update chinesecalendar."
        )

    def _days(self, status: str) -> frozenset[date]:
        return self.own.get(status, frozenset())


def calendar_of(params: OfficeParams) -> Calendar:
    """Return the calendar of an office."""
    return _calendar(params.office.country, params.calendar)


@lru_cache(maxsize=8)
def _calendar(country: Literal["CN", "VN"] | None, entries: tuple[CalendarEntry, ...]) -> Calendar:
    return Calendar(country, own_days(entries))


def own_days(entries: Iterable[CalendarEntry]) -> dict[str, frozenset[date]]:
    """Return status -> the days of an office's own calendar."""
    found: dict[str, set[date]] = {}
    for entry in entries:
        days = (entry.first + timedelta(days=n) for n in range((entry.end - entry.first).days + 1))
        found.setdefault(entry.status, set()).update(days)
    return {status: frozenset(days) for status, days in found.items()}


@lru_cache(maxsize=4096)
def country_day(country: Literal["CN", "VN"] | None, day: date) -> Kind:
    """Return what a country says of a day, from its published arrangements."""
    weekday = day.weekday() < SATURDAY
    if country is None:
        return Kind(working=weekday, holiday=False)
    if country == "CN":
        import chinese_calendar

        try:
            off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:  # the arrangement of that year was not published when the package was made
            return _by_law(country, day)._replace(known=False)
        return Kind(working=not off, holiday=bool(off and name))
    return _by_law(country, day)


def _by_law(country: str, day: date) -> Kind:
    holiday = day in _holidays(country, day.year)
    extra = day in _holidays(country, day.year).weekend_workdays
    return Kind(working=extra or (day.weekday() < SATURDAY and not holiday), holiday=holiday)


@lru_cache(maxsize=64)
def _holidays(country: str, year: int) -> HolidayBase:
    import holidays

    # expand=False: asked about another year it would grow silently and be slow.
    return holidays.country_holidays(country, years=year, expand=False)
