"""Rank units by how they report. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from thongbao.data.league import FEWEST_DUE, league

__all__ = ["FEWEST_DUE", "Ranked", "ranked"]


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
    columns = [name for name in Ranked.__dataclass_fields__ if name != "rank"]
    table = league(rates)
    lines = table[columns].itertuples(index=False, name=None)
    return [
        Ranked(rank=None if pd.isna(rank) else int(rank), **dict(zip(columns, line, strict=True)))
        for rank, line in zip(table["rank"], lines, strict=True)
    ]
