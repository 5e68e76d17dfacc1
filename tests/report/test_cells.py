"""Figures laid out once, for every cell that a bulletin asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from thongbao.data.frames import CELL, frame
from thongbao.report.cells import filled, laid_out

DAYS = pd.date_range("2020-02-10", "2020-02-12", unit="s", name="day")
LINES = [
    ("cases", "a", "2020-02-10", "total", "confirmed", 1.0),
    ("cases", "a", "2020-02-12", "total", "confirmed", 3.0),
    ("cases", "b", "2020-02-10", "total", "confirmed", 4.0),
    ("cases", "b", "2020-02-10", "total", "suspected", 9.0),
]


def test_a_cell_is_a_grid_of_days_and_units() -> None:
    """NaN where nothing was stated; a unit or day that was not asked for is left out, one that is missing is empty."""
    cells = laid_out(frame([*CELL, "value"], LINES))

    grid = filled(cells.of("cases", "confirmed", "total"), DAYS, ["b", "a", "c"])

    expected = [[4, 1, np.nan], [np.nan, np.nan, np.nan], [np.nan, 3, np.nan]]
    pd.testing.assert_frame_equal(
        grid, pd.DataFrame(expected, index=DAYS, columns=pd.Index(["b", "a", "c"], dtype="str")), check_dtype=False
    )
    assert cells.of("cases", "recovered", "total") is None
    assert filled(None, DAYS, ["a"]).isna().all(axis=None)


def test_the_frame_that_editions_share_is_laid_out_once_and_another_anew() -> None:
    """What holds for one frame is never taken for another, however alike."""
    one, other = frame([*CELL, "value"], LINES), frame([*CELL, "value"], LINES[:1])

    first = laid_out(one)

    assert laid_out(one) is first
    assert laid_out(other) is not first
    assert laid_out(other).of("cases", "suspected", "total") is None


def test_many_units_and_lines_are_numbered_beyond_a_byte() -> None:
    """Places are kept in as few bytes as hold them, and no fewer."""
    units = [f"{number:05}" for number in range(70_000)]
    lines = [("cases", unit, "2020-02-10", "total", "confirmed", float(number)) for number, unit in enumerate(units)]

    grid = filled(laid_out(frame([*CELL, "value"], lines)).of("cases", "confirmed", "total"), DAYS[:1], units)

    assert grid.iloc[0].tolist() == [float(number) for number in range(70_000)]
