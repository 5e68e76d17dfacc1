"""Rule-based cluster alarms: so many cases in one place within so many days. Pure.

EARS is of no use for counts of a few: it calls 0, 0, 0 and then 1 an alarm, and 3 in one class within a week of 2 none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterable

    from thongbao.records import ClusterRule

COLUMNS = ["rule", "disease", "place", "first", "last", "cases", "days_stated"]


def clusters(events: pd.DataFrame, rules: Iterable[ClusterRule]) -> pd.DataFrame:
    """Return each place and day on which a rule is met.

    A day that was not stated is not zero: the sum is then of what is known, and what is known is enough to alarm.

    Args:
        events: disease, kind (class or school), place, day, new (cases of that day; NaN = not stated), span (days that
            ``new`` covers; 1 where left out). Growth over several days counts where it lies wholly within the window.

    Returns:
        rule, disease, place, first and last (the window; last is the day of the alarm), cases, days_stated (of the
        window); by rule, place and day.
    """
    found = [line for rule in rules for line in _of_rule(events, rule)]
    made = pd.DataFrame(found, columns=COLUMNS)
    days = dict.fromkeys(["first", "last"], "datetime64[s]")
    return made.astype(
        {**days, "rule": "str", "disease": "str", "place": "str", "cases": "int64", "days_stated": "int64"}
    )


def _of_rule(events: pd.DataFrame, rule: ClusterRule) -> list[tuple[object, ...]]:
    ours = events[(events["kind"] == rule.place) & events["new"].notna()]
    if rule.disease != "any":
        ours = ours[ours["disease"] == rule.disease]
    found: list[tuple[object, ...]] = []
    span = ours["span"] if "span" in ours else pd.Series(1, index=ours.index)
    # Of any disease: similar symptoms in one class count together only within one disease.
    for (disease, place), part in ours.assign(span=span).groupby(["disease", "place"], sort=True):
        days, new, spans = (part.sort_values("day")[name].tolist() for name in ("day", "new", "span"))
        for at, last in enumerate(days):
            first = last - timedelta(days=rule.days - 1)
            inside = [n for n in range(at + 1) if days[n] - timedelta(days=int(spans[n]) - 1) >= first]
            cases = sum(new[n] for n in inside)
            if cases >= rule.at_least and new[at] > 0:
                stated = sum(int(spans[n]) for n in inside)
                found.append((rule.code, disease, place, first, last, int(cases), stated))
    return found


def rules_met(rules: Iterable[ClusterRule], place: str, disease: str, cases: int, days: int) -> tuple[str, ...]:
    """Return the rules that a cluster of so many cases certainly meets, whichever way they fell on its days.

    Of a cluster that lasts longer than a rule looks back only the sum is known: by the pigeonhole principle one of the
    stretches of ``rule.days`` that cover it holds at least the mean number, rounded up.

    Args:
        place: class or school, as in the rules.
        cases: of the cluster in all.
        days: from its first to its latest case, both among them, 1 or more.

    Returns:
        codes, in the order of the rules.
    """
    met = []
    for rule in rules:
        stretches = -(-days // rule.days)
        if rule.place == place and rule.disease in ("any", disease) and -(-cases // stretches) >= rule.at_least:
            met.append(rule.code)
    return tuple(met)
