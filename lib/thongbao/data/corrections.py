"""What was corrected since a moment, as somebody sees it who read a bulletin then. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from datetime import datetime

    from thongbao.data.frames import Reports

CELL = ["form", "unit", "day", "row", "column"]
COLUMNS = ["unit", "day", "form", "row", "measure", "old", "new", "received_at"]


def changed_since(data: Reports, moment: datetime) -> pd.DataFrame:
    """Return each figure that is now another than it was known to be at ``moment``.

    What was changed and changed back is no correction; a report of which nothing was known then is news, not one.

    Args:
        data: as it is known now, or at a later moment.
        moment: with a zone.

    Returns:
        unit, day, form, row, measure (the form's column), old, new (NaN = not stated), received_at (UTC; when the last
        change came); the latest first, then by unit, day and cell.

    Raises:
        ValueError: the moment has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone: it cannot be said when that was.")
    then = pd.Timestamp(moment)
    later = data.revisions[data.revisions["received_at"] > then]
    known = data.reports.loc[data.reports["first_received_at"] <= then, CELL[:3]]
    later = later.merge(known, on=CELL[:3]).sort_values("received_at", kind="stable")
    # Not first() and last(): these step over NaN, which is a figure taken back.
    old, new = later[~later.duplicated(CELL)], later[~later.duplicated(CELL, keep="last")]
    found = old[[*CELL, "before"]].merge(new[[*CELL, "after", "received_at"]], on=CELL, validate="one_to_one")
    same = (found["before"] == found["after"]) | (found["before"].isna() & found["after"].isna())
    found = found[~same].rename(columns={"column": "measure", "before": "old", "after": "new"})
    order = ["received_at", "unit", "day", "form", "row", "measure"]
    return found.sort_values(order, ascending=[False, *[True] * 5], ignore_index=True)[COLUMNS]
