"""All figures laid out so that each cell of a form is a grid of days x units in no time. Pure.

A bulletin asks for a hundred cells and more; turning the lines of each by pandas would cost a millisecond and a half.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Stated(NamedTuple):
    """What was stated of one cell: ``value`` of the unit and day with these places in ``units`` and ``days``."""

    unit: NDArray[np.intp]
    day: NDArray[np.intp]
    value: NDArray[np.float64]
    units: pd.Index[str]
    days: pd.DatetimeIndex


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures with the places of each cell's lines."""

    places: dict[Any, NDArray[np.intp]]
    whole: Stated

    def of(self, form: str, column: str, row: str) -> Stated | None:
        """Return what was stated of a cell, None where nothing was."""
        at = self.places.get((form, column, row))
        if at is None:
            return None
        unit, day, value, units, days = self.whole
        return Stated(unit[at], day[at], value[at], units, days)


def laid_out(figures: pd.DataFrame) -> Cells:
    """Lay out figures: form, unit, day, row, column, value."""
    unit, units = pd.factorize(figures["unit"])
    day, days = pd.factorize(figures["day"])
    places: dict[Any, Any] = figures.groupby(["form", "column", "row"], sort=False).indices if len(figures) else {}
    whole = Stated(unit, day, figures["value"].to_numpy(dtype=float), pd.Index(units), pd.DatetimeIndex(days))
    return Cells(places, whole)


def filled(stated: Stated | None, days: pd.DatetimeIndex, units: Sequence[str]) -> pd.DataFrame:
    """Return days x units; NaN where not stated. Other days and units are left out."""
    values = np.full((len(days), len(units)), np.nan)
    columns = pd.Index(list(units), dtype="str")
    if stated is not None and len(stated.value):
        down, across = days.get_indexer(stated.days)[stated.day], columns.get_indexer(stated.units)[stated.unit]
        there = (down >= 0) & (across >= 0)
        values[down[there], across[there]] = stated.value[there]
    return pd.DataFrame(values, index=days, columns=columns)
