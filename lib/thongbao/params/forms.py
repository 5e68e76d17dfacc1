"""Read the forms an office uses: params/forms/<code>.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.columns import check_columns
from thongbao.params.entries import Entry, one_line, read_entry
from thongbao.params.findings import Finding, nearest, shown
from thongbao.params.rules import RuleInvalid
from thongbao.params.spread import spread
from thongbao.records import Form

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from thongbao.params.rules import Comparison
    from thongbao.records import Rule


def read_forms(params: Path, codes: Iterable[str]) -> tuple[dict[str, Entry[Form]], list[Finding]]:
    """Read forms by code.

    Returns:
        those that are right by code, and everything wrong with the others and inside each.
    """
    forms: dict[str, Entry[Form]] = {}
    found: list[Finding] = []
    for code in dict.fromkeys(codes):
        path = params / "forms" / f"{code}.yml"
        if not path.is_file():
            continue  # said where the form is named
        entry, wrong = read_entry(path, f"params/forms/{code}.yml", Form)
        found += wrong
        if entry is not None:
            found += _inside(entry, code)
            forms[code] = entry
    return forms, found


def _inside(entry: Entry[Form], code: str) -> list[Finding]:
    """Hold one form against itself."""
    form = entry.value
    found = []
    if form.code != code:
        message = f"code was {form.code} in a file named {code}.yml. Make them the same."
        found.append(entry.finding("code-differs", message, "code"))
    found += one_line(entry, "title")
    return [*found, *_cadence(entry), *check_columns(entry)]


def _cadence(entry: Entry[Form]) -> list[Finding]:
    """Hold the day of the week to belong to a weekly form, which cannot be without one."""
    form = entry.value
    if form.cadence == "weekly" and form.due_on is None:
        message = "A weekly form needs the day of the week for which it is due. Write due_on: friday."
        return [entry.finding("missing-key", message, "cadence")]
    if form.cadence != "weekly" and form.due_on is not None:
        message = (
            f"due_on belongs to weekly forms, and this one is {form.cadence}. Remove it, or write cadence: weekly."
        )
        return [entry.finding("due-on-not-weekly", message, "due_on")]
    if form.cadence != "daily" and form.reporting_days != "all":
        message = f"reporting_days is for daily forms, and this one is {form.cadence}. Remove it."
        return [entry.finding("reporting-days-not-daily", message, "reporting_days")]
    return []


def check_forms(forms: dict[str, Entry[Form]], used: Collection[str], kinds: Collection[str]) -> list[Finding]:
    """Hold the rules of each form against the cells of all, and its kinds against the units.

    Args:
        used: codes of all forms the office uses, also of those that could not be read.
        kinds: every kind of unit there is; empty where it is not known.
    """
    found = []
    for code, entry in forms.items():
        for n, kind in enumerate(entry.value.filled_by):
            if kinds and kind not in kinds:
                message = f"No unit has the kind {shown(kind)}. {nearest(kind, kinds)}"
                found.append(entry.finding("unknown-kind", message, "filled_by", n))
        for place, rule in enumerate(entry.value.rules):
            wrong = _rule(entry.value.model_copy(update={"code": code}), rule, forms, used)
            found += [entry.finding(what, text, "rules", place, "check") for what, text in wrong]
    return found


def _rule(form: Form, rule: Rule, forms: dict[str, Entry[Form]], used: Collection[str]) -> list[tuple[str, str]]:
    try:
        comparisons = [held.comparison for held in spread(rule, form)]
    except RuleInvalid as error:
        return [("bad-rule", f"The rule {rule.code} was not read: {error} (character {error.position}).")]
    if not comparisons or not all(one.left and one.right for one in comparisons):
        return [("rule-never-held", f"No row or column asks all cells of the rule {rule.code}. Correct or remove it.")]
    found = [text for one in comparisons for text in _unknown_cells(rule.code, one, forms, used)]
    others = [other for one in comparisons for other in one.forms if other != form.code]
    if others and rule.severity == "error":
        message = (
            f"The rule {rule.code} reads the form {others[0]}, which may come later, so it cannot refuse a report."
        )
        found.append(("rule-cannot-refuse", f"{message} Write severity: warning."))
    return list(dict.fromkeys(found))


def _unknown_cells(
    code: str, rule: Comparison, forms: dict[str, Entry[Form]], used: Collection[str]
) -> list[tuple[str, str]]:
    found = []
    for form, column, row in rule.cells:
        if form not in used and form not in forms:
            message = f"The rule {code} names the form {form}, which office.yml does not list. {nearest(form, used)}"
            found.append(("unknown-form", message))
        elif form in forms and (row, column) not in (cells := forms[form].value.cells()):
            known = nearest(f"{column}.{row}", [f"{c}.{r}" for r, c in cells])
            found.append(("unknown-cell", f"The rule {code} names {column}.{row}, which {form} does not ask. {known}"))
    return list(dict.fromkeys(found))
