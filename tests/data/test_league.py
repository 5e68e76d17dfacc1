"""The league: reporting is ranked, never the epidemic."""

from __future__ import annotations

import pandas as pd

from thongbao.data.league import league

COLUMNS = ["unit", "expected", "completeness", "timeliness", "corrections"]


def test_equals_share_a_rank_and_few_reports_have_none() -> None:
    """Completeness first, then timeliness, then corrections; four expected reports are too few to judge by."""
    rates = pd.DataFrame(
        [
            ("few", 4, 1.0, 1.0, 0),
            ("corrected", 28, 1.0, 1.0, 2),
            ("late", 28, 1.0, 0.5, 0),
            ("best", 28, 1.0, 1.0, 0),
            ("silent", 28, 0.0, 0.0, 0),
            ("also best", 28, 1.0, 1.0, 0),
        ],
        columns=COLUMNS,
    )
    found = league(rates)

    assert found["unit"].tolist() == ["best", "also best", "corrected", "late", "silent", "few"]
    assert found["rank"].fillna(0).tolist() == [1, 1, 3, 4, 5, 0]


def test_no_units_have_no_league() -> None:
    """And nothing breaks."""
    assert league(pd.DataFrame({name: [] for name in COLUMNS})).empty
