from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.excelrules import LONGEST_TEXT, excel_formula
from thongbao.params.rules import parse_rule

PLACES = {("f", "a", row): f"C{n}" for n, row in enumerate(("x", "y", "z"), start=9)}
STATED = st.dictionaries(st.sampled_from(list(PLACES)), st.integers(0, 5))
CHECK = st.tuples(
    st.lists(st.sampled_from(["a.x", "a.y", "a.z"]), min_size=1, max_size=3),
    st.sampled_from(["==", "!=", "<=", "<", ">=", ">"]),
    st.lists(st.sampled_from(["a.x", "a.y", "a.z"]), min_size=1, max_size=3),
    st.sampled_from(["+", "-"]),
).map(lambda parts: f"{f' {parts[3]} '.join(parts[0])} {parts[1]} {f' {parts[3]} '.join(parts[2])}")


def in_excel(formula: str, cells: dict[str, float]) -> str:
    """Work a formula out as Excel does, for the few functions we use."""
    python = re.sub(r"N\((C\d+)\)", lambda found: str(cells.get(found[1], 0)), formula.removeprefix("="))
    python = re.sub(r"COUNT\(([^)]*)\)", lambda found: str(sum(c in cells for c in found[1].split(","))), python)
    python = re.sub(r"(?<![<>])=", "==", python).replace("<>", "!=").replace("TRUE", "True")
    python = python.replace("IF(", "when(").replace("ROUND(", "round(")
    return str(eval(python, {"when": lambda yes, then, other: then if yes else other, "round": round}))  # noqa: S307


@given(CHECK, STATED, st.sampled_from(["skip_if_any", "skip_if_all", "zero"]))
def test_excel_says_what_the_check_will_say(check: str, stated: dict[tuple[str, str, str], int], missing: str) -> None:
    """The formula speaks up exactly where the report would be found to break the rule."""
    rule = parse_rule(check, "f")
    formula = excel_formula(rule, missing, "broken", PLACES)  # type: ignore[arg-type]
    outcome = rule.evaluate(stated, missing)  # type: ignore[arg-type]

    expected = "broken" if outcome and not outcome.holds else ""
    assert in_excel(formula, {PLACES[cell]: value for cell, value in stated.items()}) == expected


@pytest.mark.parametrize("message", ['say "total"', "长" * 400, '"' * 400, "a" * 250 + '""""""""'])
def test_a_message_stays_inside_its_quotes(message: str) -> None:
    """Quotes are doubled and the text is cut at what Excel allows, so that the formula stays whole."""
    formula = excel_formula(parse_rule("a.x == a.y", "f"), "zero", message, PLACES)
    text = re.fullmatch(r'=IF\(TRUE,IF\(.*=0,"","((?:[^"]|"")*)"\),""\)', formula)

    assert text
    assert len(text[1]) <= LONGEST_TEXT
    assert message.startswith(text[1].replace('""', '"'))
