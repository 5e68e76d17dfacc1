"""Closures of training centres, and inspections with their findings. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from thongbao.data.rates import Share, share, shares

if TYPE_CHECKING:
    from datetime import date


class Closing(NamedTuple):
    """How findings of inspections are dealt with.

    Attributes:
        closed, open: findings.
        median_days: from finding to closing, over the closed ones; None where none is closed.
        oldest_open: days since the oldest open finding; None where none is open.
    """

    closed: int
    open: int
    median_days: float | None
    oldest_open: int | None


def closure_shares(centres: pd.DataFrame) -> pd.DataFrame:
    """Return how far training centres were checked, closed and sealed.

    Args:
        centres: by unit: registered, checked, closed, sealed (centres), violations; NaN = not stated.

    Returns:
        checked, closed (of registered) and sealed (of closed): shares, with checked_over, closed_over and sealed_over
        where a part exceeds its whole; violations.
    """
    pairs = {"checked": "registered", "closed": "registered", "sealed": "closed"}
    found = {part: shares(centres[part], centres[whole]) for part, whole in pairs.items()}
    columns = {part: one["share"] for part, one in found.items()}
    over = {f"{part}_over": one["over"] for part, one in found.items()}
    return pd.DataFrame({**columns, **over, "violations": centres["violations"]})


def inspections_done(done: float, planned: float) -> Share:
    """Return inspections done, of those planned."""
    return share(done, planned)


def closing_times(findings: pd.DataFrame, today: date) -> Closing:
    """Return how long findings stay open.

    Only closed findings have a closing time; the median says nothing of those still open, so these are told beside it.

    Args:
        findings: opened, closed (days, NaT = still open); a line per finding.
        today: the day of the bulletin; what was closed later counts as open, what was opened later not at all.

    Raises:
        ValueError: a finding was closed before it was opened.
    """
    day = pd.Timestamp(today)
    known = findings[findings["opened"] <= day]
    closed = known[known["closed"].notna() & (known["closed"] <= day)]
    took = (closed["closed"] - closed["opened"]).dt.days
    if (took < 0).any():
        raise ValueError("A finding was closed before it was opened. Correct its days.")
    still = known.drop(index=closed.index)
    oldest = int((day - still["opened"].min()).days) if len(still) else None
    return Closing(len(closed), len(still), float(took.median()) if len(closed) else None, oldest)
