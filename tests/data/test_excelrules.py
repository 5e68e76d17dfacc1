from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.excelrules import HOLDS, LONGEST_TEXT, gathered_formula, quoted, rule_formula
from thongbao.params.rules import parse_rule
from thongbao.records import Rule, Text

PLACES = {("f", "a", row): f"C{n}" for n, row in enumerate(("x", "y", "z"), start=9)}
STATED = st.dictionaries(st.sampled_from(list(PLACES)), st.integers(0, 5))
CHECK = st.tuples(
    st.lists(st.sampled_from(["a.x", "a.y", "a.z"]), min_size=1, max_size=3),
    st.sampled_from(["==", "!=", "<=", "<", ">=", ">"]),
    st.lists(st.sampled_from(["a.x", "a.y", "a.z"]), min_size=1, max_size=3),
    st.sampled_from(["+", "-"]),
).map(lambda parts: f"{f' {parts[3]} '.join(parts[0])} {parts[1]} {f' {parts[3]} '.join(parts[2])}")


def a_rule(check: str, missing: str, severity: str = "error") -> Rule:
    message = Text(zh_Hans="broken", vi="broken", en="broken")
    return Rule.model_validate(
        {"code": "r", "check": check, "missing": missing, "severity": severity, "message": message}
    )


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
    formula = rule_formula(a_rule(check, missing), rule, "broken", PLACES)
    outcome = rule.evaluate(stated, missing)  # type: ignore[arg-type]

    expected = "" if outcome is None else HOLDS if outcome.holds else "✗ broken"
    assert in_excel(formula, {PLACES[cell]: value for cell, value in stated.items()}) == expected


@pytest.mark.parametrize("message", ['say "total"', "长" * 400, '"' * 400, "a" * 250 + '""""""""'])
def test_a_message_stays_inside_its_quotes(message: str) -> None:
    """Quotes are doubled and the text is cut at what Excel allows, so that the formula stays whole."""
    text = re.fullmatch(r'"((?:[^"]|"")*)"', quoted(message))

    assert text
    assert len(text[1]) <= LONGEST_TEXT
    assert message.startswith(text[1].replace('""', '"'))


@pytest.mark.parametrize(("severity", "mark"), [("error", "✗"), ("warning", "!")])
@pytest.mark.parametrize("marks", [["", ""], ["✓", ""], ["✓", "broken"], ["broken", "broken"]])
def test_one_broken_row_breaks_the_whole_rule(severity: str, mark: str, marks: list[str]) -> None:
    """The line below the table says what the marks beside the rows say together."""
    shown = [mark if one == "broken" else one for one in marks]
    formula = gathered_formula(a_rule("a.* == b.*", "zero", severity), "look", "D9:D10")
    counted = re.sub(r'COUNTIF\(D9:D10,"(.)"\)', lambda found: str(shown.count(found[1])), formula)

    expected = f"{mark} look" if mark in shown else HOLDS if HOLDS in shown else ""
    assert in_excel(counted, {}) == expected
