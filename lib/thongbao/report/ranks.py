"""Rank units by how they report. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

FEWEST_DUE = 5
"""Of fewer reports a share says little: such a unit is not ranked."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of the league table.

    Attributes:
        rank: from 1, equals share it and the next one is skipped; None for a unit that is not ranked.
        completeness, timeliness: shares of ``expected``, 0 to 1.
        silent_streak: reporting days.
    """

    rank: int | None
    unit: str
    expected: int
    received: int
    on_time: int
    zero: int
    completeness: float
    timeliness: float
    silent_streak: int
    corrections: int


def ranked(rates: pd.DataFrame) -> list[Ranked]:
    """Order units by completeness, timeliness and fewest corrections; those not ranked come last.

    Args:
        rates: as from ``completeness.rates``; equals keep its order.
    """

    def merit(line: dict[str, object]) -> tuple[float, float, int]:
        return (-float(str(line["completeness"])), -float(str(line["timeliness"])), int(str(line["corrections"])))

    columns = [name for name in Ranked.__dataclass_fields__ if name != "rank"]
    lines = [dict(zip(columns, values, strict=True)) for values in rates[columns].itertuples(index=False, name=None)]
    counted = sorted((line for line in lines if line["expected"] >= FEWEST_DUE), key=merit)
    found: list[Ranked] = []
    for place, line in enumerate(counted, start=1):
        same = found and merit(line) == merit(counted[place - 2])
        found.append(Ranked(rank=found[-1].rank if same else place, **line))
    return found + [Ranked(rank=None, **line) for line in lines if line["expected"] < FEWEST_DUE]
