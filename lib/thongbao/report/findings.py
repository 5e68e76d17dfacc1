"""What someone should look at: reports that lack, checks that fail, cumulatives that fell. Nothing is repaired."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from thongbao.data import checks, completeness
from thongbao.language import number, short_date, translator
from thongbao.report import words
from thongbao.report.blocks import Block, FlagClass, flags, nothing
from thongbao.report.local import lines_of

if TYPE_CHECKING:
    from thongbao.data.checks import Outcome
    from thongbao.report.day import Day

Finding = tuple[FlagClass, str]

NAMED = 12
"""So many units are named in one finding; more are counted."""

NAMED_DAYS = 3
"""So many of a unit's days without a report are named in a roll-up; more are counted."""

BROKEN = {"<=": ">", "<": "≥", ">=": "<", ">": "≤", "==": "≠", "!=": "="}


def follow_up(day: Day) -> Block:
    """List what is to be looked at for the day; say so where there is nothing."""
    t = translator(day.scope.locale)
    if day.of_date.empty:
        return nothing(t("No report was due on this day."))
    lacking = _lacking_units(day) if day.scope.adds_up else _lacking_forms(day)
    found = [*lacking]
    if day.public is None:  # a broken rule quotes figures; what is hidden of them would have to be left out in turn
        found += [*_sum_checks(day), *_unit_checks(day), *_other_warnings(day), *_falls(day)]
    if not found:
        if day.public is not None:
            return flags([("ok", t("All reports of this day came on time.")), *_earlier_gaps(day)])
        found = [("ok", t("All reports of this day came on time and pass the checks of their forms."))]
    return flags([*found, *_earlier_gaps(day)])


def _earlier_gaps(day: Day) -> list[Finding]:
    """List the earlier days shown of which something still lacks; not those of a silence that lasts, said already."""
    t, locale = translator(day.scope.locale), day.scope.locale
    days = completeness.by_day(day.reporting).sort_values("day", kind="stable")
    streaks = completeness.silent_streaks(day.reporting)
    gaps: dict[str, list[str]] = {}
    for unit, of_unit in days.groupby("unit", sort=False):
        spoken = of_unit.iloc[: len(of_unit) - int(streaks[unit])]
        lacking = spoken[(spoken["received"] < spoken["expected"]) & (spoken["day"] < day.scope.last.isoformat())]
        if len(lacking):
            gaps[str(unit)] = [short_date(stamp.date(), locale) for stamp in lacking["day"]]
    if not gaps:
        return []
    said = [
        words.bracketed(day.scope.name(unit), words.enumerated(dates, NAMED_DAYS, locale), locale)
        for unit, dates in gaps.items()
    ]
    if not day.scope.adds_up:
        said = gaps[day.scope.unit.code]
    sentence = t("Earlier days of which a report still lacks: {days}.")
    return [("missing", sentence.format(days=words.enumerated(said, NAMED, locale)))]


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
            names = words.enumerated([day.scope.name(unit) for unit in units], NAMED, locale)
            found.append((how[state], t(sentence).format(units=names)))
    return found


def _sum_checks(day: Day) -> list[Finding]:
    """Hold the sums over units against the rules of the forms."""
    if not day.scope.adds_up:
        return []
    by_unit = checks.figures_by_unit(day.data.figures, day.scope.last)
    t = translator(day.scope.locale)
    return [
        ("warning", t("All units: {finding}").format(finding=_said(day, outcome)))
        for outcome in checks.failed(checks.check_sums(day.scope.forms, by_unit))
    ]


def _unit_checks(day: Day) -> list[Finding]:
    t, locale = translator(day.scope.locale), day.scope.locale
    by_unit = checks.figures_by_unit(day.data.figures, day.scope.last)
    broken: dict[tuple[str, ...], dict[str, Outcome]] = defaultdict(dict)
    for unit in day.scope.units:
        for outcome in checks.failed(checks.check_unit(day.scope.forms, by_unit.get(unit.code, {}))):
            broken[outcome.form, outcome.rule, outcome.row, outcome.column][unit.code] = outcome
    found: list[Finding] = []
    for by_code in broken.values():
        one = next(iter(by_code.values()))
        if not day.scope.adds_up:
            found.append(("warning", _said(day, one)))
            continue
        named = [_of_unit(day, unit, _compared(held, locale)) for unit, held in by_code.items()]
        units = t("{units}.").format(units=words.begun(words.enumerated(named, NAMED, locale)))
        found.append(("warning", words.sentences([_message(day, one), units], locale)))
    return found


def _other_warnings(day: Day) -> list[Finding]:
    """Print what was noted at intake and is no rule that has just been evaluated."""
    rules = {rule.code for form in day.scope.forms for rule in form.rules}
    noted = day.data.warnings[day.data.warnings["day"] == day.scope.last.isoformat()]
    found: list[Finding] = []
    for line in lines_of(noted[~noted["code"].isin(rules)]):
        said, locale = line.message[day.scope.locale], day.scope.locale
        found.append(("warning", words.named(day.scope.name(line.unit), said, locale) if day.scope.adds_up else said))
    return found


def _falls(day: Day) -> list[Finding]:
    t, locale = translator(day.scope.locale), day.scope.locale
    by_cell: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for fall in checks.falls(day.scope.forms, day.data.figures):
        if fall.day == day.scope.last:
            change = f"{words.figure(fall.before, locale)} → {words.figure(fall.after, locale)}"
            since = short_date(fall.since, locale)
            said = t("{change} since {day}").format(change=change, day=since)
            said = _of_unit(day, fall.unit, said) if day.scope.adds_up else said
            by_cell[fall.form, fall.column, fall.row].append(said)
    found: list[Finding] = []
    for (form, column, row), said_of in by_cell.items():
        asked = day.scope.form(form)
        label = next(c.label.to(locale) for c in asked.columns if c.code == column)
        part = next(r.label.to(locale) for r in asked.rows if r.code == row)
        name = words.cell_name(label, part, locale) if len(asked.rows) > 1 else label
        falls = words.enumerated(said_of, NAMED, locale)
        found.append(("warning", t("{name} is below an earlier report: {falls}.").format(name=name, falls=falls)))
    return found


def _said(day: Day, outcome: Outcome) -> str:
    return words.sentences([_message(day, outcome), _compared(outcome, day.scope.locale)], day.scope.locale)


def _message(day: Day, outcome: Outcome) -> str:
    """Say the rule's message, and of a rule that is held in each row or column, which one it is."""
    locale, form = day.scope.locale, day.scope.form(outcome.form)
    named = [one.label.to(locale) for one in form.rows if one.code == outcome.row]
    named += [one.label.to(locale) for one in form.columns if one.code == outcome.column]
    message = outcome.message.to(locale)
    t = translator(locale)
    return t("{form}: {state}").format(form=named[0], state=message) if named else message


def _of_unit(day: Day, unit: str, finding: str) -> str:
    t = translator(day.scope.locale)
    return t("{unit} {finding}").format(unit=day.scope.name(unit), finding=finding)


def _compared(outcome: Outcome, locale: str) -> str:
    """Say by how much a rule is broken: 17,695 > 15,075, by 2,620."""
    t = translator(locale)
    return t("({left} {sign} {right}, by {difference})").format(
        left=words.figure(outcome.left, locale),
        sign=BROKEN[outcome.operator],
        right=words.figure(outcome.right, locale),
        difference=words.figure(abs(outcome.left - outcome.right), locale),
    )
