"""Which rules a cluster certainly meets when only its sum and its ends are known."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from thongbao.data.clusters import rules_met
from thongbao.records import ClusterRule, Text

WORDS = Text(zh_Hans="规则", vi="tiêu chí", en="rule")


def rule(disease: str, place: str, at_least: int, days: int) -> ClusterRule:
    """Return a rule of the code ``r``."""
    return ClusterRule.model_validate(
        {"code": "r", "disease": disease, "place": place, "at_least": at_least, "days": days, "source": "s",
         "label": WORDS.model_dump()}
    )  # fmt: skip


def test_a_rule_holds_for_its_disease_and_place() -> None:
    """Any disease, or its own; a class is no school."""
    rules = [rule("influenza", "school", 10, 7)]

    assert rules_met(rules, "school", "influenza", 10, 7) == ("r",)
    assert rules_met(rules, "school", "influenza", 9, 7) == ()
    assert rules_met(rules, "class", "influenza", 12, 7) == ()
    assert rules_met(rules, "school", "mumps", 12, 7) == ()
    assert rules_met([rule("any", "class", 3, 1)], "class", "other", 3, 1) == ("r",)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.integers(1, 9), st.integers(1, 12))
def test_what_is_called_met_is_met_however_the_cases_fell(days: list[int], window: int, at_least: int) -> None:
    """For every course of cases over the days, a window of the rule's length holds enough of them."""
    most = max(sum(days[at : at + window]) for at in range(len(days)))

    if rules_met([rule("any", "class", at_least, window)], "class", "mumps", sum(days), len(days)):
        assert most >= at_least
