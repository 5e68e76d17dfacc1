"""Closures and inspections."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from thongbao.data import oversight


def findings(*pairs: tuple[str, str | None]) -> pd.DataFrame:
    frame = pd.DataFrame(list(pairs), columns=["opened", "closed"])
    return frame.apply(pd.to_datetime)


def test_closures_are_told_of_the_registered_and_seals_of_the_closed() -> None:
    """All closed and sealed; a unit that sealed more than it closed is flagged."""
    centres = pd.DataFrame(
        {"registered": [20, 10], "checked": [20, 8], "closed": [20, 4], "sealed": [20, 5], "violations": [1, 0]},
        index=["a", "b"],
        dtype=float,
    )
    found = oversight.closure_shares(centres)

    assert found.loc["a", ["checked", "closed", "sealed"]].tolist() == [1, 1, 1]
    assert found.loc["b", ["checked", "closed", "sealed"]].tolist() == [0.8, 0.4, 1.25]
    assert found["sealed_over"].tolist() == [False, True]


def test_the_median_is_of_closed_findings_and_open_ones_stand_beside_it() -> None:
    """What was closed after the day of the bulletin was open on it; what came later is not known yet."""
    told = findings(
        ("2020-02-01", "2020-02-03"),
        ("2020-02-01", "2020-02-11"),
        ("2020-02-10", None),
        ("2020-02-18", "2020-02-25"),
        ("2020-02-21", None),
    )

    assert oversight.closing_times(told, date(2020, 2, 19)) == (2, 2, 6.0, 9)
    assert oversight.closing_times(told.iloc[:0], date(2020, 2, 19)) == (0, 0, None, None)


def test_a_finding_that_was_closed_before_it_was_opened_is_refused() -> None:
    """A slip of the pen would shorten the median."""
    with pytest.raises(ValueError, match="before it was opened"):
        oversight.closing_times(findings(("2020-02-09", "2020-02-08")), date(2020, 2, 19))


def test_inspections_done_of_those_planned() -> None:
    """More than planned is shown and flagged."""
    assert oversight.inspections_done(12, 10) == (12, 10, 1.2, True)
