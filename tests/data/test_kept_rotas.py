"""What was planned and what was kept: ``rota.kept``."""

from __future__ import annotations

import pandas as pd
import pytest

from thongbao.data import rota


def kept(*days: tuple[str, str]) -> pd.Series:
    """Return the judgement of one unit's week of (planned, actual)."""
    lines = [("a", f"d{n}", planned, actual) for n, (planned, actual) in enumerate(days)]
    return rota.kept(pd.DataFrame(lines, columns=["unit", "day", "planned", "actual"])).loc["a"]


@pytest.mark.parametrize(
    ("planned", "actual", "counts", "named"),
    [
        ("head", "head", (1, 1, 1, 1), ""),
        ("head", "both", (1, 1, 1, 1), ""),
        ("head", "deputy", (1, 1, 0, 1), "otherwise"),
        ("both", "head", (1, 1, 0, 1), "otherwise"),
        ("head", "neither", (0, 1, 0, 1), "bare"),
        ("neither", "neither", (0, 1, 0, 0), "bare"),
        ("neither", "head", (1, 1, 0, 0), ""),
        ("", "deputy", (1, 1, 0, 0), "unplanned"),
        ("head", "", (0, 0, 0, 0), ""),
        ("head", "holiday", (0, 0, 0, 0), ""),
    ],
)
def test_a_day_is_judged_by_what_was_said_of_it(planned: str, actual: str, counts: tuple[int, ...], named: str) -> None:
    """led, of, as planned, planned; and among which days it is named."""
    found = kept((planned, actual))

    assert (found["led"], found["of"], found["as_planned"], found["planned"]) == counts
    assert {kind: len(found[kind]) for kind in ("bare", "otherwise", "unplanned")} == {
        kind: int(kind == named) for kind in ("bare", "otherwise", "unplanned")
    }


def test_a_unit_without_a_judged_day_is_there_all_the_same() -> None:
    """With zeros, so that its silence shows."""
    found = rota.kept(
        pd.DataFrame([("a", "d", "head", ""), ("b", "d", "head", "head")], columns=["unit", "day", "planned", "actual"])
    )

    assert found["of"].to_dict() == {"a": 0, "b": 1}
