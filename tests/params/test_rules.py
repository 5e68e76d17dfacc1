"""Rules are sums of cells and one comparison, and nothing else is ever run."""

from __future__ import annotations

import math
import operator
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.params.office import read_office
from thongbao.params.rules import Comparison, Outcome, RuleInvalid, parse_rule

if TYPE_CHECKING:
    from thongbao.settings import Settings

OPERATORS = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    "<": operator.lt,
    ">=": operator.ge,
    ">": operator.gt,
}
names = st.sampled_from(["a", "b", "c1", "total", "hospital_now", "x" * 32, "e_", "in"])
cells = st.tuples(names, names, names)
sides = st.lists(st.tuples(st.sampled_from([1, -1]), cells), min_size=1, max_size=5).map(
    lambda terms: ((1, terms[0][1]), *terms[1:])
)
comparisons = st.builds(Comparison, left=sides, operator=st.sampled_from(list(OPERATORS)), right=sides)


def written(rule: Comparison) -> str:
    """Return the rule as an analyst would write it, every cell with its form."""

    def side(terms: tuple[tuple[int, tuple[str, str, str]], ...]) -> str:
        return "".join(f" {'+' if sign > 0 else '-'} {'.'.join(cell)}" for sign, cell in terms).removeprefix(" + ")

    return f"{side(rule.left)} {rule.operator} {side(rule.right)}"


@given(comparisons)
def test_a_written_rule_comes_back(rule: Comparison) -> None:
    """What can be said can be read: parsing undoes writing."""
    assert parse_rule(written(rule), "other") == rule


@given(comparisons)
def test_blanks_do_not_matter(rule: Comparison) -> None:
    """A rule may be written tightly or wrapped over lines."""
    text = written(rule)

    assert parse_rule(text.replace(" ", ""), "other") == parse_rule(text.replace(" ", " \n "), "other") == rule


@given(comparisons, st.data())
def test_a_rule_holds_when_its_sums_compare(rule: Comparison, data: st.DataObject) -> None:
    """With every figure stated the outcome is that of whole-number arithmetic."""
    figures = {cell: data.draw(st.integers(0, 10**6)) for cell in rule.cells}
    left, right = (sum(sign * figures[cell] for sign, cell in side) for side in (rule.left, rule.right))

    assert rule.evaluate(figures) == Outcome(OPERATORS[rule.operator](left, right), left, right, rule.operator)


@given(comparisons, st.data())
def test_a_missing_figure_is_never_taken_for_zero_unless_asked(rule: Comparison, data: st.DataObject) -> None:
    """skip_if_any skips when one figure is not stated, skip_if_all when none is, zero never."""
    stated = data.draw(st.sets(st.sampled_from(rule.cells)))
    figures = dict.fromkeys(stated, 1.0)

    assert (rule.evaluate(figures, "skip_if_any") is None) == (len(stated) < len(rule.cells))
    assert (rule.evaluate(figures, "skip_if_all") is None) == (not stated)
    assert rule.evaluate(figures, "zero") == rule.evaluate(dict.fromkeys(rule.cells, 0.0) | figures)


def test_a_cell_without_a_form_is_of_the_rules_own_form() -> None:
    """``column.row`` is short for the form in which the rule stands."""
    rule = parse_rule("confirmed.total + suspected.total <= isolation.hospital_now.total", "cases")

    assert rule.cells == (
        ("cases", "confirmed", "total"),
        ("cases", "suspected", "total"),
        ("isolation", "hospital_now", "total"),
    )
    assert rule.forms == ("cases", "isolation")


def test_a_cell_that_stands_twice_is_named_once() -> None:
    """cells has each cell once, though both terms count in the sum."""
    rule = parse_rule("a.x + a.x == b.x", "f")

    assert rule.cells == (("f", "a", "x"), ("f", "b", "x"))
    assert rule.evaluate({("f", "a", "x"): 2, ("f", "b", "x"): 4}) == Outcome(True, 4, 4, "==")


def test_fractions_that_are_equal_on_paper_are_equal() -> None:
    """0.1 + 0.2 equals 0.3, and is neither more nor less."""
    figures = {("f", "a", "x"): 0.1, ("f", "b", "x"): 0.2, ("f", "c", "x"): 0.3}
    holds = {op: parse_rule(f"a.x + b.x {op} c.x", "f").evaluate(figures) for op in OPERATORS}

    assert {op: outcome.holds for op, outcome in holds.items() if outcome} == {
        "==": True,
        "!=": False,
        "<=": True,
        "<": False,
        ">=": True,
        ">": False,
    }


def test_the_published_isolation_figures_do_not_fit_the_screened(home: Settings) -> None:
    """36 + 38 + 8,054 + 9,567 = 17,695 is more than 15,075: the sample rule says so with both sides."""
    form = read_office(home.params, "zhumadian").form("isolation")
    assert form is not None
    stated = {"hospital_now": 36, "hospital_released": 38, "home_now": 8054, "home_released": 9567}
    figures = {("isolation", column, "total"): float(value) for column, value in stated.items()}

    outcome = parse_rule(form.rules[0].check, "isolation").evaluate(
        figures | {("screening", "screened", "total"): 15075.0}
    )

    assert outcome == Outcome(False, 17695.0, 15075.0, "<=")


@pytest.mark.parametrize(
    ("check", "position", "says"),
    [
        ("", 1, "ends where a cell"),
        ("a.x", 4, "needs one of"),
        ("a.x ==", 7, "ends where a cell"),
        ("== a.x", 1, "where a cell"),
        ("a.x == b.x == c.x", 12, "one comparison only"),
        ("a.x b.x", 5, r"where \+, -"),
        ("-a.x == b.x", 1, "where a cell"),
        ("a.x == 1", 8, "“1” cannot stand"),
        ("a.x == (b.x)", 8, r"“\(” cannot stand"),
        ("a.x == 2*b.x", 8, "cannot stand"),
        ("a.x = b.x", 5, "“=” cannot stand"),
        ("a == b.x", 1, "“a” is not a cell"),
        ("a.b.c.d == b.x", 1, "is not a cell"),
        ("a..x == b.x", 1, "is not a cell"),
        ("A.x == b.x", 1, "is not a cell"),
        ("a.x == 教师.合计", 8, "“教” cannot stand"),
        ("__import__.os == a.x", 1, "is not a cell"),
        ("a.x == b.x; import os", 11, "cannot stand"),
    ],
)
def test_what_is_not_a_rule_is_refused_with_its_position(check: str, position: int, says: str) -> None:
    """Numbers, brackets, products, calls and words are refused, and the message shows where."""
    with pytest.raises(RuleInvalid, match=says) as refused:
        parse_rule(check, "f")

    assert refused.value.position == position


@given(st.text(max_size=60))
def test_any_text_is_a_rule_or_refused(check: str) -> None:
    """No text gives another error than RuleInvalid, with a position inside the text or just after it."""
    try:
        position = 1 if parse_rule(check, "f").cells else 0
    except RuleInvalid as error:
        position = error.position

    assert 1 <= position <= len(check) + 1


@pytest.mark.parametrize("missing", ["skip_if_any", "skip_if_all", "zero"])
def test_no_figures_at_all_skip_the_rule_unless_they_are_zero(
    missing: Literal["skip_if_any", "skip_if_all", "zero"],
) -> None:
    """A report that states nothing breaks no rule."""
    outcome = parse_rule("a.x >= b.x", "f").evaluate({}, missing)

    assert (outcome is None) == (missing != "zero")
    assert outcome is None or math.isclose(outcome.left, 0)
