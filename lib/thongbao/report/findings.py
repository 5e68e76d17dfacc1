"""What someone should look at: reports that lack, checks that fail, cumulatives that fell. Nothing is repaired."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from thongbao.data import checks, completeness
from thongbao.language import listing, number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, FlagClass, flags, nothing
from thongbao.report.local import lines_of

if TYPE_CHECKING:
    from thongbao.data.checks import Outcome
    from thongbao.report.day import Day

Finding = tuple[FlagClass, str]

NAMED = 12
"""So many units are named in one finding; more are counted."""

BROKEN = {"<=": ">", "<": "≥", ">=": "<", ">": "≤", "==": "≠", "!=": "="}


def follow_up(day: Day) -> Block:
    """List what is to be looked at for the day; say so where there is nothing."""
    t = translator(day.scope.locale)
    if day.of_date.empty:
        return nothing(t("No report was due on this day."))
    lacking = _lacking_units(day) if day.scope.adds_up else _lacking_forms(day)
    found = [*lacking, *_sum_checks(day), *_unit_checks(day), *_other_warnings(day), *_falls(day)]
    if not found and len(day.data.figures):
        found = [("ok", t("Nothing to follow up: all reports came on time and no check failed."))]
    return flags(found)


def _lacking_forms(day: Day) -> list[Finding]:
    """Say of a unit which of its forms are missing, refused or late."""
    t, locale = translator(day.scope.locale), day.scope.locale
    today = day.reporting[day.reporting["day"] == day.scope.last.isoformat()]
    silent = int(completeness.silent_streaks(day.reporting).get(day.scope.unit.code, 0))
    if silent > 1:
        return [("missing", t("No report for {n} days, this one included.").format(n=number(silent, locale)))]
    how: dict[str, FlagClass] = {"missing": "missing", "refused": "warning", "late": "late"}
    found: list[Finding] = []
    for line in lines_of(today[today["state"].isin(how)]):
        title, state = day.scope.form(line.form).title.to(locale), words.state(line.state, locale)
        found.append((how[line.state], t("{form}: {state}").format(form=title, state=state)))
    return found


def _lacking_units(day: Day) -> list[Finding]:
    """Name the units whose reports are missing, refused, incomplete or late."""
    t, locale = translator(day.scope.locale), day.scope.locale
    how: dict[str, FlagClass] = {"missing": "missing", "refused": "warning", "partly": "missing", "late": "late"}
    found: list[Finding] = []
    for state, sentence in words.LACKING.items():
        units = [str(unit) for unit in day.of_date.loc[day.of_date["state"] == state, "unit"]]
        if units:
            names = listing(_first([day.scope.name(unit) for unit in units], locale), locale)
            found.append((how[state], t(sentence).format(units=names)))
    return found


def _sum_checks(day: Day) -> list[Finding]:
    """Hold the sums over units against the rules of the forms."""
    if not day.scope.adds_up:
        return []
    by_unit = checks.figures_by_unit(day.data.figures, day.scope.last)
    t, locale = translator(day.scope.locale), day.scope.locale
    return [
        ("warning", t("All units: {finding}").format(finding=_said(outcome, locale)))
        for outcome in checks.failed(checks.check_sums(day.scope.forms, by_unit))
    ]


def _unit_checks(day: Day) -> list[Finding]:
    locale = day.scope.locale
    by_unit = checks.figures_by_unit(day.data.figures, day.scope.last)
    broken: dict[tuple[str, str], dict[str, Outcome]] = defaultdict(dict)
    for unit in day.scope.units:
        for outcome in checks.failed(checks.check_unit(day.scope.forms, by_unit.get(unit.code, {}))):
            broken[outcome.form, outcome.rule][unit.code] = outcome
    found: list[Finding] = []
    for by_code in broken.values():
        one = next(iter(by_code.values()))
        if not day.scope.adds_up:
            found.append(("warning", _said(one, locale)))
            continue
        named = [f"{day.scope.name(unit)} {_compared(held, locale)}" for unit, held in by_code.items()]
        found.append(("warning", f"{one.message.to(locale)} {listing(_first(named, locale), locale)}"))
    return found


def _other_warnings(day: Day) -> list[Finding]:
    """Print what was noted at intake and is no rule that has just been evaluated."""
    rules = {rule.code for form in day.scope.forms for rule in form.rules}
    noted = day.data.warnings[day.data.warnings["day"] == day.scope.last.isoformat()]
    found: list[Finding] = []
    for line in lines_of(noted[~noted["code"].isin(rules)]):
        whose = f"{day.scope.name(line.unit)}: " if day.scope.adds_up else ""
        found.append(("warning", whose + line.message[day.scope.locale]))
    return found


def _falls(day: Day) -> list[Finding]:
    t, locale = translator(day.scope.locale), day.scope.locale
    by_cell: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for fall in checks.falls(day.scope.forms, day.data.figures):
        if fall.day == day.scope.last:
            change = f"{words.figure(fall.before, locale)} → {words.figure(fall.after, locale)}"
            since = short_date(fall.since, locale)
            whose = f"{day.scope.name(fall.unit)} " if day.scope.adds_up else ""
            said = t("{change} since {day}").format(change=change, day=since)
            by_cell[fall.form, fall.column, fall.row].append(f"{whose}{said}")
    found: list[Finding] = []
    for (form, column, row), said_of in by_cell.items():
        asked = day.scope.form(form)
        label = next(c.label.to(locale) for c in asked.columns if c.code == column)
        part = next(r.label.to(locale) for r in asked.rows if r.code == row)
        name = f"{label}, {part}" if len(asked.rows) > 1 else label
        falls = listing(_first(said_of, locale), locale)
        found.append(("warning", t("{name} is below an earlier report: {falls}.").format(name=name, falls=falls)))
    return found


def _said(outcome: Outcome, locale: str) -> str:
    return f"{outcome.message.to(locale)} {_compared(outcome, locale)}"


def _compared(outcome: Outcome, locale: str) -> str:
    """Say by how much a rule is broken: 17,695 > 15,075, by 2,620."""
    t = translator(locale)
    return t("({left} {sign} {right}, by {difference})").format(
        left=words.figure(outcome.left, locale),
        sign=BROKEN[outcome.operator],
        right=words.figure(outcome.right, locale),
        difference=words.figure(abs(outcome.left - outcome.right), locale),
    )


def _first(named: list[str], locale: str) -> list[str]:
    if len(named) <= NAMED:
        return named
    t = translator(locale)
    return [*named[:NAMED], t("{n} more").format(n=number(len(named) - NAMED, locale))]
