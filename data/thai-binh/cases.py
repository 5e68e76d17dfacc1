"""The illustrative cases and clusters of the sample: all in one district, so that a rate can be told and one cannot."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from made import learning
from made.epidemic import Cluster

if TYPE_CHECKING:
    from made.files import Cells

WHERE = "336"
ILL_FOR = timedelta(days=12)

_DAYS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("upper_secondary", (25, 27, 28, 29, 30, 31, 33, 35, 36, 37, 38, 39)),
    ("lower_secondary", (31,)),
    ("teachers", (30,)),
    ("relatives", (24, 26, 29, 31, 32, 38)),
)
"""Group, and the days of August on which its cases were confirmed; 32 is 1 September."""

CONFIRMED = tuple((group, date(2021, 8, 1) + timedelta(days=n - 1)) for group, days in _DAYS for n in days)

CLUSTERS = (
    Cluster("Trường THPT minh họa", "school", "influenza", date(2021, 9, 4), date(2021, 9, 9), 11, "watched"),
    Cluster("Trường tiểu học minh họa", "class", "varicella", date(2021, 8, 24), date(2021, 8, 27), 3, "closed"),
)


def cases_on(day: date) -> Cells:
    """Return ``cases`` of the district on a day: who is ill, and who has recovered after twelve days."""
    row = {"teachers": "teachers", "relatives": "relatives"}
    known = [(row.get(group, "students"), when) for group, when in CONFIRMED if when <= day]
    now = [who for who, when in known if day < when + ILL_FOR]
    rows = ("teachers", "students", "relatives")
    cells: Cells = {**learning.with_total({who: now.count(who) for who in rows}, "confirmed")}
    cells |= learning.with_total(dict.fromkeys(rows, 0), "suspected")
    return cells | {("total", "recovered"): len(known) - len(now), ("total", "excluded"): 1}
