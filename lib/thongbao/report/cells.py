"""All figures laid out so that each cell of a form is a grid of days x units in no time. Pure.

A bulletin asks for a hundred cells and more; turning the lines of each by pandas would cost a millisecond and a half.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from thongbao.records.same import Same

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Stated(NamedTuple):
    """What was stated of one cell: ``value`` of the unit and day with these places in ``units`` and ``days``."""

    unit: NDArray[np.integer[Any]]
    day: NDArray[np.integer[Any]]
    value: NDArray[np.float64]
    units: pd.Index[str]
    days: pd.DatetimeIndex


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures with the places of each cell's lines."""

    places: dict[Any, NDArray[np.integer[Any]]]
    whole: Stated

    def of(self, form: str, column: str, row: str) -> Stated | None:
        """Return what was stated of a cell, None where nothing was."""
        at = self.places.get((form, column, row))
        if at is None:
            return None
        unit, day, value, units, days = self.whole
        return Stated(unit[at], day[at], value[at], units, days)


def laid_out(figures: pd.DataFrame) -> Cells:
    """Lay out figures: form, unit, day, row, column, value; once for the frame that the editions of a batch share."""
    return _laid_out(Same(figures))


@lru_cache(maxsize=1)
def _laid_out(same: Same[pd.DataFrame]) -> Cells:
    figures = same.value
    unit, units = _numbered(figures["unit"])
    day, days = _numbered(figures["day"])
    found: dict[Any, Any] = figures.groupby(["form", "column", "row"], sort=False).indices if len(figures) else {}
    number = np.min_scalar_type(len(figures))
    places = {cell: at.astype(number) for cell, at in found.items()}
    whole = Stated(unit, day, figures["value"].to_numpy(dtype=float), pd.Index(units), pd.DatetimeIndex(days))
    return Cells(places, whole)


def _numbered(said: pd.Series[Any]) -> tuple[NDArray[np.integer[Any]], Any]:
    """Return the place of each value among all, in the fewest bytes that hold it, and all of them."""
    codes, found = pd.factorize(said)
    return codes.astype(np.min_scalar_type(len(found))), found


def filled(stated: Stated | None, days: pd.DatetimeIndex, units: Sequence[str]) -> pd.DataFrame:
    """Return days x units; NaN where not stated. Other days and units are left out."""
    values = np.full((len(days), len(units)), np.nan)
    columns = pd.Index(list(units), dtype="str")
    if stated is not None and len(stated.value):
        down, across = days.get_indexer(stated.days)[stated.day], columns.get_indexer(stated.units)[stated.unit]
        there = (down >= 0) & (across >= 0)
        values[down[there], across[there]] = stated.value[there]
    return pd.DataFrame(values, index=days, columns=columns)
