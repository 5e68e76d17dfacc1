"""The check cells of a sheet: every rule in words, green while it holds and red, with its message, while it does not.

A rule that is held in each row or column has a check cell beside each of them, and one below that sums them up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from thongbao.data.cells import address
from thongbao.data.equations import equation
from thongbao.data.excelrules import HOLDS, MARKS, gathered_formula, rule_formula
from thongbao.data.layout import FIRST_ROW
from thongbao.data.printing import FIRST_COLUMN, LABELS_ROW, LAST_OF_HEAD, height_of
from thongbao.data.statuscell import complete_lines, status_formula
from thongbao.language import translator
from thongbao.params.spread import spread

if TYPE_CHECKING:
    from thongbao.data.page import Page
    from thongbao.params.spread import Held
    from thongbao.records import Rule

STATUS = (5, 3)
"""D6, from 0: whether the sheet can be sent."""

MARK_WIDTH = 16
"""Characters of a column of check cells beside the table."""


def write_checks(page: Page) -> int:
    """Write the checks beside and below the table and return the last row that is used.

    A rule that reads a form without a sheet in the book is left out.
    """
    layout, t = page.layout, translator(page.locale)
    beside, below, lines = layout.last_column + 1, layout.last_row + 1, ""
    if any(row.optional for row in layout.form.rows):
        lines = complete_lines(page, beside)
        beside += 1
    areas: dict[str, str] = {}
    rules = _shown_rules(page)
    for rule, held in rules:
        if held[0].row:
            areas[rule.code] = _beside_rows(page, rule, held, beside)
            beside += 1
        elif held[0].column:
            areas[rule.code] = _below_columns(page, rule, held, below)
            below += 1
    last = below + 1 + len(rules)
    if rules:
        page.sheet.write_string(below + 1, 1, t("Checks"), page.formats["heading"])
    for at, (rule, held) in enumerate(rules, start=below + 2):
        _line(page, at, rule, held, areas.get(rule.code, ""))
    _colour(page, last, beside)
    checks = _area(layout.last_row + 1, FIRST_COLUMN, last, FIRST_COLUMN)
    page.sheet.merge_range(*STATUS, STATUS[0], LAST_OF_HEAD, "", page.formats["status"])
    page.sheet.write_formula(*STATUS, status_formula(page, checks, lines), page.formats["status"], "")
    return last


def _shown_rules(page: Page) -> list[tuple[Rule, tuple[Held, ...]]]:
    """Return the rules that can be looked at in this book, with what each asks."""
    form = page.layout.form
    found = [(rule, spread(rule, form)) for rule in form.rules]
    there = set(page.forms)
    return [(rule, held) for rule, held in found if {code for one in held for code in one.comparison.forms} <= there]


def _line(page: Page, at: int, rule: Rule, held: tuple[Held, ...], area: str) -> None:
    """Write a rule in words, and beside it what came of it."""
    words, message = equation(rule, page.layout.form, page.forms, page.locale), rule.message.to(page.locale)
    page.sheet.write_string(at, 1, words, page.formats["equation"])
    result = max((_result(page, rule, one, message) for one in held), key=_weight)
    formula = gathered_formula(rule, message, area)
    if not area:
        formula = rule_formula(rule, held[0].comparison, message, page.places)
    last = max(page.layout.last_column, LAST_OF_HEAD)
    page.sheet.merge_range(at, FIRST_COLUMN, at, last, "", page.formats["check"])
    page.sheet.write_formula(at, FIRST_COLUMN, formula, page.formats["check"], result)
    page.sheet.set_row(at, height_of(page.layout.form, page.locale, words, message))


def _beside_rows(page: Page, rule: Rule, held: tuple[Held, ...], column: int) -> str:
    """Write a check cell beside each row and return their area."""
    words = equation(rule, page.layout.form, page.forms, page.locale)
    page.sheet.write_string(LABELS_ROW, column, words, page.formats["check_head"])
    page.sheet.set_column(column, column, MARK_WIDTH)
    lines = page.layout.rows
    for one in held:
        _mark(page, (lines[one.row], column), rule, one)
    return _area(lines[held[0].row], column, lines[held[-1].row], column)


def _below_columns(page: Page, rule: Rule, held: tuple[Held, ...], row: int) -> str:
    """Write a check cell below each column and return their area."""
    words = equation(rule, page.layout.form, page.forms, page.locale)
    page.sheet.write_string(row, 1, words, page.formats["equation"])
    columns = page.layout.columns
    for one in held:
        _mark(page, (row, columns[one.column]), rule, one)
    return _area(row, columns[held[0].column], row, columns[held[-1].column])


def _mark(page: Page, place: tuple[int, int], rule: Rule, held: Held) -> None:
    formula = rule_formula(rule, held.comparison, "", page.places)
    page.sheet.write_formula(*place, formula, page.formats["mark"], _result(page, rule, held, ""))


def _area(top: int, left: int, bottom: int, right: int) -> str:
    return f"{address(top, left)}:{address(bottom, right)}"


def _result(page: Page, rule: Rule, held: Held, message: str) -> str:
    """Return what the formula will show."""
    outcome = held.comparison.evaluate(page.figures, rule.missing)
    if outcome is None:
        return ""
    return HOLDS if outcome.holds else f"{MARKS[rule.severity]} {message}".strip()


def _weight(result: str) -> int:
    return 0 if not result else 1 if result == HOLDS else 2


def _colour(page: Page, last_row: int, last_column: int) -> None:
    """Show every check green, red or amber by how it begins."""
    looks = {HOLDS: "holds", MARKS["error"]: "refused", MARKS["warning"]: "warned"}
    layout = page.layout
    areas = [
        (*STATUS, STATUS[0], LAST_OF_HEAD),
        (FIRST_ROW, layout.last_column + 1, layout.last_row, last_column),
        (layout.last_row + 1, FIRST_COLUMN, last_row, max(layout.last_column, LAST_OF_HEAD)),
    ]
    for sign, look in looks.items():
        for area in areas:
            how = {"type": "text", "criteria": "begins with", "value": sign, "format": page.formats[look]}
            page.sheet.conditional_format(*area, how)
