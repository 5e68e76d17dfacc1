"""How each unit reported on each of the last days, as a strip for a table cell."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from thongbao.data import completeness
from thongbao.language import translator
from thongbao.report import words
from thongbao.report.pictures import Picture
from thongbao.report.tables import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from thongbao.report.day import Day

MOST_UNITS = 60
"""A longer table has no strips: nobody compares them, and the page would be heavy."""


def strips(day: Day, units: Sequence[str]) -> dict[str, Cell]:
    """Return unit -> a cell with one bar per day: high on time, lower late, low in part, a dash where nothing came.

    Args:
        units: codes; more than 60 get none.
    """
    if not units or len(units) > MOST_UNITS:
        return {}
    if not len(day.data.reports) and not len(day.data.refusals):
        return {}  # nobody reported at all: dashes in every line say nothing more
    from thongbao.report.figures import pngs
    from thongbao.report.figures_strips import strips_canvas

    known = {
        (u, d): s for u, d, s in completeness.by_day(day.reporting)[["unit", "day", "state"]].itertuples(index=False)
    }
    days = sorted({at for _, at in known})
    states = [[str(known.get((unit, at), "")) for at in days] for unit in units]
    canvas, boxes = strips_canvas(states)
    found = {}
    for unit, told, content, box in zip(units, states, pngs(canvas, boxes), boxes, strict=True):
        said = _said(told, day.scope.locale)
        picture = Picture(content, box[2] - box[0], box[3] - box[1], said)
        found[unit] = Cell(said, "text", picture=picture) if any(told) else Cell("–", "text")
    return found


def _said(states: Sequence[str], locale: str) -> str:
    """Count the days: what a strip shows, for who cannot see it."""
    t, days = translator(locale), Counter(states)
    counts = {
        t("on time {n}"): days["on_time"] + days["zero"],
        t("late {n}"): days["late"],
        t("in part {n}"): days["partly"],
        t("refused {n}"): days["refused"],
        t("missing {n}"): days["missing"],
    }
    return words.parted([text.format(n=n) for text, n in counts.items() if n] or ["–"], locale)
