"""Read the forms an office uses: params/forms/<code>.yml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.params.entries import Entry, one_line, read_entry, repeated
from thongbao.params.findings import Finding, nearest, shown
from thongbao.params.rules import RuleInvalid, parse_rule
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
    for field in ("rows", "columns", "rules"):
        codes = [item.code for item in getattr(form, field)]
        found += [entry.finding("duplicate-code", text, field, n, "code") for n, text in repeated(codes, field[:-1])]
    rows = [row.code for row in form.rows]
    for place, column in enumerate(form.columns):
        for n, row in enumerate(column.rows):
            if row not in rows:
                message = f"The form has no row {shown(row)}. {nearest(row, rows)}"
                found.append(entry.finding("unknown-row", message, "columns", place, "rows", n))
        if column.maximum < column.minimum:
            message = f"maximum {column.maximum:g} is below minimum {column.minimum:g}. Exchange or correct them."
            found.append(entry.finding("bad-number", message, "columns", place, "maximum"))
    if form.total_row is not None and form.total_row not in rows:
        message = f"The form has no row {shown(form.total_row)}. {nearest(form.total_row, rows)}"
        found.append(entry.finding("unknown-row", message, "total_row"))
    asked = {row for row, _ in form.cells()}
    for place, row in enumerate(rows):
        if row not in asked:
            message = f"No column asks for the row {row}. Add it to a column, or remove it."
            found.append(entry.finding("row-not-asked", message, "rows", place))
    return found


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
            wrong = _rule(code, rule, forms, used)
            found += [entry.finding(what, text, "rules", place, "check") for what, text in wrong]
    return found


def _rule(form: str, rule: Rule, forms: dict[str, Entry[Form]], used: Collection[str]) -> list[tuple[str, str]]:
    try:
        comparison = parse_rule(rule.check, form)
    except RuleInvalid as error:
        return [("bad-rule", f"The rule {rule.code} was not read: {error} (character {error.position}).")]
    found = _unknown_cells(rule.code, comparison, forms, used)
    others = [other for other in comparison.forms if other != form]
    if others and rule.severity == "error":
        message = (
            f"The rule {rule.code} reads the form {others[0]}, which may come later, so it cannot refuse a report."
        )
        found.append(("rule-cannot-refuse", f"{message} Write severity: warning."))
    return found


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
