"""Ranks."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from thongbao.report.ranks import FEWEST_DUE, Ranked, ranked

LINE = st.fixed_dictionaries(
    {
        "expected": st.integers(1, 12),
        "missed": st.integers(0, 12),
        "late": st.integers(0, 12),
        "corrections": st.integers(0, 2),
    }
)


def _rates(lines: list[dict[str, int]]) -> pd.DataFrame:
    made = []
    for n, line in enumerate(lines):
        received = max(0, line["expected"] - line["missed"])
        on_time = max(0, received - line["late"])
        shares = {"completeness": received / line["expected"], "timeliness": on_time / line["expected"]}
        rest = {"received": received, "on_time": on_time, "zero": 0, "silent_streak": 0}
        said = {"unit": f"u{n}", "expected": line["expected"], "corrections": line["corrections"]}
        made.append({**said, **rest, **shares})
    return pd.DataFrame(made)


@given(st.lists(LINE, min_size=1, max_size=12))
def test_ranks_follow_merit_equals_share_and_few_reports_have_none(lines: list[dict[str, int]]) -> None:
    """Completeness, then timeliness, then corrections; a rank is one more than the number of those before."""
    found = ranked(_rates(lines))

    def merit(one: Ranked) -> tuple[float, float, int]:
        return (-one.completeness, -one.timeliness, one.corrections)

    counted = [one for one in found if one.rank is not None]
    assert len(found) == len(lines)
    assert all(one.expected < FEWEST_DUE for one in found if one.rank is None)
    assert all(one.rank == 1 + sum(merit(other) < merit(one) for other in counted) for one in counted)
