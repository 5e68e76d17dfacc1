"""Hold a report against its form: every fault at once, each with the cell and what to write. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from thongbao.data.cells import Problem, text
from thongbao.data.due import EARLY, due_day_near
from thongbao.data.faults import in_words
from thongbao.data.figures import check_figures
from thongbao.data.nearby import Nearby
from thongbao.data.rulefaults import broken_rules
from thongbao.data.written import day_of, day_sample
from thongbao.records import Same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thongbao.data.raw import RawReport
    from thongbao.records import Fault, Form, OfficeParams, Unit

EPOCH = date(1970, 1, 1)
"""No office reported before; what is written so is a slip of a program."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A report after the check.

    Attributes:
        form, unit, day: None where the report did not say it rightly.
        figures: (row, column) -> value; what is not stated is absent; a zero report has 0 in every cell.
        entries: (row, entry) -> what was written: a choice as its code, days and moments as ISO 8601.
        faults: all of them, in the order of the file; with an error among them the report is refused.
    """

    form: str | None
    unit: str | None
    day: date | None
    version: str = ""
    state: Literal["filled", "zero"] = "filled"
    figures: Mapping[tuple[str, str], float] = field(default_factory=dict)
    entries: Mapping[tuple[str, str], str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def refused(self) -> bool:
        """Whether any fault is an error."""
        return any(fault.severity == "error" for fault in self.faults)


def validate(params: OfficeParams, raw: RawReport, file: str, arrived: date) -> Checked:
    """Check one report.

    Args:
        raw: as it was written.
        file: the file's name as it can be shown; stands in every fault.
        arrived: the day on which it came, office time: a report of a later day cannot be.
    """
    locale = params.office.locale
    form = params.form(text(raw.form.value))
    unit = unit_of(params, text(raw.unit.value), raw.unit_by)
    day = day_of(raw.day.value, locale, raw.day_formats)
    problems = [*raw.problems, *_heads(params, raw, form, unit, day, arrived)]
    code = unit.code if unit else None
    if form is None:
        return Checked(None, code, day, faults=tuple(in_words(p, file, locale) for p in problems))
    found = check_figures(form, raw, locale)
    faults = [in_words(p, file, locale) for p in problems]
    faults += [in_words(p, file, locale, label=label) for p, label in found.wrong]
    if not found.wrong:
        faults += broken_rules(form, raw, found.figures, file, locale)
    state: Literal["filled", "zero"] = "zero" if found.zero else "filled"
    return Checked(
        form.code,
        code,
        day,
        version=form.version,
        state=state,
        figures=found.figures,
        entries=found.entries,
        faults=tuple(faults),
    )


def unit_of(params: OfficeParams, written: str, by: str = "code") -> Unit | None:
    """Return the unit that ``written`` names by its code or, where ``by`` says so, by its name in one language."""
    return _units(Same(params.units), by.removeprefix("name_")).get(_name(written))


@lru_cache(maxsize=16)
def _units(same: Same[tuple[Unit, ...]], by: str) -> dict[str, Unit | None]:
    named: dict[str, Unit | None] = {}
    for unit in same.value:
        name = _name(unit.code if by == "code" else unit.names.to(by))
        named[name] = None if name in named else unit  # a name that two units have names neither
    return named


@lru_cache(maxsize=4)
def _nearby(same: Same[tuple[Unit, ...]], locale: str) -> Nearby:
    """Return the units by all that people may write for them, codes without leading zeros as spreadsheets do."""
    codes = [(u.code.lstrip("0"), u) for u in same.value]
    names = [(name, u) for u in same.value for name in u.names.model_dump().values()]
    return Nearby((written, f"{u.names.to(locale)} ({u.code})") for written, u in codes + names)


def first_day(params: OfficeParams) -> date:
    """Return the first day of which reports are taken in."""
    return max(params.office.starts or EPOCH, EPOCH)


def _name(written: str) -> str:
    return " ".join(written.split()).casefold()


def _heads(
    params: OfficeParams, raw: RawReport, form: Form | None, unit: Unit | None, day: date | None, arrived: date
) -> Iterator[Problem]:
    locale = params.office.locale
    if form is None:
        expected = ", ".join(f.code for f in params.forms)
        yield Problem("form-unknown", raw.form.place, (("found", text(raw.form.value)), ("expected", expected)))
    elif raw.version is not None and text(raw.version.value) != form.version:
        found = text(raw.version.value)
        yield Problem("form-version", raw.version.place, (("found", found), ("expected", form.version)))
    if day is None:
        sample = day_sample(raw.day_formats)
        yield Problem("day-unreadable", raw.day.place, (("found", text(raw.day.value)), ("sample", sample)))
    elif day < (start := first_day(params)):
        values = (("day", day.isoformat()), ("start", start.isoformat()))
        yield Problem("day-before-start", raw.day.place, values)
    elif day > arrived + (EARLY if form is not None and form.cadence == "weekly" else timedelta(0)):
        yield Problem("day-in-future", raw.day.place, (("day", day.isoformat()),))
    due = due_day_near(form, day) if form is not None and day is not None else None
    if due is not None and due != day:
        values = (("found", text(raw.day.value)), ("sample", due.isoformat()))
        yield Problem("day-not-of-week", raw.day.place, values)
    if unit is None:
        written = text(raw.unit.value)
        code = written.isdecimal()  # a wrong digit may stand for any unit; lost zeros are known
        near = _nearby(Same(params.units), locale).to(written.lstrip("0") if code else written, guess=not code)
        yield Problem("unit-unknown", raw.unit.place, (("found", written), ("near", near)))
        return
    if form is not None and unit.kind not in form.filled_by:
        yield Problem("form-not-owed", raw.unit.place, (("unit", unit.names.to(locale)),))
    if day is not None and not unit.exists(day):
        after = [f"{u.names.to(locale)} ({u.code})" for u in params.successors(unit, day)]
        told = (("unit", unit.names.to(locale)), ("day", day.isoformat()), ("near", ", ".join(after)))
        yield Problem("unit-not-there", raw.unit.place, told)
