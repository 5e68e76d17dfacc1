"""The league of units by how they report, never by how large their epidemic is. Pure."""

from __future__ import annotations

import pandas as pd

FEWEST_DUE = 5
"""Of fewer reports a share says little: such a unit is not ranked."""


def league(rates: pd.DataFrame) -> pd.DataFrame:
    """Rank units by completeness, then timeliness, then fewest corrections.

    Equals share a rank and the next one is skipped; a unit of which fewer than 5 reports were due has none.

    Args:
        rates: as from ``completeness.rates``; equals keep its order.

    Returns:
        The lines of ``rates``, best first and those not ranked last, with rank (from 1, missing where there is none).
    """
    merit = ["completeness", "timeliness", "corrections"]
    counted = rates[rates["expected"] >= FEWEST_DUE]
    counted = counted.sort_values(merit, ascending=[False, False, True], kind="stable")
    new = counted[merit].ne(counted[merit].shift()).any(axis=1)
    places = pd.Series(range(1, len(counted) + 1), index=counted.index)
    ranked = counted.assign(rank=places.where(new).ffill().astype("Int64"))
    rest = rates[rates["expected"] < FEWEST_DUE].assign(rank=pd.Series(dtype="Int64"))
    return pd.concat([ranked, rest], ignore_index=True).astype({"rank": "Int64"})
