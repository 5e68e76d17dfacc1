"""Hold a report against its form: every fault at once, each with the cell and what to write. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

from thongbao.data.cells import Problem, text
from thongbao.data.faults import in_words
from thongbao.data.figures import check_figures
from thongbao.data.nearby import Nearby
from thongbao.data.written import day_of, day_sample
from thongbao.language import number
from thongbao.params.rules import parse_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from thongbao.data.cells import Place
    from thongbao.data.figures import Figures
    from thongbao.data.raw import RawReport
    from thongbao.params.rules import Comparison, Outcome
    from thongbao.records import Fault, Form, OfficeParams, Rule, Unit

EPOCH = date(1970, 1, 1)
"""No office reported before; what is written so is a slip of a program."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A report after the check.

    Attributes:
        form, unit, day: None where the report did not say it rightly.
        figures: (row, column) -> value; what is not stated is absent; a zero report has 0 in every cell.
        faults: all of them, in the order of the file; with an error among them the report is refused.
    """

    form: str | None
    unit: str | None
    day: date | None
    version: str = ""
    state: Literal["filled", "zero"] = "filled"
    figures: Mapping[tuple[str, str], float] = field(default_factory=dict)
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
    checked = Checked(form.code if form else None, unit.code if unit else None, day)
    if form is None:
        return replace(checked, faults=tuple(in_words(p, file, locale) for p in problems))
    zero, figures, wrong = check_figures(form, raw, locale)
    faults = [in_words(p, file, locale) for p in problems]
    faults += [in_words(p, file, locale, label=label) for p, label in wrong]
    if not wrong:
        faults += _rules(form, figures, raw.place, file, locale)
    state: Literal["filled", "zero"] = "zero" if zero else "filled"
    return replace(checked, version=form.version, state=state, figures=figures, faults=tuple(faults))


def unit_of(params: OfficeParams, written: str, by: str = "code") -> Unit | None:
    """Return the unit that ``written`` names by its code or, where ``by`` says so, by its name in one language."""
    return _units(_Same(params.units), by.removeprefix("name_")).get(_name(written))


class _Same:
    """A key that is equal only to the very same units: hashing hundreds of them for each report is slow."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units

    def __hash__(self) -> int:
        return id(self.units)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.units is other.units


@lru_cache(maxsize=16)
def _units(same: _Same, by: str) -> dict[str, Unit | None]:
    named: dict[str, Unit | None] = {}
    for unit in same.units:
        name = _name(unit.code if by == "code" else unit.names.to(by))
        named[name] = None if name in named else unit  # a name that two units have names neither
    return named


@lru_cache(maxsize=4)
def _nearby(same: _Same, locale: str) -> Nearby:
    """Return the units by all that people may write for them, codes without leading zeros as spreadsheets do."""
    codes = [(u.code.lstrip("0"), u) for u in same.units]
    names = [(name, u) for u in same.units for name in u.names.model_dump().values()]
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
    elif day > arrived:
        yield Problem("day-in-future", raw.day.place, (("day", day.isoformat()),))
    if unit is None:
        written = text(raw.unit.value)
        code = written.isdecimal()  # a wrong digit may stand for any unit; lost zeros are known
        near = _nearby(_Same(params.units), locale).to(written.lstrip("0") if code else written, guess=not code)
        yield Problem("unit-unknown", raw.unit.place, (("found", written), ("near", near)))
        return
    name = unit.names.to(locale)
    if form is not None and unit.kind not in form.filled_by:
        yield Problem("form-not-owed", raw.unit.place, (("unit", name),))
    if day is not None and not unit.exists(day):
        yield Problem("unit-not-there", raw.unit.place, (("unit", name), ("day", day.isoformat())))


def _rules(form: Form, figures: Figures, place: Place, file: str, locale: str) -> list[Fault]:
    """Return the broken rules that need no other form; those are looked at when the day is read together."""
    ours = {(form.code, column, row): value for (row, column), value in figures.items()}
    faults = []
    for rule in form.rules:
        comparison = _comparison(rule.check, form.code)
        if comparison.forms != (form.code,):
            continue
        outcome = comparison.evaluate(ours, rule.missing)
        if outcome is not None and not outcome.holds:
            sides = partial(_sides, rule, outcome)
            problem = Problem("rule-broken", place, ())
            faults.append(in_words(problem, file, locale, code=rule.code, severity=rule.severity, values=sides))
    return faults


def _sides(rule: Rule, outcome: Outcome, locale: str) -> tuple[tuple[str, str], ...]:
    left, right = outcome.left, outcome.right
    decimals = 0 if left.is_integer() and right.is_integer() else 2
    sides = {"left": number(left, locale, decimals), "right": number(right, locale, decimals)}
    signs = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
    return (
        ("message", rule.message.to(locale)),
        *sides.items(),
        ("operator", signs.get(outcome.operator, outcome.operator)),
    )


@lru_cache(maxsize=1024)
def _comparison(check: str, form: str) -> Comparison:
    return parse_rule(check, form)
